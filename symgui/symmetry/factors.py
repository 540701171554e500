"""The gradient of one weight taken apart: every factor with its number, and which of them is zero.

dW[l][j,k] = 1/m Σᵢ δⱼ⁽ⁱ⁾ aₖ⁽ⁱ⁾ (+ λ/m W[l][j,k]),   db[l][j] = 1/m Σᵢ δⱼ⁽ⁱ⁾,
δ[L] = A[L] − Y,   δ[l] = (W[l+1]ᵀ δ[l+1]) ∘ g'(Z[l]).
"""

from __future__ import annotations

import math

import msgspec
import numpy as np
from msgspec.structs import replace

from symgui.arrays import FloatArray
from symgui.nn.state import NetworkState
from symgui.plain_text.numbers import number, subscript
from symgui.symmetry.cause import Cause, Kind
from symgui.symmetry.trace import Trace
from symgui.symmetry.why_zero import exact_total, why_zero, zero_activation, zero_delta, zero_slope
from symgui.symmetry.wording import listed, weight
from symgui.symmetry.zero_gradient import zero_layer_delta

BATCH_NEED_NOT = "So it is over the whole training set; a mini-batch need not cancel."


class Factor(msgspec.Struct, frozen=True):
    """One factor of a gradient, over all examples.

    Attributes
    ----------
    symbol : str
        As the course writes it: ``"W[2]₁,₂"``, ``"dZ[2]"``, ``"a₂"``, ``"x₁"``.
    mean : float
        Mean of its absolute value (over examples, and over the units of a layer).
    zero : bool
        It is exactly 0 in every example.
    why : str
        What made it so; empty if it is not zero, and for weights, which nothing makes so.
    """

    symbol: str
    mean: float
    zero: bool
    why: str = ""


class Explanation(msgspec.Struct, frozen=True):
    """The gradient of W[layer][row, column], or of b[layer][row] (column −1), taken apart.

    Attributes
    ----------
    layer, row, column : int
        Row and column are 0-based.
    gradient : float
        As the update uses it, the L2 term included.
    m : int
        Number of examples.
    total, terms : float
        Σ δ a and Σ |δ a| over the examples, exactly rounded.
    penalty : float
        λ/m · w; 0 for a bias.
    delta : Factor
        δⱼ of the unit the weight leads to.
    source : Factor or None
        aₖ (or xₖ) it comes from; None for a bias.
    chain : tuple of Factor
        What made δⱼ: weights to the layer above, δ above, slope; empty in the output layer, where
        δ = A − Y.
    error, loss_slope : Factor
        dZ[L] and dA[L] = ∂loss/∂A: they are not zero while the network errs, whatever the gradient is.
    kind : Kind or None
        What makes Σ zero; None if it is not zero.
    exact : bool
        False if it is 0 only up to rounding: the engine's sum is not exactly 0, but no more than a residue.
    full_batch : bool
        The gradient is the update's own, which uses all examples.
    coasts : bool
        The optimizer may move the parameter even by a gradient of 0 or of rounding.
    reason : str
        One sentence.
    """

    layer: int
    row: int
    column: int
    gradient: float
    m: int
    total: float
    terms: float
    penalty: float
    delta: Factor
    source: Factor | None
    chain: tuple[Factor, ...]
    error: Factor
    loss_slope: Factor
    kind: Kind | None
    exact: bool
    full_batch: bool
    coasts: bool
    reason: str

    @property
    def name(self) -> str:
        """The parameter: ``"W[1]₂,₁"``."""
        return weight(self.layer, self.row, self.column)

    @property
    def has_gradient(self) -> bool:
        """Whether the gradient, over all examples and the L2 term included, is not 0 nor mere rounding."""
        return self.penalty != 0.0 or self.kind is None

    @property
    def stays(self) -> bool:
        """Whether the next update leaves the parameter as it is, but for rounding.

        A sum that cancels does so over all examples only, and an optimizer with memory may go on.
        """
        return (
            not self.has_gradient and not self.coasts and (self.full_batch or self.kind is not Kind.CANCELS)
        )

    @property
    def factors(self) -> tuple[Factor, ...]:
        """All factors of the sum, from the chain of δ to the source."""
        made = self.chain or (self.delta,)
        return made if self.source is None else (*made, self.source)

    @property
    def zero_factors(self) -> tuple[Factor, ...]:
        """The factors that are zero."""
        return tuple(factor for factor in self.factors if factor.zero)


