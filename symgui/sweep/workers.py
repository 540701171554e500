"""The runs of a grid on several processes: the same results, whatever their number."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from functools import lru_cache, partial
from itertools import groupby
from multiprocessing import parent_process
from multiprocessing.context import SpawnContext, SpawnProcess
from operator import attrgetter
from time import perf_counter
from typing import Any, Protocol

import msgspec

from symgui.data import load_data
from symgui.data.dataset import Dataset
from symgui.experiment import DataSpec, Experiment, ExperimentError
from symgui.sweep.grid import RunGrid
from symgui.sweep.outcome import GivenUpError, RunOutcome, key_of, outcome_of
from symgui.sweep.results_file import Place, ResultsFile
from symgui.training.trainer import Trainer

CHUNK = 64
"""Most runs that a process is given at once: what is lost at most when it is killed."""
FIRST_CHUNK = 4
"""Runs that it is given before it is known how long one takes."""
CHUNK_SECONDS = 0.25
"""How long a process should be at a chunk."""
HERE_SECONDS = 0.05
"""How long this process should be at one, while the others start."""
AHEAD = 2
"""Chunks that wait for each process."""
TRIES = 3
"""Of a chunk whose process dies; then it is said."""

Found = list[tuple[Place, str, RunOutcome]]


def processors() -> int:
    """How many processors this machine has."""
    return os.cpu_count() or 1


class Shard(msgspec.Struct, frozen=True):
    """Part `number` (from 1) of `of` equal parts of a grid, for a batch system."""

    number: int = 1
    of: int = 1

    def has(self, index: int) -> bool:
        """Whether the run with this index, in the order of the grid, belongs to it."""
        return index % self.of == self.number - 1


WHOLE = Shard()
"""All of a grid."""


def places_of(grid: RunGrid, shard: Shard = WHOLE) -> Iterator[Place]:
    """The runs of a grid, coarse cells first, each cell with all its seeds."""
    index = 0
    for cell in grid.cells():
        for seed in range(grid.first_seed, grid.first_seed + grid.seeds):
            if shard.has(index):
                yield Place(cell, seed)
            index += 1


def chunk_outcomes(
    grid: RunGrid, places: Sequence[Place], stopped: Callable[[], bool] = lambda: False
) -> Found:
    """Make some runs, one after the other; what a process or a machine of a cluster does.

    A cell whose settings make no experiment has the verdict ``"impossible"``.

    Raises
    ------
    GivenUpError
        If it is `stopped` in the middle of a run.
    """
    found: Found = []
    trainer: Trainer | None = None
    for cell, of_cell in groupby(places, key=attrgetter("cell")):
        try:
            common = grid.common(cell)
        except ExperimentError as error:
            found.extend((place, f"impossible: {error}", IMPOSSIBLE) for place in of_cell)
            continue
        data = data_of(common.data)
        for place in of_cell:
            experiment = grid.seeded(common, place.seed)
            trainer = _at_its_start(experiment, data, trainer)
            made = outcome_of(trainer, grid.updates, stopped)
            found.append((place, key_of(experiment, grid.updates), made))
    return found


def _at_its_start(experiment: Experiment, data: Dataset, former: Trainer | None) -> Trainer:
    """The trainer of a run; the former run's where it fits, as its memory need not be laid out again."""
    if former is None or not former.fits(experiment, data):
        return Trainer(experiment, data)
    former.begin(experiment)
    return former


IMPOSSIBLE = RunOutcome(
    iteration=0,
    verdict="impossible",
    reached="",
    effective_units=0,
    units=0,
    cost=float("inf"),
    accuracy=0.0,
    escaped_at=None,
)


@lru_cache(maxsize=4)
def data_of(spec: DataSpec) -> Dataset:
    """The data of several runs, made once."""
    return load_data(spec)


class Pool(Protocol):
    """What a chunk is handed to: processes here, or a cluster."""

    def submit(self, grid: RunGrid, places: Sequence[Place]) -> Future[Found]:
        """Begin a chunk."""

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
    """Processes on this machine, each its own interpreter.

    Parameters
    ----------
    count : int
    """

    def __init__(self, count: int) -> None:
        self.count = count
        self._begin()

    def submit(self, grid: RunGrid, places: Sequence[Place]) -> Future[Found]:
        return self._pool.submit(chunk_outcomes, grid, places)

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


