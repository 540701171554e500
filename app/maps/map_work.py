"""Work on threads of their own, whose results the window asks for: the runs of a grid, and small tasks."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from symgui.plain_text.failure import failure_sentence
from symgui.sweep import ResultsFile, RunGrid, RunOutcome, compute
from symgui.sweep.chunk import Found
from symgui.sweep.results_file import Place

Known = tuple[Place, RunOutcome]
Result = TypeVar("Result")


class Computing(Protocol):
    """How the runs that are missing are made; returns when all are there, or when it is stopped."""

    def __call__(
        self,
        grid: RunGrid,
        results: ResultsFile,
        *,
        told: Callable[[Found], object],
        stopped: Callable[[], bool],
    ) -> None: ...


def on_all_processors(
    grid: RunGrid, results: ResultsFile, *, told: Callable[[Found], object], stopped: Callable[[], bool]
) -> None:
    """Compute in processes of their own, and in this one until they have started."""
    compute(grid, results, told=told, stopped=stopped, head_start=True)


class MapComputation:
    """The runs of one grid, made in the background and kept in a folder.

    Parameters
    ----------
    grid : RunGrid
    folder : Path
        Where the results are; those that are there already are taken over.
    computing : callable

    Attributes
    ----------
    failure : str
        Why it has ended early, in a sentence.
    """

    def __init__(self, grid: RunGrid, folder: Path, computing: Computing = on_all_processors) -> None:
        self.grid, self.folder = grid, folder
        self.failure = ""
        self._computing = computing
        self._found: deque[Known] = deque()
        self._read = False
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def running(self) -> bool:
        """Whether runs are being made."""
        return self._thread is not None and self._thread.is_alive()

    @property
    def waiting(self) -> bool:
        """Whether there is something to `take`."""
        return bool(self._found)

    def start(self) -> None:
        """Begin, or go on."""
        if self.running:
            return
        self.failure = ""
        self._stop.clear()
        self._thread = threading.Thread(target=self._work, name="map", daemon=True)
        self._thread.start()

    def read(self) -> None:
        """Take over what is in the folder, and compute nothing."""
        self._stop.set()
        self._thread = threading.Thread(target=self._work, name="map", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Ask it to end; what is there is kept."""
        self._stop.set()

    def wait(self) -> None:
        """Until the thread, and with it its processes, are gone."""
        if self._thread is not None:
            self._thread.join()

    def take(self, most: int) -> list[Known]:
        """What has come since; at most so many."""
        return [self._found.popleft() for _ in range(min(most, len(self._found)))]

    def _work(self) -> None:
        try:
            with ResultsFile(self.folder, self.grid) as results:
                if not self._read:
                    self._found.extend(results.outcomes())
                    self._read = True
                if not self._stop.is_set():
                    self._computing(self.grid, results, told=self._tell, stopped=self._stop.is_set)
        except Exception as error:  # a thread that fails must not fail in silence
            self.failure = failure_sentence(error)

    def _tell(self, found: Found) -> None:
        self._found.extend((place, outcome) for place, _, outcome in found)


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
