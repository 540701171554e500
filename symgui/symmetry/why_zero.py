"""Why a weight's gradient is zero: a factor is zero, the terms cancel, or rounding made it so.

dW[l][j,k] = 1/m Σ δⱼ aₖ, and δⱼ = (Σᵣ W[l+1][r,j] δᵣ[l+1]) · g'(zⱼ). The three reasons are never mixed up:
a product with a zero factor is zero whatever else happens, a sum that cancels is zero by balance and may
be lost at any change of the data, and an underflow is a number too small to be written. Whether terms
cancel is decided by their exact sum (`symgui.symmetry.exact`).

What `symgui.symmetry.zero_gradient` says of a layer is what `why_zero` says of its weights.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec
import numpy as np

from symgui.arrays import FloatArray
from symgui.nn.activations import ACTIVATIONS
from symgui.symmetry.cause import Cause, Kind
from symgui.symmetry.exact import exact_dot, log2_of_largest
from symgui.symmetry.trace import Trace

SMALLEST_NORMAL = -1022.0
"""log₂ of the smallest number that a float writes with all its digits; smaller products underflow."""
SMALLEST = -1074.0
"""log₂ of the smallest float above 0."""
AT_ZERO = {name: g.at_zero for name, g in ACTIVATIONS.items()}
"""g(0) by activation."""


class Reason(msgspec.Struct, frozen=True):
    """Why the data's part of one gradient, Σ δ a, is zero.

    Attributes
    ----------
    causes : tuple of Cause
        All that makes it so, the δ side first.
    exact : bool
        It is exactly 0, and not by a rounding; otherwise it cannot be told from 0.
    """

    causes: tuple[Cause, ...]
    exact: bool

    @property
    def kind(self) -> Kind:
        """The kind of the first cause."""
        return self.causes[0].kind


def why_zero(trace: Trace, l: int, j: int, k: int) -> Reason | None:
    """Why Σ δⱼ aₖ of W[l][j,k], or (k = −1) Σ δⱼ of b[l][j], is zero; None if it is not.

    The one place where this is decided; j and k are 0-based.
    """
    source = zero_activation(trace, l, k) if k >= 0 else None
    return reason_of(trace, l, j, k, zero_delta(trace, l, j), source)


def reason_of(
    trace: Trace, l: int, j: int, k: int, delta: Sequence[Cause], source: Cause | None
) -> Reason | None:
    """The same, where it is known what makes δⱼ (`delta`) and aₖ (`source`) zero, if anything does."""
    causes = (*delta, *([source] if source else []))
    return Reason(causes, exact=True) if causes else _why_sum_zero(trace, l, j, k)


def zero_activation(trace: Trace, l: int, k: int) -> Cause | None:
    """Why a of unit k of layer l−1 is 0 in every example; None if it is not."""
    if trace.nonzero("A", l - 1)[k]:
        return None
    if l == 1:
        return Cause(Kind.INPUT, 1)
    below = trace.layer(l - 1)
    activation = ACTIVATIONS[below.activation]
    if AT_ZERO[activation.name] == 0.0 and not trace.nonzero("Z", l - 1)[k]:
        lost = _lost(trace, l - 1, k)
        if lost is Kind.UNDERFLOW:
            return Cause(lost, l, f"z[{l - 1}] comes out as 0")
        return Cause(Kind.ACTIVATION, l, "z is rounded to 0" if lost else f"{activation.label}(0) = 0")
    if activation.flat:
        return Cause(Kind.ACTIVATION, l, "z ≤ 0 in every example")
    return Cause(Kind.UNDERFLOW, l, f"A[{l - 1}] comes out as 0")


def zero_delta(trace: Trace, l: int, j: int) -> tuple[Cause, ...]:
    """Everything that makes δ[l] of unit j 0 in every example; empty if it is not 0."""
    if trace.nonzero("dZ", l)[j]:
        return ()
    if l == trace.L:
        return (Cause(Kind.ERROR, l),)
    causes = []
    if not trace.nonzero("out", l)[j]:
        causes.append(Cause(Kind.WEIGHTS, l))
    if not trace.nonzero("slope", l)[j]:
        causes.append(zero_slope(trace, l, j))
    if not any(trace.nonzero("dZ", l + 1)):
        causes.append(Cause(Kind.DELTA, l))
    return tuple(causes) or _inner(trace, l, j)


def zero_slope(trace: Trace, l: int, j: int) -> Cause:
    """Why g'(z) of unit j of layer l, which is 0 in every example, is so."""
    layer = trace.layer(l)
    if not ACTIVATIONS[layer.activation].flat:
        return Cause(Kind.UNDERFLOW, l, f"g'(Z[{l}]) comes out as 0")
    if trace.nonzero("Z", l)[j]:
        return Cause(Kind.SLOPE, l, "z ≤ 0 in every example")
    lost = _lost(trace, l, j)
    if lost is Kind.UNDERFLOW:
        return Cause(lost, l, f"z[{l}] comes out as 0")
    return Cause(Kind.SLOPE, l, "z is rounded to 0" if lost else "g'(0) = 0")


