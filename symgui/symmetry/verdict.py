"""What is wrong with a network, with its evidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

import msgspec
import numpy as np
from msgspec.structs import replace

from symgui.nn.activations import ACTIVATIONS
from symgui.nn.state import LayerState, NetworkState
from symgui.symmetry.causes import Cause, Kind, ZeroGradient, zero_gradient
from symgui.symmetry.divergence import divergence_of
from symgui.symmetry.kept import how_kept
from symgui.symmetry.partition import Symmetry
from symgui.symmetry.signal import (
    SATURATED_SLOPE,
    entropy,
    error_growth,
    example_growth,
    saturation,
    signal_growth,
)
from symgui.symmetry.trace import Trace
from symgui.symmetry.wording import listed, number, units

VERDICTS = (
    "diverged", "dead", "frozen", "symmetric", "partly-symmetric", "partly-frozen",
    "exploding", "saturated", "vanishing", "healthy",
)  # fmt: skip
"""Every name a verdict has; the first that holds is given."""
GUESSING = 0.95
"""A cost of at least this share of the entropy of the class frequencies is guessing."""
EXPLODING = 1e3
"""Growth of the signal or of the error, from one end of the network to the other, beyond this explodes."""
VANISHING = 1e-3
"""Below this, they vanish."""
SATURATED_SHARE = 0.5
"""A layer is saturated if at least this share of its slopes is."""


class Verdict(msgspec.Struct, frozen=True):
    """A name and the sentence that proves it.

    Attributes
    ----------
    name : str
        ``diverged``, ``dead``, ``frozen``, ``symmetric``, ``partly-symmetric``, ``partly-frozen``,
        ``exploding``, ``saturated``, ``vanishing`` or ``healthy``.
    evidence : str
        One sentence with live numbers.
    notes : tuple of str
        Further evidence that is not a verdict (half-dead layers, …).
    layers : tuple of int
        The layers it is about, where it is not about all: dead, saturated, or with dW = 0.
    exact : bool
        False if the dW it calls zero are so up to rounding only.
    directions : tuple of str
        What vanishes or explodes: ``"forward"`` the signal, ``"back"`` the error.
    stationary : bool
        Whether a frozen network is so because every gradient cancels, at weights and errors that are not 0.
    """

    name: str
    evidence: str
    notes: tuple[str, ...] = ()
    layers: tuple[int, ...] = ()
    exact: bool = True
    directions: tuple[str, ...] = ()
    stationary: bool = False


def judge(state: NetworkState, symmetry: Symmetry) -> Verdict:
    """The first verdict that holds, from the numbers of this state alone.

    Parameters
    ----------
    state : NetworkState
    symmetry : Symmetry
        Of the same state.

    Returns
    -------
    Verdict
    """
    diverged = _diverged(state)
    if diverged:
        return diverged
    trace = Trace(state)
    guess = entropy(state.Y)
    guessing = state.cost >= GUESSING * guess
    if guessing:
        verdict = (
            _dead(trace)
            or _frozen(trace)
            or _symmetric(state, symmetry)
            or _partly_symmetric(state, symmetry)
            or _partly_frozen(trace)
            or _exploding(trace)
            or _saturated(trace)
            or _vanishing(trace)
        )
    else:
        verdict = _symmetric(state, symmetry) or _partly_symmetric(state, symmetry)
    verdict = verdict or _healthy(state, symmetry, guess)
    return replace(verdict, notes=_notes(trace, symmetry, verdict, guessing))


def _healthy(state: NetworkState, symmetry: Symmetry, guess: float) -> Verdict:
    evidence = f"Cost {number(state.cost)}, guessing would cost {number(guess)}"
    if state.hidden:
        effective = ", ".join(f"{s.effective_units} of {s.units}" for s in symmetry.layers)
        evidence += f"; effective units: {effective}"
    return Verdict("healthy", evidence + ".")


def _diverged(state: NetworkState) -> Verdict | None:
    found = divergence_of(state)
    return Verdict("diverged", f"{found}.") if found else None


def _dead(trace: Trace) -> Verdict | None:
    for layer in trace.state.hidden:
        if not ACTIVATIONS[layer.activation].flat:
            continue
        largest = float(layer.Z.max())
        if largest <= 0.0 and float(layer.Z.min()) < 0.0:
            return Verdict(
                "dead",
                f"Layer {layer.number} is dead: z ≤ 0 in all {layer.units} {_label(layer)} units for all "
                f"{trace.state.m} examples (largest z = {number(largest)}), so g'(z) = 0 and no gradient "
                "passes.",
                layers=(layer.number,),
            )
    return None


def _frozen(trace: Trace) -> Verdict | None:
    if not trace.state.hidden:
        return None
    zero = []
    for l in range(trace.L, 0, -1):  # from the output: where a gradient survives, it does so there
        found = zero_gradient(trace, l)
        if found is None or not _stays(trace, found):
            return None
        zero.append(found)
    zero.reverse()
    evidence = f"Every dW is 0{_how_exactly(zero)}: {_because(zero, trace.L)}"
    stationary = _stationary(trace, zero)
    if stationary:
        with_penalty = ", the L2 term added" if trace.state.l2 else ""
        evidence += (
            "; no W and no δ is 0, and every db is 0 up to rounding, so the gradient is 0 at this point, a "
            f"minimum or a saddle of the cost ({number(trace.state.cost)}{with_penalty}): "
            "gradient descent goes no further"
        )
    return Verdict(
        "frozen",
        f"{evidence}.",
        layers=_numbers(zero),
        exact=all(found.exact for found in zero),
        stationary=stationary,
    )


def _stationary(trace: Trace, zero: Sequence[ZeroGradient]) -> bool:
    """Whether no factor is zero but every sum cancels, those of the biases too."""
    return all(found.cancels for found in zero) and all(
        layer.W.any() and (np.abs(layer.db) <= trace.bias_rounding(layer.number)).all()
        for layer in trace.state.layers
    )


def _symmetric(state: NetworkState, symmetry: Symmetry) -> Verdict | None:
    layers = symmetry.layers
    if not any(layer.units > 1 for layer in layers) or any(layer.effective_units > 1 for layer in layers):
        return None
    counted = listed([f"1 of {layer.units} in layer {l}" for l, layer in enumerate(layers, start=1)])
    kept = how_kept(state, list(enumerate(layers, start=1)))
    return Verdict("symmetric", f"Every hidden layer is one effective unit: {counted}; {kept}.")


def _partly_symmetric(state: NetworkState, symmetry: Symmetry) -> Verdict | None:
    fewer = [
        (l, layer) for l, layer in enumerate(symmetry.layers, start=1) if layer.effective_units < layer.units
    ]
    if not fewer:
        return None
    l, layer = fewer[0]
    cell = max(layer.cells, key=len)
    counted = listed([f"{s.effective_units} of {s.units} in layer {n}" for n, s in fewer])
    return Verdict(
        "partly-symmetric",
        f"Effective units: {counted}; {units(cell)} of layer {l} act as one, {how_kept(state, fewer)}.",
    )


def _partly_frozen(trace: Trace) -> Verdict | None:
    found = [found for l in range(1, trace.L + 1) if (found := zero_gradient(trace, l))]
    zero = [each for each in found if _stays(trace, each)]
    if not zero or not trace.state.hidden:
        return None
    moving = [f"dW[{l}]" for l in range(1, trace.L + 1) if l not in {each.layer for each in found}]
    rest = f"; {_some(moving)} not 0" if moving else ""
    return Verdict(
        "partly-frozen",
        f"{_sentence(_because(zero, trace.L))}{rest}.",
        layers=_numbers(zero),
        exact=all(each.exact for each in zero),
    )


def _stays(trace: Trace, zero: ZeroGradient) -> bool:
    """Whether the next update leaves W[l] as it is: its batch has a zero dW too, and the optimizer rests."""
    state = trace.state
    return (state.full_batch or not zero.cancels) and f"W[{zero.layer}]" not in state.coasting


def _numbers(zero: Sequence[ZeroGradient]) -> tuple[int, ...]:
    return tuple(found.layer for found in zero)


def _exploding(trace: Trace) -> Verdict | None:
    return _growth(trace, "exploding", lambda ratio: ratio > EXPLODING, f"> {EXPLODING:g}")


def _vanishing(trace: Trace) -> Verdict | None:
    return _growth(trace, "vanishing", lambda ratio: ratio < VANISHING, f"< {VANISHING:g}")


def _growth(trace: Trace, name: str, holds: Callable[[float], bool], bound: str) -> Verdict | None:
    f, beta = signal_growth(trace.state), error_growth(trace.state)
    evidence, directions = [], []
    if holds(f):
        directions.append("forward")
        evidence.append(f"std(A[{trace.L - 1}]) / std(X) = {number(f)} {bound} going forward")
    if holds(beta):
        directions.append("back")
        evidence.append(f"rms δ[1] / rms δ[{trace.L}] = {number(beta)} {bound} going back")
    if not evidence:
        return None
    return Verdict(name, _sentence(listed(evidence)) + ".", directions=tuple(directions))


def _saturated(trace: Trace) -> Verdict | None:
    for layer in trace.state.layers:
        is_output = layer.number == trace.L
        if is_output or ACTIVATIONS[layer.activation].saturates:
            share = saturation(trace, layer.number)
            if share >= SATURATED_SHARE:
                place = "the output" if is_output else f"layer {layer.number}"
                kept = f"; its gradient dZ[{trace.L}] = A − Y does not contain them" if is_output else ""
                sentence = f"{_saturated_sentence(share, place)}{kept}."
                return Verdict("saturated", sentence, layers=(layer.number,))
    return None


def _notes(trace: Trace, symmetry: Symmetry, verdict: Verdict, guessing: bool) -> tuple[str, ...]:
    """Evidence beside the verdict: dead units, saturation, what still moves, symmetry only in a tolerance."""
    notes = []
    for layer, seen in zip(trace.state.hidden, symmetry.layers, strict=True):
        g = ACTIVATIONS[layer.activation]
        if g.flat:
            dead = int(np.count_nonzero(layer.Z.max(axis=1) <= 0.0))
            if 0 < dead < layer.units:
                some = f"{dead} of {layer.units} units of layer {layer.number}"
                notes.append(f"{some} {'has' if dead == 1 else 'have'} z ≤ 0 everywhere.")
        elif g.saturates and verdict.name != "saturated":
            share = saturation(trace, layer.number)
            if share >= SATURATED_SHARE:
                notes.append(_saturated_sentence(share, f"layer {layer.number}") + ".")
        if seen.exact_units != seen.effective_units:
            notes.append(
                f"Layer {layer.number} has {seen.effective_units} effective units within the tolerance, "
                f"{seen.exact_units} exactly."
            )
    notes += _between_units(trace) + _cancelling(trace) + _coasting(trace)
    if verdict.name == "frozen":
        notes += _biases(trace)
        if not verdict.exact:
            notes.append("Up to rounding is not exactly: what rounding leaves in the weights may grow.")
    if guessing and verdict.name not in ("healthy", "symmetric", "partly-symmetric"):
        notes.append(
            f"Guessing: cost {number(trace.state.cost)} ≥ {GUESSING} · {number(entropy(trace.state.Y))}."
        )
    return tuple(notes)


def _between_units(trace: Trace) -> list[str]:
    """That the signal has died between examples, where its std over units and examples does not show it."""
    left = example_growth(trace.state)
    if not left < VANISHING <= signal_growth(trace.state):
        return []
    last = f"A[{trace.L - 1}]"
    return [
        f"The spread of {last} is one between units: from example to example each gives nearly the same, "
        f"{number(left)} of the spread of X."
    ]


def _cancelling(trace: Trace) -> list[str]:
    """The gradients that are zero over all examples, but not in a mini-batch."""
    if trace.state.full_batch:
        return []
    zero = [found for l in range(1, trace.L + 1) if (found := zero_gradient(trace, l)) and found.cancels]
    if not zero:
        return []
    names = listed([f"dW[{found.layer}]" for found in zero])
    how = "cancels" if len(zero) == 1 else "cancel"
    return [f"{names} {how}{_how_exactly(zero)} over the whole training set; a mini-batch need not."]


def _coasting(trace: Trace) -> list[str]:
    """The weights without a gradient that the optimizer moves all the same."""
    coasting = [f"W[{l}]" for l in range(1, trace.L + 1)
                if f"W[{l}]" in trace.state.coasting and zero_gradient(trace, l)]  # fmt: skip
    if not coasting:
        return []
    return [f"This optimizer may still move {listed(coasting)}, although there is no gradient now."]


def _biases(trace: Trace) -> list[str]:
    """Which biases move while no weight does; what is no more than rounding does not."""
    state = trace.state
    size = {layer.number: float(np.abs(layer.db).max()) for layer in state.layers}
    moving = [l for l in size if (np.abs(trace.layer(l).db) > trace.bias_rounding(l)).any()]
    sizes = listed([f"|db[{l}]| up to {number(size[l])}" for l in moving]) if moving else ""
    if moving == [trace.L]:
        return [f"Only the output's bias moves: {sizes}."]
    if moving:
        return [f"Only biases move: {sizes}."]
    if not state.full_batch and state.output.dZ.any():
        return [f"db[{trace.L}] cancels over the whole training set; a mini-batch need not."]
    return [f"db[{trace.L}] is 0 up to rounding."] if size[trace.L] > 0.0 else []


def _because(zero: Sequence[ZeroGradient], L: int) -> str:
    """``"dW[1] is exactly 0 because W[2] = 0; dW[2] is exactly 0 because A[1] = 0 (tanh(0) = 0)"``."""
    clauses = []
    for _, members in groupby(zero, key=lambda z: (z.exact, [cause.kind for cause in _shown(z)])):
        group = list(members)
        first, last = group[0], group[-1]
        exactly = "exactly 0" if first.exact else "0 up to rounding"
        if len(group) == 1:
            clause = f"dW[{first.layer}] is {exactly} because {_reasons(first, L)}"
        else:
            to = "and" if len(group) == 2 else "to"
            clause = (
                f"dW[{first.layer}] {to} dW[{last.layer}] are {exactly} because {_reasons(first, L, 'l')}"
            )
        if first.cancels:
            size, terms = max(z.size for z in group), max(z.terms for z in group)
            clause += f": |Σ| = {number(size)} where Σ|terms| = {number(terms)}"
        clauses.append(clause)
    return "; ".join(clauses)


def _reasons(zero: ZeroGradient, L: int, at: str | None = None) -> str:
    # a cause that lies in a layer above is that layer's, of however many layers it is the cause
    return listed([_reason(cause, L, at if cause.layer == zero.layer else None) for cause in _shown(zero)])


def _shown(zero: ZeroGradient) -> list[Cause]:
    """The factors that are zero; δ above is left out where the weights to it are 0 already."""
    kinds = {cause.kind for cause in zero.causes}
    return [c for c in zero.causes if not (c.kind is Kind.DELTA and Kind.WEIGHTS in kinds)]


def _reason(cause: Cause, L: int, at: str | None) -> str:
    symbol = cause.symbol(at).replace("A[L]", f"A[{L}]")
    return f"{symbol} ({cause.why})" if cause.why and at is None else symbol


def _how_exactly(zero: Sequence[ZeroGradient]) -> str:
    return "" if all(found.exact for found in zero) else " up to rounding"


def _saturated_sentence(share: float, place: str) -> str:
    low = f"{100 * SATURATED_SLOPE:.0f} %"
    return f"{100 * share:.0f} % of the slopes of {place} are below {low} of the largest"


def _some(names: Sequence[str]) -> str:
    return f"{listed(names)} {'is' if len(names) == 1 else 'are'}"


def _sentence(text: str) -> str:
    return text if text[:2] in ("dW", "rm", "st") else text[:1].upper() + text[1:]


def _label(layer: LayerState) -> str:
    return ACTIVATIONS[layer.activation].label
