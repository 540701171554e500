"""What may have to wait for a disk, done in a thread of its own, one thing after the other."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Any, TypeAlias

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, Signal, Slot

PATIENCE = 0.3
"""Seconds that a window waits for the disk before it says so."""
PAINTING = 0.02
"""Seconds between two looks at the window's events meanwhile."""

Result: TypeAlias = Callable[[], Any]
"""Gives what a task has returned, or raises what it has raised."""


class FileWriter(QObject):
    """Does tasks in their order; what came of each is told in the window's thread.

    The thread lives only as long as there is something to do.
    """

    _done = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._changed = threading.Condition()
        self._tasks: deque[tuple[Callable[[], object], Callable[[Result], object]]] = deque()
        self._results: deque[tuple[Result, Callable[[Result], object]]] = deque()
        self._thread: threading.Thread | None = None
        self._working = False
        self._done.connect(self._tell)

    def put(self, task: Callable[[], object], then: Callable[[Result], object]) -> None:
        """Have `task` done there, and `then` called here with its result."""
        with self._changed:
            self._tasks.append((task, then))
            if self._working:
                return
            self._working = True
        if self._thread is not None:
            self._thread.join()  # it is at its end
        thread = threading.Thread(target=self._work, name="writes files", daemon=True)
        try:
            thread.start()
        except (MemoryError, RuntimeError):  # there is no thread to be had: it is done at once
            self._thread = None
            self._work()
        else:
            self._thread = thread

    def do(self, task: Callable[[], object], say: Callable[[], object]) -> None:
        """Have `task` done there and wait for it as `finish` does; raises what it raises."""
        results: list[Result] = []
        self.put(task, results.append)
        self.finish(say)
        results[0]()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until everything is done, for so long at most, and tell of it; returns whether it is."""
        with self._changed:
            finished = self._changed.wait_for(lambda: not self._working, seconds)
        if finished and self._thread is not None:
            self._thread.join()
            self._thread = None
        self._tell()
        return not self._working  # what was told may have led to more

    def finish(self, say: Callable[[], object]) -> None:
        """Wait until everything is done. If that takes long, `say` so; the window is painted meanwhile."""
        if self.wait(PATIENCE):
            return
        say()
        while not self.wait(PAINTING):
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)

    @Slot()
    def _tell(self) -> None:
        while self._results:
            result, then = self._results.popleft()
            then(result)

    def _work(self) -> None:
        """Write, in the thread."""
        while True:
            with self._changed:
                if not self._tasks:
                    self._working = False
                    self._changed.notify_all()
                    return
                task, then = self._tasks.popleft()
            self._results.append((_result(task), then))
            self._done.emit()


def _result(task: Callable[[], object]) -> Result:
    try:
        value = task()
    except Exception as error:
        caught = error  # the name of an except clause is gone at its end

        def fail() -> None:
            raise caught

        return fail
    return lambda: value
