"""The rules of thumb for a good start, each held against a network as it is now.

A recipe is not a theorem: a network may break a rule and learn, or keep them all and not. So each rule says
what it found, and which lesson shows why it is a rule; where one breaks it and the network gets by, it says
so too.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from symgui.experiment import InitializationSpec, parse_parameter
from symgui.nn.activations import ACTIVATIONS
from symgui.nn.build import biases_of
from symgui.plain_text.numbers import general, number, percentage, whole_percent
from symgui.symmetry.guessing import Reached, standing
from symgui.symmetry.signal import (
    EXPLODING,
    SATURATED_SHARE,
    VANISHING,
    error_growth,
    example_growth,
    saturation,
    signal_growth,
)
from symgui.symmetry.size import deviation
from symgui.symmetry.trace import Trace
from symgui.symmetry.wording import listed
from symgui.training.frame import Frame

FACTOR = 2.0
"""A spread of weights within this factor of the advised one fits."""


class RuleAnswer(NamedTuple):
    """What a network says to a rule: see `ChecklistItem`."""

    holds: bool | None
    evidence: str
    but: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of thumb.

    Attributes
    ----------
    text, short : str
        What it says, and the same where there is little room.
    lesson : int
        Number of the shipped lesson that shows why.
    ask : callable
        What a frame's network says to it; the run has not diverged.
    of_start : bool
        Whether it is about the start of training, not about what has been reached.
    without_hidden : bool
        Whether it applies to a network without a hidden layer.
    """

    text: str
    short: str
    lesson: int
    ask: Callable[[Frame], RuleAnswer]
    of_start: bool = True
    without_hidden: bool = False


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """A rule and what the network says to it.

    Attributes
    ----------
    rule : Rule
    holds : bool or None
        None where the rule does not apply.
    evidence : str
        Live numbers, in one short sentence.
    but : str
        Why breaking it does no harm here, or why keeping it does not help; empty otherwise.
    """

    rule: Rule
    holds: bool | None
    evidence: str
    but: str


def checklist(frame: Frame) -> tuple[ChecklistItem, ...]:
    """Every rule of `RULES`, held against the network of a frame."""
    layers = frame.network.layers
    finite = all(np.isfinite(layer.Z).all() and np.isfinite(layer.W).all() for layer in layers)

    def answer(rule: Rule) -> RuleAnswer:
        if not finite:
            return RuleAnswer(None, "the run has diverged")
        if not frame.network.hidden and not rule.without_hidden:
            return RuleAnswer(None, "there is no hidden layer")
        return rule.ask(frame)

    return tuple(ChecklistItem(rule, *answer(rule)) for rule in RULES)


def _differ(frame: Frame) -> RuleAnswer:
    same = [
        layer
        for layer in frame.network.hidden
        if layer.W.size > 1 and float(layer.W.min()) == float(layer.W.max())
    ]
    if not same:
        ranges = (float(np.ptp(layer.W)) for layer in frame.network.hidden if layer.W.size > 1)
        smallest = min(ranges, default=0.0)
        return RuleAnswer(True, f"in every hidden layer they range over {number(smallest)} or more")
    found = listed([f"all W[{layer.number}] = {general(float(layer.W.flat[0]), 4)}" for layer in same])
    apart = all(seen.effective_units == seen.units for seen in frame.symmetry.layers)
    but = "yet no two units are alike: the biases differ (lesson 8)" if apart else ""
    return RuleAnswer(False, found, but)


def _apart(frame: Frame) -> RuleAnswer:
    layers = frame.symmetry.layers
    if all(layer.units == 1 for layer in layers):
        return RuleAnswer(None, "no hidden layer has two units")
    counted = listed(
        [f"{seen.effective_units} of {seen.units} in layer {l}" for l, seen in enumerate(layers, 1)]
    )
    holds = all(seen.effective_units == seen.units for seen in layers)
    but = "and still it guesses: different units alone are not enough (lesson 8)"
    stuck = holds and frame.iteration > 0 and _guesses(frame)
    return RuleAnswer(holds, f"effective units: {counted}", but if stuck else "")


def _fits(frame: Frame) -> RuleAnswer:
    found, fits = [], True
    for layer in frame.network.hidden:
        k = ACTIVATIONS[layer.activation].gain
        if k is None:
            continue
        advised, spread = math.sqrt(k / layer.W.shape[1]), deviation(layer.W)
        fits = fits and advised / FACTOR <= spread <= advised * FACTOR
        rule = f"√({general(k)}/n) = {number(advised, 2)}"
        found.append(f"std W[{layer.number}] = {number(spread, 2)} for {rule}")
    if not found:
        ruled = listed([g.label for g in ACTIVATIONS.values() if g.gain is not None])
        return RuleAnswer(None, f"the rule is for {ruled}")
    but = "the rule is about the start" if not fits and frame.iteration > 0 else ""
    return RuleAnswer(fits, listed(found), but)


