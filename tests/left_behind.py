"""What a test leaves behind in the process: windows, threads, timers, filters of the application, hooks.

What is left behind crashes a later test, in a place that has nothing to do with it.
"""

from __future__ import annotations

import gc
import sys
import threading
import traceback
import weakref
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QThread, QTimer
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

ROOT = str(Path(__file__).resolve().parents[1])
QTS_OWN = ("QTipLabel",)
"""Windows that Qt keeps for itself."""


def caller() -> str:
    """The line of the program, or else of the test, that led here."""
    lines = [line for line in traceback.extract_stack()[:-2] if line.filename.startswith(ROOT)]
    return f"{lines[-1].filename}:{lines[-1].lineno}" if lines else "somewhere"


class WatchedApplication(QApplication):
    """Knows who sees all its events, and the line that made it so."""

    def __init__(self, arguments: list[str]) -> None:
        super().__init__(arguments)
        self.filters: dict[int, tuple[weakref.ref[QObject], str]] = {}

    def installEventFilter(self, watcher: QObject) -> None:
        self.filters[id(watcher)] = weakref.ref(watcher), caller()
        super().installEventFilter(watcher)

    def removeEventFilter(self, watcher: QObject) -> None:
        self.filters.pop(id(watcher), None)
        super().removeEventFilter(watcher)


class Traces:
    """Looks before a test and after it. Meanwhile garbage is collected only where this says so."""

    def __init__(self) -> None:
        gc.collect()
        gc.freeze()  # what was there before is not looked through again
        gc.disable()
        self._windows = {id(widget) for widget in QApplication.topLevelWidgets()}
        self._hook = sys.unraisablehook
        self._threads = python_threads()

    def left(self) -> list[str]:
        """A line for each thing that is still there."""
        for _ in range(2):
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            gc.collect()
        left = [
            f"window {widget!r}"
            for widget in QApplication.topLevelWidgets()
            if id(widget) not in self._windows and widget.metaObject().className() not in QTS_OWN
        ]
        left += [line for _, line in ticking_and_running()]
        left += [f"thread {thread!r}" for thread in python_threads() - self._threads]
        if sys.unraisablehook is not self._hook:
            left.append(f"sys.unraisablehook {sys.unraisablehook!r}")
        return left + filters_left()


def ticking_and_running() -> list[tuple[QObject, str]]:
    """Threads of Qt that run and timers that tick, each with a line about it."""
    found: list[tuple[QObject, str]] = []
    for each in gc.get_objects():
        if isinstance(each, QThread) and isValid(each) and each.isRunning():
            found.append((each, f"thread {each!r}"))
        elif isinstance(each, QTimer) and isValid(each) and each.isActive():
            found.append((each, f"timer of {each.parent()!r}, every {each.interval()} ms"))
    return found


def filters_left() -> list[str]:
    """Filters of the whole application that are still installed."""
    application = QApplication.instance()
    assert isinstance(application, WatchedApplication)
    filters, application.filters = application.filters, {}
    found = [(watcher(), line) for watcher, line in filters.values()]
    return [
        f"filter {watcher!r} of the application, installed by {line}"
        for watcher, line in found
        if watcher is not None and isValid(watcher)
    ]


def python_threads() -> set[threading.Thread]:
    """Those that Python started; of every other it keeps a dummy for ever."""
    return {thread for thread in threading.enumerate() if not thread.name.startswith("Dummy-")}
