"""What a chunk is handed to: processes on this machine, or whatever else makes runs."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import parent_process
from multiprocessing.context import SpawnContext, SpawnProcess
from typing import Any, Protocol

from symgui.sweep.chunk import Found, chunk_outcomes
from symgui.sweep.grid import RunGrid
from symgui.sweep.results_file import Place


def processors() -> int:
    """How many processors this machine has."""
    return os.cpu_count() or 1


class Pool(Protocol):
    """What a chunk is handed to: processes here, or a cluster.

    Attributes
    ----------
    count : int
        Chunks that it makes at once.
    """

    count: int

    def submit(self, grid: RunGrid, places: Sequence[Place]) -> Future[Found]:
        """Begin a chunk."""

    def result(self, future: Future[Found]) -> Found:
        """What came of a chunk, once it has come."""

    def look(self) -> None:
        """See whether it is still there; asked every fraction of a second."""

    def restart(self) -> None:
        """Begin anew after a process has died."""

    def shut(self) -> None:
        """End all processes; what they were at is lost."""


class _KnownProcesses(SpawnContext):
    """Starts processes anew, and knows them, so that they can be ended in the middle of a run."""

    def __init__(self) -> None:
        super().__init__()
        self.made: list[SpawnProcess] = []

    def Process(self, *args: Any, **kwargs: Any) -> SpawnProcess:  # type: ignore[override]
        process = SpawnProcess(*args, **kwargs)
        self.made.append(process)
        return process


class Processes:
    """Processes on this machine, each its own interpreter."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._begin()

    def submit(self, grid: RunGrid, places: Sequence[Place]) -> Future[Found]:
        return self._pool.submit(chunk_outcomes, grid, places)

    def result(self, future: Future[Found]) -> Found:
        return future.result()

    def look(self) -> None:
        """Do nothing: a process that dies breaks its chunk."""

    def restart(self) -> None:
        self.shut()
        self._begin()

    def shut(self) -> None:
        """End all processes at once; none is left when this returns."""
        for process in self._known.made:
            if process.is_alive():
                process.kill()
        self._pool.shutdown(wait=True)

    def _begin(self) -> None:
        self._known = _KnownProcesses()
        self._pool = ProcessPoolExecutor(self.count, mp_context=self._known, initializer=_end_with_parent)


def _end_with_parent() -> None:
    """End this process when the one that began it is no more: killed, it cannot end its processes itself."""
    threading.Thread(target=_wait_for_parent, name="parent", daemon=True).start()


def _wait_for_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
