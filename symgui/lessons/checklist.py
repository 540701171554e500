"""The rules of thumb for a good start, each held against a network as it is now.

A recipe is not a theorem: a network may break a rule and learn, or keep them all and not. So each rule says
what it found, and which lesson shows why it is a rule; where one breaks it and the network gets by, it says
so too.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from symgui.experiment import InitializationSpec, parse_parameter
from symgui.nn.activations import ACTIVATIONS
from symgui.nn.build import biases_of
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
from symgui.symmetry.wording import MINUS, listed, number, percent
from symgui.training.frame import Frame

FACTOR = 2.0
"""A spread of weights within this factor of the advised one fits."""
LEARNED = "After training it does better than guessing"
"""The one rule that is not about the start."""


@dataclass(frozen=True, slots=True)
class Item:
    """A rule and what the network says to it.

    Attributes
    ----------
    rule : str
    holds : bool or None
        None where it does not apply.
    evidence : str
        Live numbers, in one short sentence.
    lesson : int
        Number of the shipped lesson that shows why.
    but : str
        Why breaking it does no harm here, or why keeping it does not help; empty otherwise.
    """

    rule: str
    holds: bool | None
    evidence: str
    lesson: int
    but: str = ""


def checklist(frame: Frame) -> tuple[Item, ...]:
    """Every rule, in the order in which one would go through them.

    Parameters
    ----------
    frame : Frame
        A run at one iteration.
    """
    if not all(np.isfinite(layer.Z).all() and np.isfinite(layer.W).all() for layer in frame.network.layers):
        return tuple(_inapplicable(check, "the run has diverged") for check in _CHECKS)
    if not frame.network.hidden:
        reason = "there is no hidden layer"
        return tuple(check(frame) if check is _learned else _inapplicable(check, reason) for check in _CHECKS)
    return tuple(check(frame) for check in _CHECKS)


def _differ(frame: Frame) -> Item:
    rule, lesson = _RULES[_differ]
    same = [
        layer
        for layer in frame.network.hidden
        if layer.W.size > 1 and float(layer.W.min()) == float(layer.W.max())
    ]
    if not same:
        ranges = (float(np.ptp(layer.W)) for layer in frame.network.hidden if layer.W.size > 1)
        smallest = min(ranges, default=0.0)
        return Item(rule, True, f"in every hidden layer they range over {number(smallest)} or more", lesson)
    found = listed(
        [f"all W[{layer.number}] = {float(layer.W.flat[0]):.4g}".replace("-", MINUS) for layer in same]
    )
    apart = all(seen.effective_units == seen.units for seen in frame.symmetry.layers)
    but = "yet no two units are alike: the biases differ (lesson 8)" if apart else ""
    return Item(rule, False, found, lesson, but)


def _apart(frame: Frame) -> Item:
    rule, lesson = _RULES[_apart]
    layers = frame.symmetry.layers
    if all(layer.units == 1 for layer in layers):
        return Item(rule, None, "no hidden layer has two units", lesson)
    counted = listed(
        [f"{seen.effective_units} of {seen.units} in layer {l}" for l, seen in enumerate(layers, 1)]
    )
    holds = all(seen.effective_units == seen.units for seen in layers)
    but = "and still it guesses: different units alone are not enough (lesson 8)"
    stuck = holds and frame.iteration > 0 and _guesses(frame)
    return Item(rule, holds, f"effective units: {counted}", lesson, but if stuck else "")


def _fits(frame: Frame) -> Item:
    rule, lesson = _RULES[_fits]
    found, fits = [], True
    for layer in frame.network.hidden:
        k = ACTIVATIONS[layer.activation].gain
        if k is None:
            continue
        advised, spread = math.sqrt(k / layer.W.shape[1]), deviation(layer.W)
        fits = fits and advised / FACTOR <= spread <= advised * FACTOR
        found.append(f"std W[{layer.number}] = {number(spread, 2)} for √({k:g}/n) = {number(advised, 2)}")
    if not found:
        ruled = listed([g.label for g in ACTIVATIONS.values() if g.gain is not None])
        return Item(rule, None, f"the rule is for {ruled}", lesson)
    but = "the rule is about the start" if not fits and frame.iteration > 0 else ""
    return Item(rule, fits, listed(found), lesson, but)


def _zero_biases(frame: Frame) -> Item:
    rule, lesson = _RULES[_zero_biases]
    start = frame.experiment.initialization
    by = {layer.number: _biases_by(start, layer.number) for layer in frame.network.layers}
    at_start = [change.set for change in frame.experiment.changes if change.at == 0 and change.set]
    for name, value in (item for values in at_start for item in values.items()):
        parameter = parse_parameter(name)
        if parameter.letter == "b" and value != 0.0:
            by[parameter.layer] = "hand"
    names = [f"b[{l}] by {scheme}" for l, scheme in by.items() if scheme]
    if not names:
        return Item(rule, True, "every b starts at 0; then the weights must make the units differ", lesson)
    return Item(
        rule, False, f"not so: {listed(names)}", lesson, "random b alone can break the symmetry (lesson 8)"
    )


def _biases_by(start: InitializationSpec, l: int) -> str:
    """The scheme that makes b[l] start other than at 0; empty if it starts there, whatever the scheme."""
    biases, values = biases_of(start, l)
    if biases.scheme == "explicit":
        return biases.scheme if np.any(np.array(values, dtype=np.float64)) else ""
    zero = biases.scheme == "zeros" or 0.0 in (biases.value, biases.scale, biases.limit)
    return "" if zero else biases.scheme


def _unsaturated(frame: Frame) -> Item:
    rule, lesson = _RULES[_unsaturated]
    trace = Trace(frame.network)
    shares = {
        layer.number: saturation(trace, layer.number)
        for layer in frame.network.hidden
        if ACTIVATIONS[layer.activation].saturates
    }
    if not shares:
        kinds = " or ".join(g.label for g in ACTIVATIONS.values() if g.saturates)
        return Item(rule, None, f"no {kinds} layer", lesson)
    worst = max(shares, key=lambda l: shares[l])
    evidence = f"{100 * shares[worst]:.0f} % of the slopes of layer {worst} are flat"
    return Item(rule, shares[worst] < SATURATED_SHARE, evidence, lesson)


def _alive(frame: Frame) -> Item:
    rule, lesson = _RULES[_alive]
    dead = {
        layer.number: (int(np.count_nonzero(layer.Z.max(axis=1) <= 0.0)), layer.units)
        for layer in frame.network.hidden
        if ACTIVATIONS[layer.activation].flat
    }
    if not dead:
        return Item(rule, None, "no layer with a flat side", lesson)
    evidence = listed([f"{gone} of {units} units of layer {l}" for l, (gone, units) in dead.items()])
    # with z = 0 for all examples nothing has died: it has not begun
    holds = all(gone < units or not frame.network.layers[l - 1].Z.any() for l, (gone, units) in dead.items())
    return Item(rule, holds, f"z ≤ 0 for all examples: {evidence}", lesson)


def _signal(frame: Frame) -> Item:
    rule, lesson = _RULES[_signal]
    f, beta = signal_growth(frame.network), error_growth(frame.network)
    between = example_growth(frame.network)
    holds = all(VANISHING <= ratio <= EXPLODING for ratio in (f, between, beta))
    evidence = f"forward × {number(f, 3)}, back × {number(beta, 3)}"
    if between < VANISHING <= f:
        evidence = (
            f"forward × {number(f, 3)}, but between examples × {number(between, 3)}, back × {number(beta, 3)}"
        )
    return Item(rule, holds, evidence, lesson)


def _learned(frame: Frame) -> Item:
    rule, lesson = _RULES[_learned]
    now = standing(frame.network)
    evidence = f"cost {number(now.cost)}, guessing {number(now.guess)}"
    if now.reached is Reached.ONE_CLASS:
        return Item(rule, None, "one class only: there is nothing to tell apart", lesson)
    if frame.iteration == 0 or not math.isfinite(frame.cost):
        return Item(rule, None, f"{evidence}; not trained yet" if frame.iteration == 0 else evidence, lesson)
    if now.is_behind:
        evidence += f", {percent(now.accuracy)} right"
    return Item(rule, not now.guesses, evidence, lesson)


def _guesses(frame: Frame) -> bool:
    return standing(frame.network).guesses


def _inapplicable(check: Callable[[Frame], Item], reason: str) -> Item:
    rule, lesson = _RULES[check]
    return Item(rule, None, reason, lesson)


_RULES: dict[Callable[[Frame], Item], tuple[str, int]] = {
    _differ: ("Weights of a hidden layer are not all equal", 5),
    _apart: ("No two units are alike", 6),
    _fits: ("The spread of W fits the number of inputs", 11),
    _zero_biases: ("Biases may start at zero", 7),
    _unsaturated: ("No layer is saturated", 9),
    _alive: ("No ReLU layer is dead", 10),
    _signal: ("The signal neither vanishes nor explodes", 11),
    _learned: (LEARNED, 12),
}
_CHECKS = tuple(_RULES)
RULES = tuple(rule for rule, _ in _RULES.values())
"""What the rules say, in their order."""
