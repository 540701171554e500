"""Which runs of a grid there are, and which are still to be made."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice

import msgspec

from symgui.sweep.grid import RunGrid
from symgui.sweep.results_file import Place, ResultsFile


class Shard(msgspec.Struct, frozen=True):
    """Part `number` (from 1) of `of` equal parts of a grid, for a batch system."""

    number: int = 1
    of: int = 1

    def has(self, index: int) -> bool:
        """Whether the run with this index, in the order of the grid, belongs to it."""
        return index % self.of == self.number - 1

    def count(self, runs: int) -> int:
        """How many of so many runs belong to it."""
        return len(range(self.number - 1, runs, self.of))


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


class MissingRuns:
    """The runs of a grid that its results lack, in the order of `places_of`.

    Of millions of runs only a bit each is kept in memory.
    """

    def __init__(self, grid: RunGrid, results: ResultsFile, shard: Shard = WHOLE) -> None:
        done = results.done_at()
        self._rest = (
            place
            for place in places_of(grid, shard)
            if not done[place.cell.row, place.cell.column, place.seed - grid.first_seed]
        )
        self._first: deque[Place] = deque()

    def __bool__(self) -> bool:
        if not self._first:
            self._first.extend(islice(self._rest, 1))
        return bool(self._first)

    def take(self, count: int) -> list[Place]:
        """The next ones; fewer at the end."""
        taken = [self._first.popleft() for _ in range(min(count, len(self._first)))]
        taken.extend(islice(self._rest, count - len(taken)))
        return taken

    def put_back(self, places: Iterable[Place]) -> None:
        """These have not been made, and come first."""
        self._first.extendleft(reversed(list(places)))
