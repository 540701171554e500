"""What has been found of each card so far, and how to put it in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from symgui.lessons.published import PublishedCard, PublishedRow
from symgui.training.studies import Progress


@dataclass(frozen=True, slots=True)
class Begun:
    """The computation has come to a card."""

    card: str


@dataclass(frozen=True, slots=True)
class RowFound:
    """A row of a card."""

    card: str
    row: PublishedRow


@dataclass(frozen=True, slots=True)
class Done:
    """A card has all its rows."""

    card: str


def compute(cards: Sequence[PublishedCard]) -> Iterator[Begun | RowFound | Done | Progress]:
    """Compute one card after the other: a study for the training thread."""
    for card in cards:
        yield Begun(card.name)
        for found in card.compute():
            yield RowFound(card.name, found) if isinstance(found, PublishedRow) else found
        yield Done(card.name)


@dataclass(slots=True)
class CardResults:
    """The results that have been found; they grow as the study advances.

    Attributes
    ----------
    rows : dict of str to list of Row
        By card.
    done : set of str
        Cards that have all their rows.
    current : str
        The card that is being computed, or nothing.
    stopped : bool
        Whether the computation has ended, all cards done or not.
    """

    rows: dict[str, list[PublishedRow]] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)
    current: str = ""
    stopped: bool = False

    def take(self, points: Sequence[object]) -> set[str]:
        """Take what the study has found; the cards it concerns."""
        touched = set()
        for point in points:
            if isinstance(point, Begun):
                self.current = point.card
                self.rows.setdefault(point.card, [])
            elif isinstance(point, RowFound):
                self.rows[point.card].append(point.row)
            elif isinstance(point, Done):
                self.done.add(point.card)
                self.current = ""
            if isinstance(point, Begun | RowFound | Done):
                touched.add(point.card)
        return touched

    def stop(self) -> None:
        """Note that nothing more will be found."""
        self.current, self.stopped = "", True

    def failed(self, card: str) -> int:
        """How many rows of a card have failed."""
        return sum(not row.passed for row in self.rows.get(card, ()))

    def words(self, card: str) -> str:
        """How a card stands: ``"✓ 6 of 6 agree"``, ``"FAIL: 1 of 6 differs"``, ``"computing: 3 agree"``."""
        rows, failed = self.rows.get(card, []), self.failed(card)
        if failed:
            return f"FAIL: {failed} of {len(rows)} differ{'s' if failed == 1 else ''}"
        if card in self.done:
            return f"✓ {len(rows)} of {len(rows)} agree"
        if self.stopped:
            return f"stopped: {len(rows)} agree" if rows else "not computed"
        return f"computing: {len(rows)} agree" if card == self.current else "waiting"

    def summary(self) -> str:
        """The result of all cards together."""
        rows = [row for found in self.rows.values() for row in found]
        failed = sum(not row.passed for row in rows)
        agree = f"{len(rows) - failed} of {len(rows)} figures agree"
        return f"{agree}, {failed} FAIL" if failed else agree