def explain(
    state: NetworkState, layer: int, row: int, column: int, trace: Trace | None = None
) -> Explanation:
    """Take the gradient of one weight (or, with column −1, of one bias) apart.

    Parameters
    ----------
    state : NetworkState
    layer : int
        l, from 1.
    row : int
        Unit j of layer l, 0-based.
    column : int
        Unit k of layer l−1, 0-based; −1 for the bias.
    trace : Trace or None
        That of `state`, if several parameters are explained: what they have in common is computed once.

    Raises
    ------
    IndexError
        If the network has no such parameter.
    """
    _check(state, layer, row, column)
    with np.errstate(all="ignore"):
        return _explain(trace or Trace(state), layer, row, column)


def partner(state: NetworkState, layer: int, row: int, column: int) -> tuple[int, int, int]:
    """The weight whose gradient waits for this one: through the same unit, on its other side.

    For a hidden layer the first outgoing weight of unit `row`; for the output layer the first incoming
    weight of unit `column`. Without hidden layers the weight itself.
    """
    L = len(state.layers)
    if layer < L:
        return layer + 1, 0, row
    return (layer - 1, max(column, 0), 0) if layer > 1 else (layer, row, column)


def _explain(trace: Trace, l: int, j: int, k: int) -> Explanation:
    state, layer = trace.state, trace.layer(l)
    delta = layer.dZ[j]
    sources = np.ones(state.m) if k < 0 else state.A(l - 1)[k]
    total, terms = exact_total(delta, sources), _sum(np.abs(delta * sources))
    reason = why_zero(trace, l, j, k)
    found = Explanation(
        layer=l,
        row=j,
        column=k,
        gradient=float(layer.db[j, 0] if k < 0 else layer.dW[j, k]),
        m=state.m,
        total=total,
        terms=terms,
        penalty=0.0 if k < 0 else state.l2 / state.m * float(layer.W[j, k]),
        delta=_delta_factor(trace, l, j),
        source=None if k < 0 else _source_factor(trace, l, k),
        chain=() if l == trace.L else _chain(trace, l, j),
        error=_error(state),
        loss_slope=_loss_slope(state),
        kind=reason.kind if reason else None,
        exact=reason.exact if reason else True,
        full_batch=state.full_batch,
        coasts=(f"b[{l}]" if k < 0 else f"W[{l}]") in state.coasting,
        reason="",
    )
    return replace(found, reason=_reason(found))


def _delta_factor(trace: Trace, l: int, j: int) -> Factor:
    causes = zero_delta(trace, l, j)
    symbol = _delta_symbol(trace, l, j, own=True)
    why = listed([_cause_text(trace, cause, j) for cause in causes]) if causes else ""
    return Factor(symbol, _mean(trace.layer(l).dZ[j]), bool(causes), why)


def _source_factor(trace: Trace, l: int, k: int) -> Factor:
    cause = zero_activation(trace, l, k)
    symbol = f"x{subscript(k + 1)}" if l == 1 else f"a{subscript(k + 1)}"
    why = _own_words(cause) if cause else ""
    return Factor(symbol, _mean(trace.state.A(l - 1)[k]), cause is not None, why)


def _chain(trace: Trace, l: int, j: int) -> tuple[Factor, ...]:
    """Weights to the layer above, δ above, slope."""
    above = trace.layer(l + 1)
    weights, slope = above.W[:, j], trace.unit_slope(l, j)
    one = above.units == 1
    rows = subscript(1) if one else "ᵣ"
    symbol = f"W[{l + 1}]{rows},{subscript(j + 1)}"
    delta_zero = not above.dZ.any()
    causes = zero_layer_delta(trace, l + 1) if delta_zero else ()
    slope_zero = not slope.any()
    why = _own_words(zero_slope(trace, l, j)) if slope_zero else ""
    return (
        Factor(symbol, _mean(weights), not weights.any()),
        Factor(
            _delta_symbol(trace, l + 1, 0 if one else None),
            _mean(above.dZ),
            delta_zero,
            listed([cause.symbol() for cause in causes]) if causes else "",
        ),
        Factor(f"g'(z{subscript(j + 1)})", _mean(slope), slope_zero, why),
    )


def _delta_symbol(trace: Trace, l: int, j: int | None, own: bool = False) -> str:
    """``"dZ[2]"`` of a single output, ``"dZ[2]₃"`` of one of several, ``"δ[1]₂"`` or ``"δ₂"`` if hidden."""
    index = "ᵣ" if j is None else subscript(j + 1)
    if l < trace.L:
        return f"δ{index}" if own else f"δ[{l}]{index}"
    return f"dZ[{l}]" if trace.layer(l).units == 1 else f"dZ[{l}]{index}"


