"""What a split minimum is, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.panels.symmetry_pages.surgery_page import count_text
from symgui.plain_text.numbers import iteration, limit, number
from symgui.symmetry.split_minimum import FLAT_SHARE, RestingNetwork, Side, SplitPoint, side_of_minima
from symgui.theory.critical_points import minima_subspaces, surjections
from symgui.training.studies.split_study import SHARES, SplitCurve

THEORY: dict[Side, str] = {
    "inside": "all above 0: minima for 0 < λ < 1, saddles outside",
    "outside": "all below 0: saddles for 0 < λ < 1, minima outside",
    "neither": "of both signs: saddles for every λ but 0 and 1",
    "unknown": "not all told from 0: the second derivatives do not tell",
}
"""What the eigenvalues of A say, by the theorem of Fukumizu and Amari."""


def resting_sentences(resting: RestingNetwork) -> list[str]:
    """Where the way down ended, and whether that is a minimum."""
    cost, steps = number(resting.state.cost, 6), f"{resting.steps} step{'s' * (resting.steps != 1)}"
    lead = "lead" + "s" * (resting.steps == 1)
    if not resting.settled:
        largest = max(float(np.abs(W).max()) for W in resting.weights.W)
        return [
            f"No minimum was found: {steps} of Newton's method down from the network as it stands {lead} to "
            f"the cost {cost}, the largest weight {number(largest, 3)}, and a derivative of "
            f"{number(resting.slope, 2)}. Where weights grow and grow, the minimum lies at infinity.",
            "Let it begin elsewhere, hold the biases, or take fewer units or noisier data.",
        ]
    kind = (
        f"a saddle, with {resting.negative} negative eigenvalue{'s' * (resting.negative != 1)} of its "
        "Hessian: no minimum to split"
        if resting.negative
        else "a minimum of this network"
    )
    lines = [
        f"From the network as it stands {steps} of Newton's method {lead} to rest: cost {cost}, no "
        f"derivative above {number(resting.slope, 2)}. It is {kind}."
    ]
    if resting.minimum and resting.zero:
        lines.append(
            f"{resting.zero} eigenvalue{'s' * (resting.zero != 1)} of its Hessian count as 0: it may be no "
            "single point, and the theorem does not speak of it."
        )
    return lines


def subspaces_sentence(enough: int, units: int) -> str:
    """How many affine subspaces of minima, and how many of them only share units out."""
    if units < enough:
        return f"{units} units are fewer than the {enough} that are needed: there is none."
    minima, copies = minima_subspaces(enough, units), surjections(enough, units)
    return (
        f"T({enough}, {units}) = {count_text(minima)} affine subspaces of minima, by exchanging and "
        f"splitting units alone; in G({enough}, {units}) = {count_text(copies)} of them every unit is a copy "
        "of one that is needed (Şimşek et al. 2021, theorem 4.3). Where signs can change, as of tanh, there "
        "are more."
    )


def line_sentence(curve: SplitCurve) -> str:
    """How far the costs differ along the line."""
    costs = [point.cost for point in curve.points]
    return (
        f"{len(costs)} λ from {limit(float(SHARES[0]))} to {limit(float(SHARES[-1]))}: the costs differ by "
        f"{number(max(costs) - min(costs), 2)} at most."
    )


def found_sentence(points: Sequence[SplitPoint]) -> str:
    """How many of the λ have a negative eigenvalue, between 0 and 1 and outside."""
    parts = []
    for name, chosen in (
        ("0 < λ < 1", [point for point in points if 0.0 < point.share < 1.0]),
        ("outside", [point for point in points if not 0.0 <= point.share <= 1.0]),
    ):
        saddles = sum(1 for point in chosen if point.negative)
        parts.append(f"{name}: {iteration(saddles)} of {len(chosen)}")
    return f"With a negative eigenvalue, so saddles: {'; '.join(parts)}."


def theory_sentence(curve: SplitCurve, *, biases: bool) -> str:
    """What the unit's matrix A predicts."""
    bends = curve.bends
    bound = FLAT_SHARE * float(np.abs(bends).max())
    ends = number(float(bends[0]), 3)
    if len(bends) > 1:
        ends += f" to {number(float(bends[-1]), 3)}"
    said = THEORY[side_of_minima(bends)] if bound else "all 0, as g″ is 0: the second derivatives do not tell"
    with_bias = "with a row for its bias" if biases else "without a row for its bias, which is held"
    return (
        f"Predicted by the unit's matrix A = mean of (v·δ) g″(z) x xᵀ, {with_bias}: eigenvalues {ends}, "
        f"{said}."
    )
