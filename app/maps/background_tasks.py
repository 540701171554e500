"""Small tasks on threads of their own, whose answers the window asks for."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal

from symgui.plain_text.failure import failure_sentence

Result = TypeVar("Result")


class BackgroundTask(Generic[Result]):
    """A call on a thread of its own; the window asks whether it is `done`, and then has its answer.

    Parameters
    ----------
    work : callable
        Called with a function that tells whether the answer is still wanted.
    then : callable
        Called with the answer, on the window's thread.
    failed : callable
        Called with a sentence.
    """

    def __init__(
        self,
        work: Callable[[Callable[[], bool]], Result],
        then: Callable[[Result], object],
        failed: Callable[[str], object],
    ) -> None:
        self._work, self._then, self._failed = work, then, failed
        self._stop = threading.Event()
        self._answer: Result | None = None
        self._failure = ""
        self._thread = threading.Thread(target=self._run, name="map task", daemon=True)
        self._thread.start()

    @property
    def done(self) -> bool:
        """Whether the thread has ended."""
        return not self._thread.is_alive()

    def give_up(self) -> None:
        """The answer is wanted no more."""
        self._stop.set()

    def wait(self) -> None:
        """Until the thread is gone."""
        self._thread.join()

    def finish(self) -> None:
        """Hand the answer over, if it is wanted still."""
        if self._stop.is_set():
            return
        if self._failure:
            self._failed(self._failure)
        elif self._answer is not None:
            self._then(self._answer)

    def _run(self) -> None:
        try:
            self._answer = self._work(self._stop.is_set)
        except Exception as error:  # a thread that fails must not fail in silence
            self._failure = failure_sentence(error)


class BackgroundTasks(QObject):
    """Those that are under way.

    Parameters
    ----------
    failed : callable
        Called with the sentence of a task that says nothing else of its failure.
    """

    begun = Signal()
    """There is one more."""

    def __init__(self, failed: Callable[[str], object], parent: QObject) -> None:
        super().__init__(parent)
        self._failed = failed
        self.under_way: list[BackgroundTask[object]] = []

    def send(
        self,
        work: Callable[[Callable[[], bool]], Result],
        then: Callable[[Result], object],
        failed: Callable[[str], object] | None = None,
    ) -> BackgroundTask[object]:
        """Begin another one."""
        task: BackgroundTask[object] = BackgroundTask(work, then, failed or self._failed)  # type: ignore[arg-type]
        self.under_way.append(task)
        self.begun.emit()
        return task

    def finish_those_done(self) -> None:
        """Hand the answers over that are there."""
        for task in [task for task in self.under_way if task.done]:
            self.under_way.remove(task)
            task.finish()

    def end(self) -> None:
        """Give all of them up, and wait until their threads are gone."""
        for task in self.under_way:
            task.give_up()
            task.wait()
        self.under_way.clear()