def _lost(trace: Trace, l: int, j: int) -> Kind | None:
    """What made z of unit j, which is 0 in every example, so: an underflow, a rounding, or (None) neither."""
    layer, A = trace.layer(l), trace.state.A(l - 1)
    weights, bias = layer.W[j], layer.b[j]
    if not trace.nonzero("W", l)[j] and not trace.nonzero("b", l)[j]:
        return None
    lost = None
    for i in np.flatnonzero(((weights[:, None] != 0.0) & (A != 0.0)).any(axis=0)):
        terms = np.append(weights, bias), np.append(A[:, i], 1.0)
        kind = _rounded_to_zero(*terms)
        if kind is Kind.UNDERFLOW:
            return kind
        lost = lost or kind
    return lost


def _inner(trace: Trace, l: int, j: int) -> tuple[Cause, ...]:
    """Why (Σᵣ wᵣ δᵣ) g' is 0 in every example although w, δ and g' each are somewhere not."""
    above = trace.layer(l + 1)
    weights, slope = above.W[:, j], trace.unit_slope(l, j)
    live = ((weights[:, None] != 0.0) & (above.dZ != 0.0)).any(axis=0) & (slope != 0.0)
    if not live.any():
        return (Cause(Kind.APART, l),)
    found: dict[Kind, Cause] = {}
    for i in np.flatnonzero(live):
        kind = _rounded_to_zero(weights, above.dZ[:, i], float(slope[i]))
        if kind is Kind.UNDERFLOW:
            found[kind] = Cause(kind, l)
        else:
            found[Kind.BACK_CANCELS] = Cause(Kind.BACK_CANCELS, l)
    return tuple(found.values())


def _rounded_to_zero(a: FloatArray, b: FloatArray, factor: float = 1.0) -> Kind | None:
    """What made (Σ a b) · `factor`, computed as 0, come out so: underflow, or rounding; None if it is 0."""
    s, power = exact_dot(a, b)
    if s == 0.0:
        return None
    scale = math.log2(abs(factor))
    largest, total = log2_of_largest(a, b), math.log2(abs(s)) + power
    too_small = largest + scale < SMALLEST_NORMAL or total + scale < SMALLEST
    return Kind.UNDERFLOW if too_small else Kind.ROUNDING


def _why_sum_zero(trace: Trace, l: int, j: int, k: int) -> Reason | None:
    """Why Σ δ a is zero, of δ and a that are each somewhere not 0."""
    layer, m = trace.layer(l), trace.state.m
    delta = layer.dZ[j]
    a = trace.state.A(l - 1)[k] if k >= 0 else np.ones(m)
    if not ((delta != 0.0) & (a != 0.0)).any():
        return Reason((Cause(Kind.APART, l),), exact=True)
    data = float(trace.data_gradient(l)[j, k] if k >= 0 else layer.db[j, 0])
    if data == 0.0:
        lost = _rounded_to_zero(delta, a, 1.0 / m)
        if lost is Kind.UNDERFLOW:
            return Reason((Cause(lost, l),), exact=True)
        return Reason((Cause(Kind.CANCELS, l, exact=lost is None),), exact=lost is None)
    return _why_rounding(trace, l, j, k, delta, a)


def _why_rounding(trace: Trace, l: int, j: int, k: int, delta: FloatArray, a: FloatArray) -> Reason | None:
    """Why a sum cannot be told from 0 that came out as something else; None if it can."""
    if l < trace.L and trace.bounds.is_residue(l + 1):
        return Reason((Cause(Kind.RESIDUE, l),), exact=False)
    total = exact_total(delta, a)
    if not trace.bounds.is_sum_rounding(l, j, k, total):
        return None
    if trace.bounds.is_sum_of_terms(l, np.array(total), np.abs(delta * a).sum()):
        return Reason((Cause(Kind.CANCELS, l, exact=total == 0.0),), exact=False)
    cause = rounding_delta(trace, l, slice(j, j + 1)) or Cause(Kind.ROUNDING, l)
    return Reason((cause,), exact=False)


def exact_total(delta: FloatArray, a: FloatArray) -> float:
    """Σ δ a, correctly rounded."""
    s, power = exact_dot(delta, a)
    return math.ldexp(s, power)


def rounding_delta(trace: Trace, l: int, rows: slice = slice(None)) -> Cause | None:
    """Why δ[l] (its units `rows`) is nothing but rounding in every example; None if it is not.

    Where it came to that: at the output, or in the highest layer in which what comes back from above undoes
    itself.
    """
    if not trace.bounds.delta_is_rounding(l, rows):
        return None
    while l < trace.L and trace.bounds.delta_is_rounding(l + 1):
        l += 1
    return Cause(Kind.BACK_CANCELS if l < trace.L else Kind.ERROR, l)