def _cause_text(trace: Trace, cause: Cause, j: int) -> str:
    """The zero factor that made δⱼ zero, named for this one unit."""
    l = cause.layer
    if cause.kind is Kind.WEIGHTS:
        rows = subscript(1) if trace.layer(l + 1).units == 1 else "ᵣ"
        return f"W[{l + 1}]{rows},{subscript(j + 1)} = 0"
    if cause.kind is Kind.SLOPE:
        return f"g'(z{subscript(j + 1)}) = 0 ({cause.why})"
    return cause.symbol()


def _own_words(cause: Cause) -> str:
    """What made a factor zero, without the factor's name."""
    if cause.kind is Kind.INPUT:  # of this one feature; X as a whole need not be
        return "it is 0 in every example"
    return cause.why if cause.why and cause.kind is not Kind.UNDERFLOW else cause.symbol()


def _error(state: NetworkState) -> Factor:
    dZ = state.output.dZ
    return Factor(f"dZ[{len(state.layers)}]", _mean(dZ), not dZ.any(), "" if dZ.any() else "A = Y")


def _loss_slope(state: NetworkState) -> Factor:
    """dA[L]: −y/a for softmax; −y/a + (1 − y)/(1 − a) for a sigmoid, from the logits: no a = 0 divides."""
    output, Y = state.output, state.Y
    if output.activation == "softmax":
        slopes = np.divide(Y, output.A, out=np.zeros_like(Y), where=Y > 0.0)  # the mean is over every class
    else:
        slopes = 1.0 + np.exp(np.where(Y > 0.0, -output.Z, output.Z))
    return Factor(f"dA[{len(state.layers)}]", _mean(slopes), zero=False)


def _reason(e: Explanation) -> str:
    gradient = f"d{e.name}"
    if e.kind is None:
        factors = [f"mean |{f.symbol}| = {number(f.mean)}" for f in (e.delta, e.source) if f]
        numbers = f"{listed(factors)}, Σ = {number(e.total)}"
        if e.penalty:
            numbers += f", λ/m · {e.name} = {number(e.penalty)}"
        return f"No factor is zero: {numbers}, so {gradient} = {number(e.gradient)}."
    ending = f"{gradient} = λ/m · {e.name} = {number(e.penalty)}" if e.penalty else f"{gradient} = 0"
    if e.kind is Kind.CANCELS:
        exactly = "exactly" if e.total == 0.0 else "up to rounding"
        if not e.exact and not e.penalty and e.gradient:
            ending = f"{gradient} = {number(e.gradient)} is only rounding"
        sums = f"Σ = {number(e.total)} where Σ|terms| = {number(e.terms)}"
        but = "" if e.full_batch else f" {BATCH_NEED_NOT}"
        return f"No factor is zero, but the terms cancel {exactly}: {sums}, so {ending}.{but}"
    if not e.exact:
        value = number(e.gradient)
        if e.kind is Kind.RESIDUE:
            return f"W[{e.layer + 1}] holds nothing but rounding, so {gradient} = {value} is no learning."
        left = {
            Kind.ERROR: f"{e.error.symbol} = A − Y is",
            Kind.BACK_CANCELS: f"What comes back from above undoes itself, {e.delta.symbol} is",
            Kind.ROUNDING: f"Σ = {number(e.total)} is",
        }[e.kind]
        so = f"{ending}" if e.penalty else f"{gradient} = {value} is no learning"
        return f"{left} no more than rounding, so {so}."
    if e.kind in (Kind.UNDERFLOW, Kind.APART) and not e.delta.zero and not (e.source and e.source.zero):
        why = (
            "every product is too small for a float (underflow)"
            if e.kind is Kind.UNDERFLOW
            else "in every example one factor or the other is 0"
        )
        return f"No factor is zero throughout, but {why}, so {ending}."
    zero = [f"{f.symbol} = 0 as {f.why}" for f in (e.delta, e.source) if f and f.zero]
    return f"{'; '.join(zero)}; so {ending}."


def _sum(values: FloatArray) -> float:
    """Exactly rounded; plain where values are not finite or the sum overflows."""
    try:
        return math.fsum(values.tolist())
    except (OverflowError, ValueError):
        return float(values.sum())


def _mean(values: FloatArray) -> float:
    return float(np.abs(values).mean())


def _check(state: NetworkState, layer: int, row: int, column: int) -> None:
    if not 1 <= layer <= len(state.layers):
        raise IndexError(f"layer {layer}: the network has layers 1 to {len(state.layers)}")
    rows, columns = state.layers[layer - 1].W.shape
    if not (0 <= row < rows and -1 <= column < columns):
        raise IndexError(f"row {row}, column {column}: W[{layer}] is {rows} × {columns}")