def _zero_biases(frame: Frame) -> RuleAnswer:
    start = frame.experiment.initialization
    by = {layer.number: _biases_by(start, layer.number) for layer in frame.network.layers}
    at_start = [change.set for change in frame.experiment.changes if change.at == 0 and change.set]
    for name, value in (item for values in at_start for item in values.items()):
        parameter = parse_parameter(name)
        if parameter.letter == "b" and value != 0.0:
            by[parameter.layer] = "hand"
    names = [f"b[{l}] by {scheme}" for l, scheme in by.items() if scheme]
    if not names:
        return RuleAnswer(True, "every b starts at 0; then the weights must make the units differ")
    return RuleAnswer(False, f"not so: {listed(names)}", "random b alone can break the symmetry (lesson 8)")


def _biases_by(start: InitializationSpec, l: int) -> str:
    """The scheme that makes b[l] start other than at 0; empty if it starts there, whatever the scheme."""
    biases, values = biases_of(start, l)
    if biases.scheme == "explicit":
        return biases.scheme if np.any(np.array(values, dtype=np.float64)) else ""
    zero = biases.scheme == "zeros" or 0.0 in (biases.value, biases.scale, biases.limit)
    return "" if zero else biases.scheme


def _unsaturated(frame: Frame) -> RuleAnswer:
    trace = Trace(frame.network)
    shares = {
        layer.number: saturation(trace, layer.number)
        for layer in frame.network.hidden
        if ACTIVATIONS[layer.activation].saturates
    }
    if not shares:
        kinds = " or ".join(g.label for g in ACTIVATIONS.values() if g.saturates)
        return RuleAnswer(None, f"no {kinds} layer")
    worst = max(shares, key=lambda l: shares[l])
    evidence = f"{whole_percent(shares[worst])} of the slopes of layer {worst} are flat"
    return RuleAnswer(shares[worst] < SATURATED_SHARE, evidence)


def _alive(frame: Frame) -> RuleAnswer:
    dead = {
        layer.number: (int(np.count_nonzero(layer.Z.max(axis=1) <= 0.0)), layer.units)
        for layer in frame.network.hidden
        if ACTIVATIONS[layer.activation].flat
    }
    if not dead:
        return RuleAnswer(None, "no layer with a flat side")
    evidence = listed([f"{gone} of {units} units of layer {l}" for l, (gone, units) in dead.items()])
    # with z = 0 for all examples nothing has died: it has not begun
    holds = all(gone < units or not frame.network.layers[l - 1].Z.any() for l, (gone, units) in dead.items())
    return RuleAnswer(holds, f"z ≤ 0 for all examples: {evidence}")


def _signal(frame: Frame) -> RuleAnswer:
    f, beta = signal_growth(frame.network), error_growth(frame.network)
    between = example_growth(frame.network)
    holds = all(VANISHING <= ratio <= EXPLODING for ratio in (f, between, beta))
    evidence = f"forward × {number(f, 3)}, back × {number(beta, 3)}"
    if between < VANISHING <= f:
        evidence = (
            f"forward × {number(f, 3)}, but between examples × {number(between, 3)}, back × {number(beta, 3)}"
        )
    return RuleAnswer(holds, evidence)


def _learned(frame: Frame) -> RuleAnswer:
    now = standing(frame.network)
    evidence = f"cost {number(now.cost)}, guessing {number(now.guess)}"
    if now.reached is Reached.ONE_CLASS:
        return RuleAnswer(None, "one class only: there is nothing to tell apart")
    if frame.iteration == 0 or not math.isfinite(frame.cost):
        return RuleAnswer(None, f"{evidence}; not trained yet" if frame.iteration == 0 else evidence)
    if now.is_behind:
        evidence += f", {percentage(now.accuracy)} right"
    return RuleAnswer(not now.guesses, evidence)


def _guesses(frame: Frame) -> bool:
    return standing(frame.network).guesses


RULES = (
    Rule("Weights of a hidden layer are not all equal", "Weights are not all equal", 5, _differ),
    Rule("No two units are alike", "No two units are alike", 6, _apart),
    Rule("The spread of W fits the number of inputs", "W's spread fits its inputs", 11, _fits),
    Rule("Biases may start at zero", "Biases may start at zero", 7, _zero_biases),
    Rule("No layer is saturated", "No layer is saturated", 9, _unsaturated),
    Rule("No ReLU layer is dead", "No ReLU layer is dead", 10, _alive),
    Rule("The signal neither vanishes nor explodes", "The signal keeps its size", 11, _signal),
    Rule(
        "After training it does better than guessing", "It is better than guessing", 12, _learned,
        of_start=False, without_hidden=True,
    ),
)  # fmt: skip
"""All rules, in the order in which one would go through them."""
