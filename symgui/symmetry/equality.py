"""Why the gradients of two weights are equal, or are not: their factors side by side."""

from __future__ import annotations

from typing import TypeAlias

import msgspec
import numpy as np

from symgui.arrays import FloatArray
from symgui.nn.state import NetworkState
from symgui.plain_text.numbers import number, subscript
from symgui.symmetry.balance import TOLERANCE
from symgui.symmetry.factors import Explanation, explain
from symgui.symmetry.induction import InductionLine
from symgui.symmetry.trace import Trace
from symgui.symmetry.wording import listed

Place: TypeAlias = tuple[int, int, int]
"""Layer from 1, row and column from 0; column −1 is the bias."""


class GradientComparison(msgspec.Struct, frozen=True):
    """Two gradients side by side.

    Attributes
    ----------
    first, second : Explanation
    difference : float
        Of the two gradients.
    equal : bool
        They differ by no more than a billionth.
    exact : bool
        They are equal bit for bit.
    lines : tuple of Line
        Their factors, compared over all examples.
    reason : str
        One sentence.
    """

    first: Explanation
    second: Explanation
    difference: float
    equal: bool
    exact: bool
    lines: tuple[InductionLine, ...]
    reason: str


def equal_gradients(
    state: NetworkState, first: Place, second: Place, trace: Trace | None = None
) -> GradientComparison:
    """Compare the gradients of two parameters, factor by factor; `trace` as for `explain`.

    Raises
    ------
    IndexError
        If the network has no such parameter.
    """
    trace = trace or Trace(state)
    one, two = explain(state, *first, trace), explain(state, *second, trace)
    with np.errstate(all="ignore"):
        difference = abs(one.gradient - two.gradient)
        scale = max(abs(one.gradient), abs(two.gradient))
        lines = _factor_lines(state, first, second)
    equal = difference <= TOLERANCE * scale
    return GradientComparison(
        one, two, difference, equal, difference == 0.0, lines, _reason(one, two, equal, lines)
    )


def _factor_lines(state: NetworkState, first: Place, second: Place) -> tuple[InductionLine, ...]:
    """δ against δ, and a against a; also what made δ, where both weights lead to one layer."""
    (l, j, k), (l2, j2, k2) = first, second
    here, there = state.layers[l - 1], state.layers[l2 - 1]
    lines = [_compared(_unit("δ", l, j), _unit("δ", l2, j2), here.dZ[j], there.dZ[j2])]
    if l == l2 and j != j2 and l < len(state.layers):
        above = state.layers[l].W
        name = f"W[{l + 1}]ᵣ,"
        lines.append(
            _compared(f"{name}{subscript(j + 1)}", f"{name}{subscript(j2 + 1)}", above[:, j], above[:, j2])
        )
        lines.append(_compared(_unit("z", l, j), _unit("z", l2, j2), here.Z[j], here.Z[j2]))
    if k >= 0 and k2 >= 0:
        symbols = _unit("x" if l == 1 else "a", l - 1, k), _unit("x" if l2 == 1 else "a", l2 - 1, k2)
        lines.append(_compared(*symbols, state.A(l - 1)[k], state.A(l2 - 1)[k2]))
    return tuple(lines)


def _compared(first: str, second: str, a: FloatArray, b: FloatArray) -> InductionLine:
    if first == second:
        return InductionLine(
            f"the same {first}", f"mean |{first}| = {number(float(np.abs(a).mean()))}", 0.0, True, True
        )
    difference = float(np.abs(a - b).max())
    scale = float(max(np.abs(a).max(), np.abs(b).max()))
    means = f"mean |{first}| = {number(float(np.abs(a).mean()))}"
    return InductionLine(
        statement=f"{first} = {second}",
        numbers=f"{means}; largest difference {number(difference)}",
        difference=difference,
        holds=difference <= TOLERANCE * scale,
        exact=difference == 0.0,
    )


def _unit(letter: str, l: int, j: int) -> str:
    return f"{letter}{subscript(j + 1)}" if letter == "x" else f"{letter}[{l}]{subscript(j + 1)}"


def _reason(one: Explanation, two: Explanation, equal: bool, lines: tuple[InductionLine, ...]) -> str:
    names = f"d{one.name} and d{two.name}"
    if equal and one.gradient == 0.0:
        return f"{names} are both 0: {one.reason}" + ("" if one.kind is two.kind else f" {two.reason}")
    compares_sources = one.source is not None and two.source is not None
    factors = (lines[0], lines[-1]) if compares_sources else (lines[0],)
    if equal and all(line.holds for line in factors):
        facts = listed([line.statement for line in factors])
        return f"{names} {_are_equal(one, two)} because their factors are: {facts}{_why_same_delta(lines)}."
    if equal:
        return f"{names} {_are_equal(one, two)} although their factors differ."
    if one.gradient == -two.gradient:
        return f"{names} are opposite to the last bit."
    broken = next((line for line in factors if not line.holds), None)
    if broken is None:
        difference = f"{names} differ by {number(abs(one.gradient - two.gradient))}"
        if one.penalty != two.penalty:
            return f"{difference}, the L2 term of different weights."
        return f"{difference} although their factors agree up to rounding: the terms nearly cancel."
    return f"{names} differ because not {broken.statement}: {broken.numbers}."


def _are_equal(one: Explanation, two: Explanation) -> str:
    difference = abs(one.gradient - two.gradient)
    return f"are equal within 10⁻⁹ (they differ by {number(difference)})" if difference else "are equal"


def _why_same_delta(lines: tuple[InductionLine, ...]) -> str:
    """What made δ equal, where both weights lead to hidden units of one layer (see `_factor_lines`)."""
    if len(lines) < 3 or not lines[2].holds:
        return ""
    weights, z = lines[1], lines[2]
    back = weights.statement if weights.holds else "the sums that come back through the weights above agree"
    return f"; δ is equal because {back} and {z.statement}"