def compute(
    grid: RunGrid,
    results: ResultsFile,
    *,
    pool: Pool | None = None,
    workers: int | None = None,
    shard: Shard = WHOLE,
    told: Callable[[Found], object] = len,
    stopped: Callable[[], bool] = lambda: False,
    head_start: bool = False,
) -> None:
    """Make the runs of a grid that are not in the results yet, and write each chunk as it comes.

    Parameters
    ----------
    grid : RunGrid
    results : ResultsFile
    pool : Pool, optional
        Where; left out, `workers` processes here.
    workers : int, optional
        As many as there are processors if left out; 1 computes in this process.
    shard : Shard
    told : callable
        Called with every chunk that has been written.
    stopped : callable
        Asked between chunks; True ends the call, and what is missing can be done later.
    head_start : bool
        Whether this process computes, too, while the others start, so that the first outcomes come sooner.

    Raises
    ------
    ExperimentError
        If a chunk's process died again and again.
    """
    places = _missing(grid, results, shard)
    workers = workers or processors()
    if pool is None and workers == 1:
        _compute_here(grid, results, places, told, stopped, CHUNK_SECONDS)
        return
    pool = pool or Processes(workers)
    try:
        if head_start:
            starting = [pool.submit(grid, ()) for _ in range(workers)]
            until = partial(_ready, starting, stopped)
            _compute_here(grid, results, places, told, until, HERE_SECONDS)
        _hand_out(grid, results, pool, places, shard, workers, told, stopped)
    finally:
        pool.shut()


def _ready(starting: Sequence[Future[Found]], stopped: Callable[[], bool]) -> bool:
    """Whether all processes have started, or nothing more is wanted."""
    return stopped() or all(future.done() for future in starting)


def _compute_here(
    grid: RunGrid,
    results: ResultsFile,
    places: deque[Place],
    told: Callable[[Found], object],
    stopped: Callable[[], bool],
    seconds: float,
) -> None:
    """In this process, and write what comes every so many seconds."""
    size = 1
    while places and not stopped():
        began, chunk = perf_counter(), _next(places, size)
        try:
            found = chunk_outcomes(grid, chunk, stopped)
        except GivenUpError:
            places.extendleft(reversed(chunk))
            return
        _keep(results, found, told)
        size = _size(len(chunk), perf_counter() - began, seconds)


def _size(done: int, seconds: float, wanted: float = CHUNK_SECONDS) -> int:
    """How many runs take the seconds that are wanted, if so many took so long; at most twice as many."""
    return max(1, min(CHUNK, 2 * done, int(done * wanted / max(seconds, 1e-9))))


def _hand_out(
    grid: RunGrid,
    results: ResultsFile,
    pool: Pool,
    places: deque[Place],
    shard: Shard,
    workers: int,
    told: Callable[[Found], object],
    stopped: Callable[[], bool],
) -> None:
    running: dict[Future[Found], list[Place]] = {}
    deaths, size, latest = 0, FIRST_CHUNK, perf_counter()
    while (places or running) and not stopped():
        try:
            while places and len(running) < workers * (1 + AHEAD):
                chunk = _next(places, size)
                running[pool.submit(grid, chunk)] = chunk
            finished, _ = wait(running, timeout=0.2, return_when=FIRST_COMPLETED)
            for future in finished:
                _keep(results, future.result(), told)
                size = _size(len(running.pop(future)), workers * (perf_counter() - latest) / len(finished))
                deaths = 0
            if finished:
                latest = perf_counter()
        except BrokenProcessPool:
            deaths += 1
            if deaths == TRIES:
                raise ExperimentError(
                    f"a process was ended {TRIES} times in a row: is there too little memory?"
                ) from None
            places = _missing(grid, results, shard)
            running.clear()
            pool.restart()


def _missing(grid: RunGrid, results: ResultsFile, shard: Shard) -> deque[Place]:
    """What is still to be done, in the order of `places_of`."""
    done = results.done()
    return deque(place for place in places_of(grid, shard) if place not in done)


def _next(places: deque[Place], size: int) -> list[Place]:
    return [places.popleft() for _ in range(min(size, len(places)))]


def _keep(results: ResultsFile, found: Found, told: Callable[[Found], object]) -> None:
    results.add(found)
    told(found)
