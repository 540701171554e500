"""A card of the gallery: where a number was published, and what we find when we compute it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from symgui.experiment import Experiment
from symgui.training.studies import Progress


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """One published figure beside ours.

    Attributes
    ----------
    label : str
        What it is of: ``"cost at 1000"``.
    published : str
        As it is printed there.
    ours : str
        Computed now; as many digits as it takes to tell the two apart.
    tolerance : str
        How far ours may be off, and why.
    passed : bool
    """

    label: str
    published: str
    ours: str
    tolerance: str
    passed: bool


Computation: TypeAlias = Callable[[], Iterator[PublishedRow | Progress]]
"""Yields the rows as they are found, and a `Progress` at least every few hundredths of a second between."""


@dataclass(frozen=True, slots=True)
class PublishedCard:
    """A published table or figure that the program computes anew.

    Attributes
    ----------
    name : str
        For the command line: ``"planar"``.
    title : str
    source : str
        Paper, course or notebook, with the section; or what it follows from.
    setup : str
        What is computed, in a sentence or two.
    compute : callable
        Gives an iterator over its rows; see `Computation`.
    note : str
        Where the published figure holds only within limits, or why ours differs.
    experiment : Experiment or None
        A run to look at.
    opens : str
        What `experiment` is.
    """

    name: str
    title: str
    source: str
    setup: str
    compute: Computation
    note: str = ""
    experiment: Experiment | None = None
    opens: str = "The very run of this table"

    def rows(self) -> Iterator[PublishedRow]:
        """The rows alone, for those who need not know how far it is."""
        return (found for found in self.compute() if isinstance(found, PublishedRow))


def near(
    label: str,
    published: str,
    value: float,
    *,
    because: str,
    expected: float | None = None,
    within: float = 0.0,
    relative: float = 0.0,
) -> PublishedRow:
    """A row that passes if `value` is as far as the tolerance from the published figure, or nearer.

    Parameters
    ----------
    label, published : str
    value : float
        Ours.
    because : str
        Why the tolerance is what it is.
    expected : float, optional
        What `published` stands for; left out, it is a plain number.
    within, relative : float
        The tolerance: absolute, and as a share of the expected value; they add up.
    """
    expected = float(published) if expected is None else expected
    room = within + relative * abs(expected)
    passed = abs(value - expected) <= room
    ours = like(published, value)
    if not passed and ours == like(published, expected):
        ours = repr(value)
    return PublishedRow(label, published, ours, f"{allowance(within, relative)} ({because})", passed)


def allowance(within: float, relative: float) -> str:
    """A tolerance in words."""
    share = f"± {100 * relative:.2g} %" if relative >= 1e-4 else f"± {brief(relative)} of it"
    parts = [share] * bool(relative) + [f"± {brief(within)}"] * bool(within)
    return " ".join(parts) or "exact"


def brief(value: float) -> str:
    """``5e-7``, ``0.012``."""
    return f"{value:.2g}".replace("e-0", "e-")


def printed(label: str, published: str, value: float, *, because: str) -> PublishedRow:
    """A row that passes if `value` rounds to the published digits."""
    return near(label, published, value, because=because, within=0.5000001 * 10.0 ** -decimals(published))


def decimals(text: str) -> int:
    """Digits after the point of a printed number."""
    return len(text.partition(".")[2].partition("e")[0])


def like(published: str, value: float) -> str:
    """`value` with about as many digits as the published figure has."""
    number = published.rpartition("=")[2].strip()
    if not math.isfinite(value) or len(number) >= 16:
        return repr(value)
    text = f"{value:.{max(decimals(number), 2)}f}"
    return text if float(text) else f"{value:.3g}"
