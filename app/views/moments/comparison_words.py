"""Two moments compared, in words: of the whole network, and of each unit."""

from __future__ import annotations

from symgui.arrays import FloatArray
from symgui.plain_text.numbers import number, percent, subscript
from symgui.training.moments import MomentComparison, UnitChange

UNIT_HEADERS = ("Unit", "Same", "W · b before", "W · b after", "Moved", "Alike")
UNIT_TIPS = (
    "a[l] with the number of the unit",
    "Whether it answers every training example after as before",
    "Incoming weights and the bias at the first moment",
    "Incoming weights and the bias at the second moment",
    "Largest change of an incoming weight or the bias",
    "Other units of its layer that are the same function as it: at the first moment → at the second",
)
MOST_ALIKE = 8


def summary(comparison: MomentComparison) -> str:
    """Rows about the whole network: same function or not, cost and accuracy."""
    before, after = comparison.before, comparison.after
    same = sum(unit.same_function for unit in comparison.units)
    return (
        f"{comparison.verdict.capitalize()}; of {len(comparison.units)} units {same or 'none'} as before. "
        f"Cost {number(before.cost)} → {number(after.cost)}, "
        f"train accuracy {percent(before.train_accuracy)} → {percent(after.train_accuracy)}."
    )


def in_short(comparison: MomentComparison) -> str:
    """Rows about the whole network, for little room: same function or not, and how many units are."""
    same = sum(unit.same_function for unit in comparison.units)
    return f"{comparison.verdict.capitalize()}\n{same} of {len(comparison.units)} as before"


def unit_row(unit: UnitChange, digits: int = 3, most: int = 4) -> tuple[str, ...]:
    """The texts of a unit's row, in the order of `UNIT_HEADERS`, with so many digits and weights."""
    return (
        f"a[{unit.layer}]{subscript(unit.unit + 1)}",
        "yes" if unit.same_function else "no",
        f"{_weights(unit.weights_before, digits, most)} · {number(unit.bias_before, digits)}",
        f"{_weights(unit.weights_after, digits, most)} · {number(unit.bias_after, digits)}",
        number(unit.moved, digits),
        f"{_alike(unit.alike_before)} → {_alike(unit.alike_after)}",
    )


def _weights(weights: FloatArray, digits: int, most: int) -> str:
    shown = "  ".join(number(float(w), digits) for w in weights[:most])
    return f"{shown} …" if len(weights) > most else shown


def _alike(units: tuple[int, ...]) -> str:
    if not units:
        return "–"
    more = f" … {len(units)} in all" if len(units) > MOST_ALIKE else ""
    return ", ".join(str(unit + 1) for unit in units[:MOST_ALIKE]) + more
