"""An act that hangs ends the process, and where it does is written on standard error.

What counts is the processor's time: on a busy machine an act may take long. One that waits for ever takes
none, and is ended by the clock.
"""

from __future__ import annotations

import faulthandler
import signal
from collections.abc import Iterator
from contextlib import contextmanager

PROCESSOR = 90.0
"""Seconds of this process's own processor time, all its threads together."""
CLOCK = 900.0
"""Seconds on the clock."""


@contextmanager
def guarded(processor: float = PROCESSOR, clock: float = CLOCK) -> Iterator[None]:
    """End the process if what is done in here takes longer than either."""
    faulthandler.dump_traceback_later(clock, exit=True)
    if hasattr(signal, "SIGPROF"):  # not on Windows
        faulthandler.register(signal.SIGPROF, chain=True)  # whose own way is to end the process
        signal.setitimer(signal.ITIMER_PROF, processor)
    try:
        yield
    finally:
        if hasattr(signal, "SIGPROF"):
            signal.setitimer(signal.ITIMER_PROF, 0.0)
        faulthandler.cancel_dump_traceback_later()
