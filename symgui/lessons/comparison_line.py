"""What a run says to a claim, in one line: the figures with their names, and the operator between them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from symgui.lessons.claim import Checked, Claim
from symgui.lessons.comparison import SYMBOLS, WORDS, figures, text
from symgui.lessons.quantities import QUANTITIES
from symgui.lessons.sentence import label, label_of_other

EXTREMES = {
    "at least": "≥",
    "more than": "≥",
    "at most": "≤",
    "less than": "≤",
    "not equal": "",
    "equals": "=",
}
"""Of a claim about every iteration the figure is the one nearest to breaking it: the others lie beyond."""


USUAL, USUAL_SHARE = "0.0000", "00.00 %"
"""Figures of the usual length."""
USUAL_LAST = "0000"
"""A last iteration of the usual length."""


def comparison(checked: Checked, *, named: bool = True, brief: bool = False) -> str:
    """Both figures with the relation that is claimed between them.

    Parameters
    ----------
    checked : Checked
    named : bool
        Whether the figure's name comes first; it need not where the sentence beside it is made from the claim
        and says it. A ratio has it always.
    brief : bool
        The operator as a symbol also where the claim fails, for where there is little room.

    Examples
    --------
    >>> from symgui.lessons.claim import Checked, Claim
    >>> comparison(Checked(Claim("cost", "more than", 0.0), "", False, "0", "0", "largest |dW[1]|"))
    'largest |dW[1]|: found 0, more than 0 expected'
    >>> comparison(Checked(Claim("cost", "more than", 0.0), "", True, "0", "0.5", "largest |dW[1]|"))
    'largest |dW[1]| = 0.5 > 0'
    >>> comparison(Checked(Claim("cost", "more than", 0.0), "", False, "0", "0", "largest |dW[1]|"),
    ...            brief=True)
    'largest |dW[1]| = 0, not > 0'
    """
    if not checked.decided:
        return f"{checked.named}: {checked.found}" if named and checked.named else checked.found
    ratio = isinstance(checked.claim.expected, Claim) and not checked.against
    name = checked.named if named or ratio else ""
    if not checked.passed and brief and name:
        return f"{name}{_is(checked)}{checked.found}{_not(checked)}"
    if not checked.passed:
        return f"{name}{': ' if name else ''}found {checked.found}, {expectation(checked)} expected"
    if not name:
        return f"found {checked.found}{_beside(checked)}"
    return f"{name}{_sign(checked)}{checked.found}{_beside(checked)}"


def comparisons(checked: Sequence[Checked], *, brief: bool = False) -> str:
    """Those of several claims; what is said of one figure twice names it once.

    Examples
    --------
    >>> from symgui.lessons.claim import Checked, Claim
    >>> low, high = Claim("cost", "more than", 0.2), Claim("cost", "less than", 0.8)
    >>> comparisons([Checked(low, "", True, "0.2", "0.5", "cost"),
    ...              Checked(high, "", True, "0.8", "0.5", "cost")])
    'cost = 0.5 > 0.2, < 0.8'
    """
    line = ""
    for before, each in zip((None, *checked), checked, strict=False):
        if before is not None and _same_figure(before, each):
            line += f",{_beside(each)}"
        else:
            line += f"{'; ' if line else ''}{comparison(each, brief=brief)}"
    return line


def _same_figure(one: Checked, other: Checked) -> bool:
    return (
        (one.named, one.found) == (other.named, other.found)
        and all(each.passed and each.decided for each in (one, other))
        and one.claim.throughout == other.claim.throughout
        and _beside(other).startswith(" ")
    )


def to_come(claim: Claim) -> tuple[Checked, Checked]:
    """What a claim's line may become, held and failed: figures of the usual length in their places.

    For those who keep room for it before the run.
    """
    quantity, other = QUANTITIES[claim.quantity], claim.expected
    if isinstance(other, str):
        others = [word for word in quantity.words if word != other]  # what it says where the claim fails
        found, expected = max(others or [other], key=len), other
    elif isinstance(other, Claim):
        found = expected = USUAL_SHARE if quantity.share and other.times == 1.0 else USUAL
        expected = text(other.times) if other.times != 1.0 else expected
    else:
        expected = figures(other, other, claim.within, share=quantity.share)[0]
        found = expected if quantity.count else USUAL_SHARE if quantity.share else USUAL
    named, against = label(claim), ""
    if isinstance(other, Claim):
        against = label_of_other(claim, other)
        if other.times != 1.0:
            named, against = f"{named} / {against}", ""
    if quantity.none and other == math.inf:
        expected = quantity.none_up_to(USUAL_LAST if claim.at is None else claim.at)
    within = figures(claim.within, claim.within, share=quantity.share)[0] if claim.within else ""
    where = f" at {claim.at}" if claim.throughout else ""
    held = expected if claim.relation == "equals" and not claim.within else found
    return (
        Checked(claim, "", True, expected, held, named, against, within),
        Checked(claim, "", False, expected, found + where, named, against, within),
    )


def expectation(checked: Checked) -> str:
    """What was expected, with its operator in words: ``"at least 95 %"``, ``"0.25 ± 1e−9"``."""
    return f"{WORDS[checked.claim.relation]}{_right(checked)}"


def claimed(checked: Checked) -> str:
    """The same with its name and the operator as a symbol: ``"train accuracy ≥ 95 %"``."""
    if not checked.expected:
        return checked.named
    return f"{checked.named} {SYMBOLS[checked.claim.relation]} {_right(checked)}".strip()


def _right(checked: Checked) -> str:
    tolerance = f" ± {checked.within}" if checked.within else ""
    other = f" ({checked.against})" if checked.against else ""
    return f"{checked.expected}{tolerance}{other}"


def _sign(checked: Checked) -> str:
    """What stands between the name and the figure that was found, of a claim that holds."""
    claim, equal = checked.claim, _is(checked)
    if claim.throughout and equal != ": ":
        return f" {EXTREMES[claim.relation]} ".replace("  ", " ")
    return equal


def _is(checked: Checked) -> str:
    """A colon before words, also those that say that there is no such number, and after a name with an =."""
    quantity = QUANTITIES[checked.claim.quantity]
    none = bool(quantity.none) and checked.found.startswith(quantity.none)
    return ": " if none or quantity.sort == "word" or " = " in checked.named else " = "


def _not(checked: Checked) -> str:
    """After the figure of a claim that fails: what it is not, or, where it should differ, what it equals."""
    other = f" = {checked.against}" if checked.against else ""
    none = QUANTITIES[checked.claim.quantity].none
    if checked.claim.relation == "not equal" or (none and checked.expected.startswith(none)):
        return other
    operator = SYMBOLS[checked.claim.relation] + " " if checked.claim.relation != "equals" else ""
    return f", not {operator}{_right(checked)}"


def _beside(checked: Checked) -> str:
    """After the figure of a claim that holds: the relation and what it is compared with, if not the same."""
    relation = checked.claim.relation
    if relation != "equals":
        word = QUANTITIES[checked.claim.quantity].sort == "word"
        if checked.against and not word:
            return f" {SYMBOLS[relation]} {checked.against} = {checked.expected}"
        return f", {expectation(checked)}" if word else f" {SYMBOLS[relation]} {_right(checked)}"
    if checked.found != checked.expected:
        return f", {expectation(checked)} expected"
    if checked.against:
        return f" = {checked.against}" + (f" (± {checked.within})" if checked.within else "")
    return f" (± {checked.within})" if checked.within else ""
