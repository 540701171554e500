"""The runs of a grid on several processes: the same results, whatever their number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from time import perf_counter, sleep

from symgui.experiment import ExperimentError
from symgui.sweep.chunk import Found, chunk_outcomes
from symgui.sweep.grid import RunGrid
from symgui.sweep.missing import WHOLE, MissingRuns, Shard
from symgui.sweep.outcome import GivenUpError
from symgui.sweep.processes import Pool, Processes, processors
from symgui.sweep.results_file import Place, ResultsFile

CHUNK = 64
"""Most runs that a process is given at once: what is lost at most when it is killed."""
FIRST_CHUNK = 4
"""Runs that it is given before it is known how long one takes."""
CHUNK_SECONDS = 0.25
"""How long a process should be at a chunk."""
HERE_SECONDS = 0.05
"""How long this process should be at one, while the others start; then it rests as long, for its window."""
AHEAD = 2
"""Chunks that wait for each process."""
WRITE_SECONDS = 1.0
"""Between two writes to the file, which take as long for a few runs as for hundreds."""
TRIES = 3
"""Of a chunk whose process dies; then it is said."""


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
    """Make the runs of a grid that are not in the results yet, and write them as they come.

    Parameters
    ----------
    grid : RunGrid
    results : ResultsFile
        All that was made is in it when this returns or raises; meanwhile, what is older than a second.
    pool : Pool, optional
        Where; left out, `workers` processes here.
    workers : int, optional
        As many as there are processors if left out; 1 computes in this process.
    shard : Shard
    told : callable
        Called with every chunk that has come.
    stopped : callable
        Asked between chunks; True ends the call, and what is missing can be done later.
    head_start : bool
        Whether this process computes, too, while the others start, so that the first outcomes come sooner.

    Raises
    ------
    ExperimentError
        If a chunk's process died again and again, or the cluster is no more.
    """
    making = _Making(grid, results, shard, told, stopped)
    try:
        workers = workers or processors()
        if pool is None and workers == 1:
            making.here(stopped, CHUNK_SECONDS, rest=0.0)
            return
        pool = pool or Processes(workers)
        try:
            if head_start:
                starting = [pool.submit(grid, ()) for _ in range(pool.count)]
                making.here(partial(_ready, starting, stopped), HERE_SECONDS, rest=HERE_SECONDS)
            making.on(pool)
        finally:
            pool.shut()
    finally:
        making.write()


def _ready(starting: Sequence[Future[Found]], stopped: Callable[[], bool]) -> bool:
    """Whether all processes have started, or nothing more is wanted."""
    return stopped() or all(future.done() for future in starting)


class _Making:
    """The runs that are missing, made here or elsewhere, told of and written."""

    def __init__(
        self,
        grid: RunGrid,
        results: ResultsFile,
        shard: Shard,
        told: Callable[[Found], object],
        stopped: Callable[[], bool],
    ) -> None:
        self._grid, self._results, self._shard = grid, results, shard
        self._told, self._stopped = told, stopped
        self._missing = MissingRuns(grid, results, shard)
        self._unwritten: Found = []
        self._written = perf_counter()

    def here(self, until: Callable[[], bool], seconds: float, *, rest: float) -> None:
        """Make runs in this process until something is so, tell of them every so many seconds, and rest."""
        size = 1
        while self._missing and not until():
            began, chunk = perf_counter(), self._missing.take(size)
            try:
                found = chunk_outcomes(self._grid, chunk, until)
            except GivenUpError:
                self._missing.put_back(chunk)
                return
            size = _size(len(chunk), perf_counter() - began, seconds)
            self._keep(found)
            sleep(rest)

    def on(self, pool: Pool) -> None:
        """Hand chunks out to a pool."""
        running: dict[Future[Found], list[Place]] = {}
        deaths, size, latest = 0, FIRST_CHUNK, perf_counter()
        while (self._missing or running) and not self._stopped():
            try:
                while self._missing and len(running) < pool.count * (1 + AHEAD):
                    chunk = self._missing.take(size)
                    running[pool.submit(self._grid, chunk)] = chunk
                finished, _ = wait(running, timeout=0.2, return_when=FIRST_COMPLETED)
                for future in finished:
                    self._keep(pool.result(future))
                    done = len(running.pop(future))
                    size = _size(done, pool.count * (perf_counter() - latest) / len(finished))
                    deaths = 0
                if finished:
                    latest = perf_counter()
                pool.look()
            except BrokenProcessPool:
                deaths += 1
                if deaths == TRIES:
                    raise ExperimentError(
                        f"a process was ended {TRIES} times in a row: is there too little memory?"
                    ) from None
                self.write()
                self._missing = MissingRuns(self._grid, self._results, self._shard)
                running.clear()
                pool.restart()

    def _keep(self, found: Found) -> None:
        self._unwritten.extend(found)
        self._told(found)
        if perf_counter() - self._written > WRITE_SECONDS:
            self.write()

    def write(self) -> None:
        """Write what has come since the last time."""
        self._results.add(self._unwritten)
        self._unwritten.clear()
        self._written = perf_counter()


def _size(done: int, seconds: float, wanted: float = CHUNK_SECONDS) -> int:
    """How many runs take the seconds that are wanted, if so many took so long; at most twice as many."""
    return max(1, min(CHUNK, 2 * done, int(done * wanted / max(seconds, 1e-9))))
