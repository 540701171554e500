"""The runs of a map, made on a thread of their own and kept in a folder."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from app.maps.map_form import MOST_CELLS
from symgui.experiment import ExperimentError
from symgui.export.write_result import write_export
from symgui.plain_text.failure import failure_sentence
from symgui.sweep import ResultsFile, RunGrid, RunOutcome, compute
from symgui.sweep.chunk import Found
from symgui.sweep.results_file import Place, grid_in

Known = tuple[Place, RunOutcome]


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


def copy_results(computation: MapComputation, folder: Path, _stopped: Callable[[], bool]) -> int:
    """Copy the results to a folder, when the computation has ended; returns how many were new there."""
    computation.wait()
    with ResultsFile(folder, computation.grid) as results:
        return results.take_from(computation.folder)


def grid_for_map(folder: Path, _stopped: Callable[[], bool]) -> RunGrid:
    """The grid whose results are in a folder.

    Raises
    ------
    ExperimentError
        If there is none, or it has more cells than a map can show.
    """
    grid = grid_in(folder)
    if grid.rows * grid.columns > MOST_CELLS:
        raise ExperimentError(
            f"has {grid.rows * grid.columns} cells: a map has at most {MOST_CELLS}", "", str(folder)
        )
    return grid


def write_table(computation: MapComputation, path: Path, _stopped: Callable[[], bool]) -> bool:
    """Write all runs that are known as CSV."""
    with ResultsFile(computation.folder, computation.grid) as results:
        write_export(path, results.as_csv().encode())
    return True
