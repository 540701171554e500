"""Everything that the program claims, checked: published numbers and the lessons' claims."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from symgui.lessons.published import CARDS, Card, Row
from symgui.training.studies import Progress


@dataclass(frozen=True, slots=True)
class Finding:
    """What came of one check.

    Attributes
    ----------
    kind : str
        ``"published"`` for a row of a card.
    name : str
        Of the card.
    what : str
        What was checked.
    claimed, ours : str
        The figure that was published or claimed, and the one computed now.
    tolerance : str
        How far they may differ, and why.
    passed : bool
    """

    kind: str
    name: str
    what: str
    claimed: str
    ours: str
    tolerance: str
    passed: bool


class UnknownNameError(ValueError):
    """There is nothing of a name to check; says so in one sentence."""


@dataclass(frozen=True, slots=True)
class Check:
    """Something to check as a whole.

    Attributes
    ----------
    name : str
        Of the card.
    findings : callable
        Does it: an iterator over what is found, and how far it is between.
    """

    name: str
    findings: Callable[[], Iterator[Finding | Progress]]


def checks(names: Sequence[str] = ()) -> list[Check]:
    """What there is to check of some names, in that order; everything if none is named.

    Raises
    ------
    UnknownNameError
        If there is nothing of a name.
    """
    known = {card.name: Check(card.name, partial(card_findings, card)) for card in CARDS}
    for name in names:
        if name not in known:
            alike = difflib.get_close_matches(name, known, 1)
            hint = f"did you mean {alike[0]}?" if alike else f"there are {', '.join(known)}"
            raise UnknownNameError(f"there is nothing named {name!r} to verify: {hint}")
    return [known[name] for name in dict.fromkeys(names or known)]


def card_findings(card: Card) -> Iterator[Finding | Progress]:
    """Check a card, row by row."""
    for found in card.compute():
        yield of_row(card, found) if isinstance(found, Row) else found


def of_row(card: Card, row: Row) -> Finding:
    """A row of a card as a finding."""
    return Finding("published", card.name, row.label, row.published, row.ours, row.tolerance, row.passed)
