"""What a claim can be about: a record of a quantity, and what quantities take."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

Value: TypeAlias = float | str
Sort: TypeAlias = Literal["number", "word"]

ARGUMENTS: Mapping[str, str] = {
    "layer": 'a layer\'s number from 1, or "output"',
    "name": 'a weight or bias: "W1[0,1]", "b2[0]"',
    "of": 'a matrix: "W1", "dW1", "b2", "A1", "Z1", "dZ1"',
    "kind": "a kind of event",
    "other": "a lane's letter",
    "epsilon": "a number above 0",
    "seeds": "how many seeds, from 1 to 1000: 0, 1, 2, …",
    "accuracy": "a share above 0 and at most 1",
    "where": "settings of a grid by name, each with its value: {width = 3}",
    "second": 'another seed, a whole number from 0, or "shuffled"',
}
"""What quantities may take, and how it is written in a claim."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that a run has at an iteration.

    Attributes
    ----------
    name : str
    meaning : str
        One line.
    of : callable
        From a `Look` and the arguments to the value; raises `CannotSay` where it has none. Of a `study`, a
        generator from the experiment, the iteration and the arguments, that yields None until it has the
        value.
    takes : tuple of str
        Arguments that must be given.
    may_take : tuple of str
        Arguments that may be left out; without a layer it is the largest of all layers.
    sort : str
        ``"number"`` or ``"word"``.
    cheap : bool
        Whether it can be computed at every iteration of a long run; others are looked at where the cost
        curve has a point (but for the first `symgui.lessons.claim_case.EVERY` iterations).
    study : bool
        Whether it is a small experiment of its own, not a look at the run.
    words : tuple of str
        All it can say, if these are known.
    share : bool
        Whether it is a share of 1, which people read in per cent.
    count : bool
        Whether it is a number of things.
    none : str
        What an infinite one says: that there is none, as far as the run has been looked at.
    """

    name: str
    meaning: str
    of: Callable[..., Any]
    takes: tuple[str, ...] = ()
    may_take: tuple[str, ...] = ()
    sort: Sort = "number"
    cheap: bool = True
    study: bool = False
    words: tuple[str, ...] = ()
    share: bool = False
    count: bool = False
    none: str = ""

    def none_up_to(self, last: object) -> str:
        """What is said in the place of an infinite figure: ``"none up to 300"``."""
        return f"{self.none} up to {last}"


YES_OR_NO = ("yes", "no")


def yes(holds: bool) -> str:
    """``"yes"`` or ``"no"``."""
    return YES_OR_NO[not holds]
