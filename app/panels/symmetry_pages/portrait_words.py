"""What a phase portrait shows, in sentences."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from symgui.nn.optimizers import OPTIMIZERS
from symgui.plain_text.numbers import general, iteration, number, percent
from symgui.symmetry.rest_points import RestPoint
from symgui.symmetry.weight_plane import keeps_its_balance, pair_of_units
from symgui.symmetry.wording import listed
from symgui.training.studies.portrait_study import PortraitPlane, RestPoints, Way

MOST = 6
"""Points of rest that are named."""


def place_text(x: float, y: float) -> str:
    """``"(0.5, −0.25)"``, with four digits of each."""
    return f"({general(x, 4)}, {general(y, 4)})"


def way_sentence(wanted: PortraitPlane, way: Way, learning_rate: float, lines: Sequence[int]) -> str:
    """Where it began and ended, and whether twins have stayed twins."""
    made = len(way.x) - 1
    rule = OPTIMIZERS[wanted.network.experiment.training.optimizer].label
    start, end = place_text(way.x[0], way.y[0]), place_text(way.x[-1], way.y[-1])
    text = (
        f"Start {start}: cost {number(way.costs[0], 4)}. After {iteration(made)} updates by {rule}, "
        f"α = {general(learning_rate)}: {end}, cost {number(way.costs[1], 4)}."
    )
    if made < way.wanted:
        text += f" Then the weights are no numbers any more: {iteration(way.wanted)} updates were wanted."
    for line in lines:
        if way.x[0] == line * way.y[0]:
            return f"{text} {_twins_on_the_way(way, line)}"
    return text


def _twins_on_the_way(way: Way, line: int) -> str:
    kind = "twins" if line > 0 else "mirrored twins"
    apart = np.flatnonzero(way.x != line * way.y)
    if not len(apart):
        return f"The two units began as {kind}, and are {kind} after every update, bit for bit."
    return (
        f"The two units began as {kind}; from update {iteration(int(apart[0]))} on rounding tells them apart."
    )


def line_sentence(wanted: PortraitPlane, lines: Sequence[int]) -> str:
    """Where two units are twins in the plane, or why nowhere."""
    first, second = wanted.first.label, wanted.second.label
    if lines:
        where = listed([f"{first} = {'−' * (line < 0)}{second}" for line in lines])
        mirrored = " (mirrored for the minus sign)" if -1 in lines else ""
        return (
            f"Dotted: {where}, where the two units are twins{mirrored}. Exchanging them there changes "
            "nothing, so the gradient points along the line, and an exact update stays on it."
        )
    if pair_of_units(wanted.first, wanted.second, len(wanted.network.weights.W)) is None:
        return "The two are not the same weight of two units: there is no line of twins in this plane."
    return (
        "The two units differ in their other weights, so there is no line of twins in this plane. "
        "“Alike in all else” makes one."
    )


def kept_sentence(wanted: PortraitPlane, way: Way) -> str:
    """What a ReLU unit keeps while it learns, where the two weights are all of it; else nothing."""
    descent = wanted.network.experiment.training.optimizer == "gd" and not wanted.state.l2
    place = wanted.weights, wanted.first, wanted.second, wanted.network.activations
    if not descent or not keeps_its_balance(*place):
        return ""
    balance = way.x * way.x - way.y * way.y
    away = float(np.abs(balance - balance[0]).max())
    return (
        f"{wanted.first.label}² − {wanted.second.label}² is {number(float(balance[0]), 4)} at the start, and "
        f"differs from that by {number(away, 2)} at most: small steps keep it, as in the same time "
        "α · updates it drifts in proportion to α (Du et al. 2018, among the published numbers)."
    )


def rest_sentences(
    found: RestPoints,
    lines: Sequence[int],
    reach: float,
    labels: tuple[str, str],
    learning_rate: float | None,
) -> list[str]:
    """The points of rest, and what a line of twins is to those that lie on it.

    Parameters
    ----------
    found : RestPoints
    lines : sequence of int
    reach : float
    labels : tuple of str
    learning_rate : float or None
        Of gradient descent; None of another optimizer.
    """
    told = [point for point in found.points if point.kind != "flat"]
    flat = len(found.points) - len(told)
    sentences = []
    if not (found.points or found.still):
        return ["No point of rest was found in this square."]
    if found.still:
        sentences.append(
            f"On {percent(found.still)} of the square both derivatives are exactly 0: nothing moves there."
        )
    if told:
        named = [f"{point.kind} {place_text(point.x, point.y)}" for point in told[:MOST]]
        more = f" and {len(told) - MOST} more" * (len(told) > MOST)
        sentences.append(f"At rest, from the lowest cost: {', '.join(named)}{more}.")
    if flat:
        sentences.append(
            f"At {flat} more place{'s' * (flat > 1)} the gradient is 0 and a curvature counts as 0, which "
            "tells no kind: so it is all along a line of equal cost."
        )
    for line in lines:
        sentences += [
            _on_line(point, line, labels, learning_rate) for point in told if point.lies_on(line, reach)
        ]
    return sentences


def _on_line(point: RestPoint, line: int, labels: tuple[str, str], learning_rate: float | None) -> str:
    where, name = place_text(point.x, point.y), f"{labels[0]} = {'−' * (line < 0)}{labels[1]}"
    if point.leads_in(line):
        return (
            f"The line {name} is the stable manifold of the saddle {where}, as far as it is drawn thick: "
            "small enough steps on it end in the saddle, and beside it they lead away."
            f"{_leaving(point, learning_rate)}"
        )
    if point.kind == "saddle":
        return (
            f"Across the line {name} the cost rises at the saddle {where}, and along it falls: "
            f"it is left along the line."
        )
    if point.kind == "minimum":
        return (
            f"The minimum {where} lies on the line {name}: from near it the units come ever closer to twins."
        )
    return f"The maximum {where} lies on the line {name}."


def _leaving(saddle: RestPoint, learning_rate: float | None) -> str:
    """How fast a small distance from the line grows near a saddle, and what a smaller one costs."""
    if not learning_rate:
        return ""
    factor = 1.0 - learning_rate * saddle.lowest
    more = math.log(100.0) / math.log(factor)
    return (
        f" Near it a small distance ε from the line grows by the factor {number(factor, 4)} an update: a "
        f"hundredth of ε takes {number(more, 3)} updates more, so the time to leave is a straight line "
        "against log 1/ε."
    )
