"""Watches what a piece of the program opens, writes, starts and fetches: Python tells before it does.

An audit hook stays as long as the process, so whoever uses this is a process of its own.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from symgui.files import state_folder

ROOT = Path(__file__).resolve().parents[2]
RUNS = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.forkpty",
        "os.startfile", "webbrowser.open", "ctypes.dlopen", "pty.spawn", "code.__new__")  # fmt: skip
FETCHES = ("socket.connect", "socket.getaddrinfo", "socket.sendto", "socket.bind", "socket.gethostbyname",
           "urllib.Request", "http.client.connect", "ftplib.connect", "smtplib.connect")  # fmt: skip
CHANGES = ("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.chmod", "os.chown", "os.truncate", "os.link",
           "os.symlink", "os.utime", "os.setxattr", "shutil.rmtree", "shutil.move", "shutil.copyfile",
           "tempfile.mkstemp", "tempfile.mkdtemp", "sqlite3.connect")  # fmt: skip
UNPACKS = ("pickle.find_class", "marshal.loads")
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
OWN = ("/proc/self", "/dev/null", "/dev/urandom", "/dev/pts", "/sys/devices/system", "/etc/localtime")


class Guard:
    """From `watch` on: what is read outside a folder and the program's own, written, run or fetched.

    Attributes
    ----------
    found : list of str
        What must not be, as it happened.
    folder : Path or None
        Where reading is allowed; None: nothing is watched.
    writing : bool
        Whether writing is, too, in there.
    """

    def __init__(self) -> None:
        self.folder: Path | None = None
        self.writing = False
        self.found: list[str] = []
        paths = {os.path.realpath(each) for each in sys.path if each}
        self._own = (*OWN, str(ROOT), sys.prefix, sys.base_prefix, str(state_folder()), *paths)
        sys.addaudithook(self._hear)

    def watch(self, folder: Path | None, *, writing: bool = False) -> None:
        """Allow this folder from now on; None: look away."""
        self.folder, self.writing = folder, writing

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self.folder is None:
            return
        if event == "open":
            self._opened(*arguments)
        elif event in UNPACKS:
            if event == "pickle.find_class":
                self.found.append(f"unpickles {arguments}")
        elif event in RUNS or event in FETCHES or (event in CHANGES and not self.writing):
            self.found.append(f"{event} {arguments!r}"[:300])

    def _opened(self, path: Any, mode: Any, flags: Any) -> None:
        if isinstance(path, int):
            return
        text = os.fsdecode(path)
        full = os.path.realpath(text)
        writes = (
            any(sign in mode for sign in "wax+") if isinstance(mode, str) else bool((flags or 0) & WRITING)
        )
        inside = Path(full).is_relative_to(os.path.realpath(str(self.folder)))
        if writes and not text.startswith("/dev/null") and not (inside and self.writing):
            self.found.append(f"writes {text}"[:300])
        elif not inside and not full.startswith(self._own) and not os.path.normpath(text).startswith(OWN):
            self.found.append(f"reads {text}"[:300])
