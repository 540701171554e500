"""What a walk chooses: drawn from a seed, or taken from the log of a walk before."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import TypeVar

Drawn = int | float | str
Item = TypeVar("Item")


class Draws:
    """The choices of one act.

    Parameters
    ----------
    source : random.Random
    given : sequence
        The choices of a walk before, to be made again; the seed goes on when they are used up, and where a
        window that was faster or slower then asks for a number instead of a name.

    Attributes
    ----------
    told : callable
        Given each choice as soon as it is made, before anything comes of it.
    """

    def __init__(self, source: random.Random, given: Sequence[Drawn] = ()) -> None:
        self._source, self._given = source, list(given)
        self.told: Callable[[Drawn], None] = lambda _choice: None

    def whole(self, least: int, most: int) -> int:
        """A whole number, both ends included."""
        return int(min(most, max(least, self._next(self._source.randint(least, most)))))

    def real(self, least: float, most: float) -> float:
        """Any number between."""
        return float(self._next(self._source.uniform(least, most)))

    def one_of(self, items: Sequence[Item]) -> Item:
        """One of several, which are there in the same order when it is made again."""
        return items[self.whole(0, len(items) - 1)]

    def name(self, names: Sequence[str]) -> str:
        """One of several names; when it is made again the same one, if it is still there."""
        drawn = str(self._next(self._source.choice(names)))
        return drawn if drawn in names else names[0]

    def _next(self, fresh: Drawn) -> Drawn:
        fits = bool(self._given) and isinstance(self._given[0], str) == isinstance(fresh, str)
        made = self._given.pop(0) if fits else fresh
        self.told(made)
        return made
