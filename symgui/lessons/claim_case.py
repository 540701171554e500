"""One claim on its way to a decision."""

from __future__ import annotations

import math
from collections.abc import Generator, Iterator, Mapping
from dataclasses import replace

import numpy as np

from symgui.lessons.claim import Checked, Claim
from symgui.lessons.comparison import Value, figures, holds, margin, text
from symgui.lessons.quantities import QUANTITIES
from symgui.lessons.run_view import CannotSay, RunView
from symgui.lessons.sentence import label, label_of_other, sentence
from symgui.training.history import next_recorded
from symgui.training.studies import Progress

SAME = "same"
"""What is known of later iterations: each is as this one, bit for bit."""
EVERY = 1000
"""Up to this iteration a claim about every iteration looks at each, however dear."""


class ClaimCase:
    """Collects what a claim needs, and decides it.

    Parameters
    ----------
    number : int
        The claim's, among those that are checked together.
    claim : Claim
    """

    def __init__(self, number: int, claim: Claim) -> None:
        self.number = number
        self.claim = claim
        self._sides: dict[bool, Value] = {}  # what was found (False) and what is expected (True)
        self._looked = 0
        self._end: int | None = None  # the step's last iteration, once it is known
        self._nearest: tuple[float, Value, Value] | None = None
        if not isinstance(claim.expected, Claim):
            self._sides[True] = claim.expected

    @property
    def _cheap(self) -> bool:
        expected = self.claim.expected
        return QUANTITIES[self.claim.quantity].cheap and (
            not isinstance(expected, Claim) or QUANTITIES[expected.quantity].cheap
        )

    def next(self, t: int, end: int | None) -> int | None:
        """The next iteration after `t` at which it must look; None if it waits for the end to be known."""
        claim = self.claim
        if claim.throughout and claim.at is not None:
            return min(claim.at, t + 1 if self._cheap or t < EVERY else next_recorded(t))
        places = [self._place(expected, end) for expected in (False, True) if expected not in self._sides]
        return min((at for at in places if at is not None), default=None)

    def look(
        self, looks: Mapping[str, RunView], t: int, end: int | None, rest: str
    ) -> Iterator[Checked | Progress]:
        """Look at iteration `t`; yields a `Checked` as soon as it is decided.

        Parameters
        ----------
        looks : mapping of str to RunView
            This iteration, by lane.
        t : int
        end : int or None
            The step's last iteration, once it is known.
        rest : str
            What is known of all later iterations: `SAME`, or why there are none, or nothing.
        """
        self._end = end
        try:
            if self.claim.throughout:
                found = self._look_throughout(looks, t, rest)
            else:
                found = yield from self._look_at_places(looks, t, end, rest)
        except CannotSay as reason:
            found = self.cannot(str(reason))
        if found is not None:
            yield found

    def cannot(self, reason: str) -> Checked:
        """Failed, as there is nothing to compare."""
        expected = self._sides.get(True)
        written = "" if expected is None else figures(expected, expected, share=self._share)[0]
        return self._checked(passed=False, expected=written, found=reason, decided=False)

    # ---- at one iteration, or two -------------------------------------------------------------------

    def _place(self, expected: bool, end: int | None) -> int | None:
        """The iteration of one side; the other side's if it names none."""
        other = self.claim.expected
        own = other.at if expected and isinstance(other, Claim) else None
        at = own if own is not None else self.claim.at
        return end if at is None else at

    def _look_at_places(
        self, looks: Mapping[str, RunView], t: int, end: int | None, rest: str
    ) -> Generator[Progress, None, Checked | None]:
        for expected in (False, True):
            place = self._place(expected, end)
            if expected in self._sides or place is None or (t < place and not rest):
                continue
            if t < place and rest != SAME:
                raise CannotSay(rest)
            side = self.claim.expected if expected else self.claim
            assert isinstance(side, Claim)
            if side.at is not None or self.claim.at is not None:
                _refuse_after_divergence(_lane(looks, side), t)
            self._sides[expected] = yield from self._value(side, looks, place)
        if len(self._sides) < 2:
            return None
        found, expected_value = self._sides[False], self._sides[True]
        passed = holds(self.claim.relation, found, expected_value, self.claim.within)
        return self._compared(passed, found, expected_value)

    @staticmethod
    def _value(side: Claim, looks: Mapping[str, RunView], t: int) -> Generator[Progress, None, Value]:
        """A quantity's value at iteration `t`, times its factor."""
        quantity = QUANTITIES[side.quantity]
        if not quantity.study:
            return _now(side, looks)
        look = _lane(looks, side)
        for value in quantity.of(look.run.experiment, t, **side.arguments):
            if value is not None:
                return _scaled(value, side.times)
            yield Progress(0, t)
        raise CannotSay("the study found nothing")

    # ---- throughout ----------------------------------------------------------------------------------

    def _look_throughout(self, looks: Mapping[str, RunView], t: int, rest: str) -> Checked | None:
        claim = self.claim
        assert claim.at is not None
        if t > claim.at:
            return None
        _refuse_after_divergence(_lane(looks, claim), t)
        found = _now(claim, looks)
        other = claim.expected
        if isinstance(other, Claim) and (other.at is None or t == 0):
            self._sides[True] = _now(other, looks)
        expected = self._sides[True]
        self._looked += 1
        if not holds(claim.relation, found, expected, claim.within):
            return self._compared(False, found, expected, at=t)
        near = margin(claim.relation, found, expected)
        if self._nearest is None or near < self._nearest[0]:
            self._nearest = near, found, expected
        if t < claim.at and rest not in ("", SAME):
            raise CannotSay(rest)
        if t == claim.at or rest == SAME:
            self._looked += claim.at - t  # each of them is this one
            return self._compared(True, *self._nearest[1:])
        return None

    # ---- what came of it -----------------------------------------------------------------------------

    def _compared(self, passed: bool, found: Value, expected: Value, at: int | None = None) -> Checked:
        claim, other, within = self.claim, self.claim.expected, self.claim.within
        named, against = label(claim), ""
        if isinstance(other, Claim):
            against = label_of_other(claim, other)
            base = _base_of_ratio(claim, other, found, expected, passed)
            if base is not None and not isinstance(found, str):
                named, against = f"{named} / {against}", ""
                found, expected, within = found / base, other.times, within / base
        written = [
            self._none(side) or figure
            for side, figure in zip(
                (expected, found),
                figures(expected, found, within if passed else 0.0, share=self._share),
                strict=True,
            )
        ]
        where = "" if at is None else f" at {at}"
        return replace(
            self._checked(passed=passed, expected=written[0], found=written[1] + where),
            named=named,
            against=against,
            within=self._tolerance(within),
        )

    def _none(self, value: Value) -> str:
        """What is said in the place of an infinite figure that means that there is none."""
        quantity = QUANTITIES[self.claim.quantity]
        last = self.claim.at if self.claim.at is not None else self._end
        return quantity.none_up_to(last) if quantity.none and value == math.inf else ""

    def _tolerance(self, within: float) -> str:
        """The tolerance as it is claimed; one that was divided has no digits of its own."""
        if not within:
            return ""
        return (
            figures(within, within, share=self._share)[0] if within == self.claim.within else text(within, 2)
        )

    @property
    def _share(self) -> bool:
        """Whether both figures are shares of 1."""
        other = self.claim.expected
        return QUANTITIES[self.claim.quantity].share and (
            not isinstance(other, Claim) or (QUANTITIES[other.quantity].share and other.times == 1.0)
        )

    def _checked(self, *, passed: bool, expected: str, found: str, decided: bool = True) -> Checked:
        claim = self.claim
        statement = sentence(claim)
        if claim.throughout and claim.at is not None and passed and self._looked <= claim.at:
            statement += f" (looked at {self._looked} of {claim.at + 1})"
        return Checked(claim, statement, passed, expected, found, named=label(claim), decided=decided)


