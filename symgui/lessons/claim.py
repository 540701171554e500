"""A claim: a quantity of the run, at an iteration, and what it should be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

RELATIONS = ("equals", "not equal", "at least", "at most", "more than", "less than")
"""How what is found may stand to what is expected; in files ``at_least``, ``not_equal``."""

Argument: TypeAlias = int | float | str | Mapping[str, int | float | str]
"""What a quantity takes: a number, a word, or settings by name."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement about a run that the run itself decides.

    Attributes
    ----------
    quantity : str
        A name of `symgui.lessons.quantities.QUANTITIES`: ``"cost"``, ``"effective units"``, …
    arguments : mapping
        What the quantity takes: ``{"layer": 1}``.
    relation : str
        One of `RELATIONS`.
    expected : float, str or Claim
        A number, a word (``"frozen"``), or another quantity at another place to compare with: a claim
        without a relation, at the same iteration if it names none.
    within : float
        How far from `expected` an equal number may be; 0 is bit for bit.
    times : float
        In a claim that another is compared with: the factor of its number.
    at : int or None
        The iteration; None is the step's last.
    throughout : bool
        Whether it holds at every iteration from 0 up to `at`, not only there.
    lane : str
        The letter, in a race.
    says : str
        The sentence, in the lesson's own words; if left out it is made from the others.
    line : int
        Where it stands in the lesson file, from 1.
    """

    quantity: str
    relation: str
    expected: float | str | Claim
    arguments: Mapping[str, Argument] = field(default_factory=dict)
    within: float = 0.0
    times: float = 1.0
    at: int | None = None
    throughout: bool = False
    lane: str = ""
    says: str = ""
    line: int = 1


@dataclass(frozen=True, slots=True)
class Checked:
    """What the run says to a claim.

    Attributes
    ----------
    claim : Claim
    statement : str
        The claim as a sentence: ``"cost at 1000 = 0.288083 ± 5e-7"``.
    passed : bool
    expected, found : str
        Both figures, as many digits as it takes to tell them apart; shares in per cent. Where nothing could
        be found, `found` says why.
    named : str
        What the figures are: ``"largest |dW[1]| at 0"``. Where the claim is about a factor
        (`Claim.times` of what it is compared with), the two quantities whose ratio both figures are.
    against : str
        What `expected` is, where it is another quantity; empty where it is a number or a word.
    within : str
        How far from `expected` an equal figure may be, in the figures' unit; empty if it must be equal.
    decided : bool
        Whether there was something to compare.
    """

    claim: Claim
    statement: str
    passed: bool
    expected: str
    found: str
    named: str = ""
    against: str = ""
    within: str = ""
    decided: bool = True
