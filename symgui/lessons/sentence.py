"""A claim as a sentence: ``"largest |dW[1]| = 0 at every iteration up to 1000"``."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from symgui.experiment import parse_parameter
from symgui.experiment.spec import shown
from symgui.lessons.claim import Claim
from symgui.lessons.comparison import PER_CENT, SYMBOLS, in_per_cent, text
from symgui.lessons.quantities import QUANTITIES
from symgui.plain_text.numbers import percentage
from symgui.sweep.swept_settings import SETTINGS
from symgui.symmetry.wording import weight
from symgui.training.studies.two_starts import SHUFFLED

_LETTER = re.compile(r"\b(?:dW|db|dZ|dA|W|b|Z|A)\b")
_OF = re.compile(r"([dA-Zb]+?)([0-9]+)")


def sentence(claim: Claim) -> str:
    """The claim in its own words, or made from what it says."""
    if claim.says:
        return claim.says
    expected = claim.expected
    if isinstance(expected, Claim):
        factor = "" if expected.times == 1.0 else f"{text(expected.times)} × "
        right = factor + label_of_other(claim, expected)
    else:
        right = text(expected, 17) if isinstance(expected, str) else _written(claim, expected)
    within = f" ± {_written(claim, claim.within)}" if claim.within else ""
    throughout = ""
    if claim.throughout:
        throughout = f" at every iteration up to {claim.at}"
    left = _subject(claim, lane=bool(claim.lane), at=not claim.throughout)
    none = QUANTITIES[claim.quantity].none
    if none and claim.relation == "equals" and expected == math.inf:
        return f"{left}: {none}{throughout}"
    return f"{left} {SYMBOLS[claim.relation]} {right}{within}{throughout}"


def label(claim: Claim) -> str:
    """What a claim's figure is, with its lane and iteration: ``"A: std of A[2] at 100"``."""
    if claim.throughout:
        return f"{_subject(claim, lane=bool(claim.lane), at=False)} at 0–{claim.at}"
    return _subject(claim, lane=bool(claim.lane), at=True)


def label_of_other(claim: Claim, other: Claim) -> str:
    """What a claim's figure is compared with; lane and iteration only where they are others.

    The same of another lane is ``"C's"``.
    """
    same = (other.quantity, other.arguments, other.at) == (claim.quantity, claim.arguments, claim.at)
    if same and other.lane != claim.lane:
        return f"{other.lane}'s"
    return _subject(other, lane=other.lane != claim.lane, at=other.at is not None)


def _written(claim: Claim, number: float) -> str:
    """A number in the unit of the claim's quantity."""
    if QUANTITIES[claim.quantity].share:
        return _as_written(in_per_cent(number)) + PER_CENT
    return _as_written(number)


def _subject(claim: Claim, *, lane: bool, at: bool) -> str:
    """``"A: std of A[2] at 100"``."""
    named = _named(claim)
    if at and claim.at is not None:
        named += f" at {claim.at}"
    return f"{claim.lane}: {named}" if lane else named


def _named(claim: Claim) -> str:
    """The quantity with its arguments, in the course's notation."""
    name: str = claim.quantity
    given: dict[str, Any] = dict(claim.arguments)
    if "seeds" in given:
        return _of_seeds(name, given)
    layer = given.get("layer")
    if layer is not None:
        place = "L" if layer == "output" else layer
        if _LETTER.search(name):
            name = _LETTER.sub(lambda found: f"{found[0]}[{place}]", name)
        else:
            name += " of the output" if layer == "output" else f" of layer {layer}"
    if claim.quantity in ("parameter", "gradient"):
        return ("d" if claim.quantity == "gradient" else "") + _entry(str(given["name"]))
    if name == "smallest |entry|":
        return f"smallest |{_matrix(str(given['of']))}|"
    if "name" in given:
        name += f" of {_entry(str(given['name']))}"
    if "of" in given:
        name += f" of {_matrix(str(given['of']))}"
    if "kind" in given:
        name += f" {shown(given['kind'])}"
    if "other" in given:
        name += f" from lane {given['other']}"
    if "second" in given:
        name += " to itself, shuffled" if given["second"] == SHUFFLED else f" to seed {given['second']}"
    if "epsilon" in given:
        name += f", ε = {_as_written(float(given['epsilon']))}"
    return name


def _of_seeds(name: str, given: Mapping[str, Any]) -> str:
    """``"seeds of 0–99 (units per layer: 3) with 100 % right"``."""
    where = given.get("where", {})
    settings = [
        f"{SETTINGS[key].label}: {value if isinstance(value, str) else _as_written(float(value))}"
        for key, value in where.items()
    ]
    seeds = f"0–{int(given['seeds']) - 1}" + (f" ({', '.join(settings)})" if settings else "")
    if "accuracy" in given:
        accuracy = float(given["accuracy"])
        least = "at least " if accuracy < 1.0 else ""
        return f"seeds of {seeds} with {least}{percentage(accuracy)} right"
    return f"{name} of seeds {seeds}"


def _matrix(of: str) -> str:
    """``"dW1"`` as it is on screen: ``"dW[1]"``."""
    return _OF.sub(r"\1[\2]", of)


def _entry(name: str) -> str:
    """``"W1[0,1]"`` as it is on screen: ``"W[1]₁,₂"``."""
    letter, layer, row, column = parse_parameter(name)
    return weight(layer, row, -1 if letter == "b" else column)


def _as_written(number: float) -> str:
    """A number as short as it reads back exactly."""
    for digits in range(1, 17):
        if float(f"{number:.{digits}g}") == number:
            return text(number, digits)
    return text(number, 17)
