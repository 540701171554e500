"""What a process has while it has no window: what is there after a window, and was not before, is a leak."""

from __future__ import annotations

import gc
import stat
import sys
from collections import Counter
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from left_behind import QTS_OWN, python_threads, ticking_and_running

FILES = Path("/proc/self/fd")
NOT_OURS = ("/proc/", "/memfd:", "/usr/share/mime/", "/usr/share/fonts/")
"""What Qt opens once, for ever."""


class Inventory:
    """Widgets, threads, timers and open files of this process, as they are when it is made."""

    def __init__(self) -> None:
        self._widgets = {id(widget) for widget in QApplication.allWidgets()}
        self._threads = python_threads()
        self._running: list[QObject] = [each for each, _ in ticking_and_running()]
        self._files = open_files()

    def left(self) -> list[str]:
        """A line for each thing that is there now and was not before."""
        for _ in range(2):
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            gc.collect()
        running = ticking_and_running()
        widgets = [
            widget
            for widget in QApplication.allWidgets()
            if id(widget) not in self._widgets and widget.window().metaObject().className() not in QTS_OWN
        ]
        found = [f"widget {widget!r}" for widget in widgets[:5]]
        found += [f"{len(widgets) - 5} widgets more"] if len(widgets) > 5 else []
        found += [line for each, line in running if each not in self._running]
        found += [f"thread {thread!r}" for thread in python_threads() - self._threads]
        found += [f"open file {name}" for name in (open_files() - self._files).elements()]
        return [f"left behind: {line}" for line in found]


def open_files() -> Counter[str]:
    """Files and folders that are open, by name; none where the system does not tell."""
    names: Counter[str] = Counter()
    for way in FILES.iterdir() if FILES.is_dir() else ():
        try:
            mode, name = way.stat().st_mode, str(way.readlink())
        except OSError:  # the listing's own
            continue
        if (stat.S_ISREG(mode) or stat.S_ISDIR(mode)) and not name.startswith(NOT_OURS):
            names[name] += 1
    return names
