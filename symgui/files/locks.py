"""Files that somebody is writing just now: locked as long as they are open, also if the writer is killed."""

from __future__ import annotations

import os
import sys
from pathlib import Path

if sys.platform != "win32":
    import fcntl

    def lock(descriptor: int) -> bool:
        """Lock an open file until it is closed; returns whether it is ours."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:  # a file system without locks
            return True
        return True

    def is_locked(path: Path) -> bool:
        """Whether somebody is writing it."""
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except OSError:
            return True
        try:
            return not lock(descriptor)
        finally:
            os.close(descriptor)

else:  # there an open file cannot be removed: that is lock enough

    def lock(descriptor: int) -> bool:  # noqa: ARG001
        """Do nothing."""
        return True

    def is_locked(path: Path) -> bool:  # noqa: ARG001
        """False: nobody can tell before it is removed."""
        return False