def _base_of_ratio(claim: Claim, other: Claim, found: Value, expected: Value, passed: bool) -> float | None:
    """What both sides are divided by where a claim is about a factor; None where no ratio can be shown."""
    if other.times == 1.0 or isinstance(found, str) or isinstance(expected, str):
        return None
    base = expected / other.times
    if not 0.0 < base < math.inf or not math.isfinite(found):
        return None
    # rounding of the quotient must not contradict what has been decided
    return base if holds(claim.relation, found / base, other.times, claim.within / base) == passed else None


def _lane(looks: Mapping[str, RunView], side: Claim) -> RunView:
    if side.lane not in looks:
        raise CannotSay(
            f"there is no lane {side.lane}" if side.lane else "it is a race, and no lane is named"
        )
    return looks[side.lane]


def _refuse_after_divergence(look: RunView, t: int) -> None:
    """A lane that diverged stands where it did, while the others go on."""
    divergence = look.run.divergence
    if divergence is not None and look.iteration < t:
        raise CannotSay(f"the run diverged: {divergence}")


def _now(side: Claim, looks: Mapping[str, RunView]) -> Value:
    """A quantity's value, times its factor; a run that diverges is looked at, too."""
    with np.errstate(all="ignore"):
        value = QUANTITIES[side.quantity].of(_lane(looks, side), **side.arguments)
    return _scaled(value, side.times)


def _scaled(value: Value, factor: float) -> Value:
    if isinstance(value, str):
        return value
    number = float(value)
    return number if factor == 1.0 or not math.isfinite(number) else number * factor
