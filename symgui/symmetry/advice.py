"""What to try against what a verdict finds: rich text, with the names of the window's controls in bold."""

from __future__ import annotations

from symgui.experiment import Experiment, WeightInit
from symgui.nn.activations import ACTIVATIONS
from symgui.nn.build import weights_of
from symgui.symmetry.finding import Verdict
from symgui.symmetry.guessing import Reached
from symgui.symmetry.stillness import Still

HE = ("he", "he_uniform")
XAVIER = ("xavier", "glorot_normal", "glorot_uniform", "lecun_uniform", "orthogonal", "keras_default")
STEEP = ACTIVATIONS["tanh"]
"""What is suggested against slopes that are nowhere as steep as its own at 0."""
LARGE_START = 1.0
"""Weights of this size or more are a large start; the schemes that look at fan_in are below it …"""
LARGE_GAIN = 2.0
"""… but for a gain of this size or more."""

SMALLER_RATE = "a smaller <b>rate α</b>"
SMALLER_PENALTY = "a smaller <b>L2 λ</b>"
ONE_HIDDEN_LAYER = "set <b>hidden layers</b> to 1"
FEWER_LAYERS = "fewer <b>hidden layers</b>"


def none(experiment: Experiment, verdict: Verdict) -> str:  # noqa: ARG001
    """No advice."""
    return ""


def bound(experiment: Experiment, verdict: Verdict) -> str:
    """Advice against divergence."""
    if verdict.by_penalty:
        return _BLOWN_UP
    start = _better_start(experiment) if _is_large(experiment.initialization.weights) else []
    return f"Numbers grew past all bounds. Try: {_listed([*start, SMALLER_RATE])}; then Run."


def revive(experiment: Experiment, verdict: Verdict) -> str:
    """Advice against a dead layer."""
    place = f"Layer {verdict.layers[0]}" if verdict.layers else "A dead layer"
    tries = [] if experiment.initialization.biases.scheme == "zeros" else ["zeros for <b>biases b</b>"]
    return f"{place} answers 0 to all. Try: {_listed([*tries, *_better_start(experiment), SMALLER_RATE])}."


def move(experiment: Experiment, verdict: Verdict) -> str:
    """Advice against standing still though no factor is 0."""
    layers = experiment.network.hidden
    if verdict.still is Still.TOO_SMALL:
        return "The steps are too small to change a number. Try: a larger <b>rate α</b>."
    if not layers:
        return f"Logistic regression can do no better here. Try: {ONE_HIDDEN_LAYER}."
    if all(layer.activation == "linear" for layer in layers):
        return "Linear layers make no more than logistic regression. Try: tanh instead of linear."
    return "Every gradient cancels here. Try: another <b>seed</b> for random <b>weights W</b>."


def descend(experiment: Experiment, verdict: Verdict) -> str:
    """Advice against overshooting."""
    if verdict.by_penalty:
        return _BLOWN_UP
    start = _better_start(experiment) if _is_large(experiment.initialization.weights) else []
    return f"The updates make the cost larger. Try: {_listed([SMALLER_RATE, *start])}; then Run."


def shrink(experiment: Experiment, verdict: Verdict) -> str:
    """Advice against exploding signals."""
    return f"{_travels(verdict, 'grow', 'grows')}. Try: {_listed(_smaller(experiment))}."


def unsaturate(experiment: Experiment, verdict: Verdict) -> str:
    """Advice against saturation."""
    smaller = _listed(_smaller(experiment, fewer_layers=False))
    if len(experiment.network.hidden) + 1 in verdict.layers:
        return f"The output is saturated; its gradient A − Y is not. Try: {smaller}."
    if not verdict.layers:
        return f"Slopes of a layer are nearly flat. Try: {smaller}."
    return f"Layer {verdict.layers[0]} has nearly flat slopes: little gradient passes. Try: {smaller}."


def keep_alive(experiment: Experiment, verdict: Verdict) -> str:
    """Advice against vanishing signals; empty if nothing is left to try."""
    if verdict.by_penalty:
        return f"The L2 term presses all weights to 0. Try: {SMALLER_PENALTY}."
    steeper = _steeper(experiment)
    return f"{_travels(verdict, 'die out', 'dies out')}. Try: {_listed(steeper)}." if steeper else ""


def go_on(experiment: Experiment, verdict: Verdict) -> str:
    """What follows from what a healthy network has reached; empty if nothing does."""
    if not verdict.trained:
        return ""
    match verdict.reached:
        case Reached.GUESSING | Reached.WORSE if not experiment.network.hidden:
            return f"It does no better than guessing yet. Try: Run on, or {ONE_HIDDEN_LAYER}."
        case Reached.GUESSING | Reached.WORSE:
            return "It does no better than guessing yet. Try: Run on, or a larger <b>rate α</b>."
        case Reached.TOO_CERTAIN:
            return f"It is too certain where it is wrong. Try: Run on, or {SMALLER_RATE}."
        case Reached.UNSURE:
            return "It is right, but too unsure. Try: Run on."
    return ""


def _travels(verdict: Verdict, do: str, does: str) -> str:
    """What grows or dies out, and on which way."""
    if len(verdict.directions) == 1:
        forward = verdict.directions == ("forward",)
        return f"The signal {does} on its way forward" if forward else f"The error {does} on its way back"
    return f"Signal and error {do} on their ways" if verdict.directions else f"Signal or error {does}"


def _smaller(experiment: Experiment, *, fewer_layers: bool = True) -> list[str]:
    """A smaller start if this was a large one, else what made it grow."""
    start = _better_start(experiment) if _is_large(experiment.initialization.weights) else []
    deep = fewer_layers and len(experiment.network.hidden) > 1
    return start or [SMALLER_RATE, *([FEWER_LAYERS] if deep else [])]


def _steeper(experiment: Experiment) -> list[str]:
    """Advice for a larger signal: slopes near 1, a larger start, fewer layers; or empty."""
    layers = experiment.network.hidden
    used = dict.fromkeys(ACTIVATIONS[layer.activation] for layer in layers)
    tries = [f"{STEEP.label} instead of {g.label}" for g in used if g.max_slope < STEEP.max_slope]
    tries += _better_start(experiment)
    if len(tries) < 2 and len(layers) > 1:
        tries.append(FEWER_LAYERS)
    return tries


def _better_start(experiment: Experiment) -> list[str]:
    """He or Xavier, whichever goes with the activations; nothing if a layer already starts so."""
    layers = experiment.network.hidden
    one_sided = bool(layers) and all(ACTIVATIONS[layer.activation].suits == "he" for layer in layers)
    name, family = ("He", HE) if one_sided else ("Xavier", XAVIER)
    used = [weights_of(experiment.initialization, l)[0] for l in range(1, len(layers) + 2)]
    fitting = [weights for weights in used if weights.scheme in family]
    if fitting and all(weights.gain in (None, 1.0) for weights in fitting):
        return []
    return ["<b>gain</b> 1 for weights W"] if fitting else [f"{name} for <b>weights W</b>"]


def _is_large(weights: WeightInit) -> bool:
    """Whether a scheme that does not look at fan_in makes large weights, as far as the experiment says so."""
    size = {"normal": weights.scale, "truncated_normal": weights.scale, "uniform": weights.limit}
    if weights.scheme in size:
        return (size[weights.scheme] or 0.0) >= LARGE_START
    return weights.scheme in ("constant", "explicit") or (weights.gain or 1.0) >= LARGE_GAIN


def _listed(tries: list[str]) -> str:
    return ", or ".join(tries)


_BLOWN_UP = f"The L2 term blows the weights up. Try: {_listed([SMALLER_PENALTY, SMALLER_RATE])}; then Run."
