"""Why a gradient is zero: a factor is zero, the terms cancel, or rounding made it so.

dW[l][j,k] = 1/m Σ δⱼ aₖ, and δⱼ = (Σᵣ W[l+1][r,j] δᵣ[l+1]) · g'(zⱼ). The three reasons are never mixed up:
a product with a zero factor is zero whatever else happens, a sum that cancels is zero by balance and may
be lost at any change of the data, and an underflow is a number too small to be written. Whether terms
cancel is decided by their exact sum (`symgui.symmetry.exact`).

`why_zero` decides it for one weight; what `zero_gradient` says of a layer is what it says of its weights.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import Enum

import msgspec
import numpy as np
from numpy.typing import NDArray

from symgui.arrays import FloatArray
from symgui.nn.activations import ACTIVATIONS
from symgui.nn.in_parts import product
from symgui.nn.interruption import look
from symgui.symmetry.exact import exact_dot, log2_of_largest
from symgui.symmetry.rounding_bounds import UNIT_ROUNDOFF
from symgui.symmetry.trace import Trace

SMALLEST_NORMAL = -1022.0
"""log₂ of the smallest number that a float writes with all its digits; smaller products underflow."""
SMALLEST = -1074.0
"""log₂ of the smallest float above 0."""
MOST_PAIRS = 400
"""Sums of a layer up to which each is looked at by itself, in exact arithmetic (30 µs each)."""
FEW_PAIRS = 12
"""Up to so many it takes no time."""
PART = 32
"""Terms of a sum that are added up by themselves."""
SURELY = 1.0 - 1e-9
"""A share of a bound that is below it however the bound is rounded."""
SMALLEST_TERMS = 1e-280
"""Σ|terms| above which what underflows among them is less than their rounding."""
AT_ZERO = {name: g.at_zero for name, g in ACTIVATIONS.items()}
"""g(0) by activation."""


class Kind(Enum):
    """What makes a product or a sum zero."""

    INPUT = "input"
    """The input x is 0 in every example."""
    ACTIVATION = "activation"
    """The activation below is 0 in every example."""
    WEIGHTS = "weights"
    """All weights to the layer above are 0, so δ is."""
    DELTA = "delta"
    """δ of the layer above is 0."""
    SLOPE = "slope"
    """g'(z) is exactly 0 in every example: dead."""
    ERROR = "error"
    """A[L] − Y is 0: nothing is left to learn."""
    APART = "apart"
    """In every example one factor or another is 0."""
    CANCELS = "cancels"
    """The terms δ a are not 0, their sum over the examples is."""
    PENALTY_CANCELS = "penalty cancels"
    """The sum of the terms δ a is not 0, but the L2 term undoes it."""
    BACK_CANCELS = "back cancels"
    """What comes back from the units above adds up to 0 in every example."""
    ROUNDING = "rounding"
    """The terms are left over from larger numbers, and no more than the rounding of these."""
    RESIDUE = "residue"
    """All weights to the layer above are only what rounding has left there."""
    UNDERFLOW = "underflow"
    """A product or a value is too small for a float, so it was rounded to 0."""


BALANCED = frozenset((Kind.CANCELS, Kind.PENALTY_CANCELS))
"""Sums over all examples that are 0; those over some of them need not be."""


class Cause(msgspec.Struct, frozen=True):
    """One reason why a quantity of layer `layer` is zero.

    Attributes
    ----------
    kind : Kind
    layer : int
        l of the gradient it concerns.
    why : str
        What made the factor zero, where that is known: ``"tanh(0) = 0"``.
    exact : bool
        False where terms cancel up to rounding only, whatever the engine's own sum came out as.
    """

    kind: Kind
    layer: int
    why: str = ""
    exact: bool = True

    def symbol(self, at: str | None = None) -> str:
        """The factor as the course writes it; `at` replaces the layer's number by a letter.

        >>> Cause(Kind.WEIGHTS, 1).symbol(), Cause(Kind.ACTIVATION, 2).symbol("l")
        ('W[2] = 0', 'A[l−1] = 0')
        """
        if at is None:
            return self._said(self.layer, self.layer + 1, self.layer - 1, "its")
        return self._said(at, f"{at}+1", f"{at}−1", "their")

    def of_some(self) -> str:
        """The same, of some weights of a layer: ``"W[2] from their unit is 0"``."""
        l = self.layer
        return {
            Kind.INPUT: "their input is 0",
            Kind.ACTIVATION: f"a[{l - 1}] of their source is 0",
            Kind.WEIGHTS: f"W[{l + 1}] from their unit is 0",
            Kind.SLOPE: f"g'(z[{l}]) of their unit is 0",
        }.get(self.kind) or self._said(l, l + 1, l - 1, "their")

    def _said(self, here: object, above: object, below: object, whose: str) -> str:
        """The factor, with these for l, l + 1 and l − 1; `whose` are the terms."""
        cancels = "cancel" if self.exact else "cancel up to rounding"
        return {
            Kind.INPUT: "X = 0",
            Kind.ACTIVATION: f"A[{below}] = 0",
            Kind.WEIGHTS: f"W[{above}] = 0",
            Kind.DELTA: f"δ[{above}] = 0",
            Kind.SLOPE: f"g'(Z[{here}]) = 0",
            Kind.ERROR: f"A[{self.layer}] − Y = 0",
            Kind.APART: "in every example one factor or the other is 0",
            Kind.CANCELS: f"{whose} terms {cancels}",
            Kind.PENALTY_CANCELS: f"the L2 term undoes {whose} sum",
            Kind.BACK_CANCELS: f"W[{above}]ᵀ δ[{above}] cancels",
            Kind.ROUNDING: f"{whose} terms are no more than rounding",
            Kind.RESIDUE: f"W[{above}] holds nothing but rounding",
            Kind.UNDERFLOW: f"{self.why or 'the terms are too small for a float'} (underflow)",
        }[self.kind]


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
        """Of the first cause."""
        return self.causes[0].kind


def why_zero(trace: Trace, l: int, j: int, k: int) -> Reason | None:
    """Why Σ δⱼ aₖ of W[l][j,k], or (k = −1) Σ δⱼ of b[l][j], is zero; None if it is not.

    The one place where this is decided; j and k are 0-based.
    """
    source = zero_activation(trace, l, k) if k >= 0 else None
    return _why_zero(trace, l, j, k, zero_delta(trace, l, j), source)


def _why_zero(
    trace: Trace, l: int, j: int, k: int, delta: Sequence[Cause], source: Cause | None
) -> Reason | None:
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


def zero_layer_delta(trace: Trace, l: int) -> tuple[Cause, ...]:
    """What makes δ[l], which is 0 in every unit and example, so: the causes that all units share, if any."""
    units = [_Group(j, -1, 1, zero_delta(trace, l, j)) for j in range(trace.layer(l).units)]
    return _together(units)[0]


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
    """Of δ and a that are each somewhere not 0."""
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
    """Of a sum that came out as something, but cannot be told from 0."""
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


class ZeroGradient(msgspec.Struct, frozen=True):
    """That dW[l] is zero, and why.

    Attributes
    ----------
    layer : int
    exact : bool
        Every entry is exactly 0; otherwise only up to rounding.
    causes : tuple of Cause
        All that makes every weight's gradient so, the δ side first. Without such a cause, the first of each
        weight's, the most frequent one first.
    size, terms : float
        Largest |Σ| and largest Σ|terms| of an entry's sum over the examples, the L2 term of both included.
    shares : tuple of int
        How many weights each cause makes so, if none makes all of them so; else empty.
    """

    layer: int
    exact: bool
    causes: tuple[Cause, ...]
    size: float
    terms: float
    shares: tuple[int, ...] = ()

    @property
    def cancels(self) -> bool:
        """Whether it is zero by a balance between the examples only."""
        return any(cause.kind in BALANCED for cause in self.causes)


def zero_gradient(trace: Trace, l: int) -> ZeroGradient | None:
    """Why dW[l] is zero, exactly or up to rounding; None if it is neither."""
    layer, A = trace.layer(l), trace.state.A(l - 1)
    exact = not layer.dW.any()
    residue = not exact and l < trace.L and trace.bounds.is_residue(l + 1)
    if not exact and not residue and not trace.bounds.is_rounding(l):
        return None
    terms = product(np.abs(layer.dZ), np.abs(A).T)
    penalty = trace.state.l2 * np.abs(layer.W)
    reasons = _reasons(trace, l)
    causes, shares = _together(reasons)
    size = float(np.abs(trace.state.m * layer.dW).max())
    if size == 0.0 and any(cause.kind is Kind.CANCELS and not cause.exact for cause in causes):
        size = max(abs(exact_total(layer.dZ[each.row], A[each.column])) for each in reasons)
    return ZeroGradient(l, exact, causes, size, float((terms + penalty).max()), shares)


class _Group(msgspec.Struct, frozen=True):
    """Weights whose gradients are zero for one reason: an example of them, how many, and why."""

    row: int
    column: int
    count: int
    causes: tuple[Cause, ...]


def _reasons(trace: Trace, l: int) -> list[_Group]:
    """Why each weight's gradient of layer l is zero, alike ones together."""
    layer, A = trace.layer(l), trace.state.A(l - 1)
    deltas = [zero_delta(trace, l, j) for j in range(len(layer.dZ))]
    sources = [zero_activation(trace, l, k) for k in range(len(A))]
    alike = trace.state.arithmetic == "per-unit"  # equal rows have equal sums, bit for bit
    rows = _grouped([deltas[j] or (layer.dZ[j].tobytes() if alike else j) for j in range(len(deltas))])
    columns = _grouped([sources[k] or (A[k].tobytes() if alike else k) for k in range(len(sources))])
    groups = []
    there = [group for group in rows if not deltas[group[0]]], [g for g in columns if not sources[g[0]]]
    pairs = len(there[0]) * len(there[1])
    many = pairs > MOST_PAIRS
    if many:
        count = sum(map(len, there[0])) * sum(map(len, there[1]))
        groups.append(_Group(there[0][0][0], there[1][0][0], count, (_of_all_sums(trace, l),)))
    surely = _surely_cancelling(trace, l) if FEW_PAIRS < pairs <= MOST_PAIRS else None
    inexact = False  # whether one was found whose terms do not cancel exactly: then they all together do not
    for j, *more_rows in rows:
        for k, *more_columns in columns:
            if many and not deltas[j] and not sources[k]:
                continue
            if inexact and surely is not None and surely[j, k] and not deltas[j] and not sources[k]:
                causes: tuple[Cause, ...] = (Cause(Kind.CANCELS, l, exact=False),)
            else:
                reason = _why_zero(trace, l, j, k, deltas[j], sources[k])
                causes = reason.causes if reason else (_beside_the_data(trace, l, j, k),)
                inexact = inexact or any(each.kind is Kind.CANCELS and not each.exact for each in causes)
            groups.append(_Group(j, k, (1 + len(more_rows)) * (1 + len(more_columns)), causes))
    return groups


def _surely_cancelling(trace: Trace, l: int) -> NDArray[np.bool_] | None:
    """Of which sums of layer l `_why_rounding` finds `CANCELS`, whatever the rounding of these sums is.

    A plain sum of n terms is off by at most n · (unit roundoff) · Σ|terms|, one of parts of it by less; where
    that leaves a doubt only exact arithmetic can tell. None if there is another reason that comes first.
    """
    layer, A, m = trace.layer(l), trace.state.A(l - 1), trace.state.m
    if l < trace.L and trace.bounds.is_residue(l + 1):
        return None
    with np.errstate(all="ignore"):  # a bound that is not finite proves nothing
        sizes = np.abs(A).T
        terms = product(np.abs(layer.dZ), sizes)
        parts = [slice(start, start + PART) for start in range(0, m, PART)]
        total = np.zeros(terms.shape)
        for part in parts:
            look()
            total += layer.dZ[:, part] @ A[:, part].T
        largest = np.abs(total) + (PART + len(parts) + 2) * UNIT_ROUNDOFF * terms
        bound = UNIT_ROUNDOFF * trace.bounds.operations(l) * np.minimum(product(trace.paths(l), sizes), terms)
        cheap = np.outer(trace.most_paths(l), sizes.sum(axis=0))
        bound = np.minimum(bound, UNIT_ROUNDOFF * trace.bounds.operations(l) * cheap)
        surely = (terms > SMALLEST_TERMS) & (trace.data_gradient(l) != 0.0) & (largest < SURELY * bound)
    return np.asarray(surely & np.isfinite(bound))


def _of_all_sums(trace: Trace, l: int) -> Cause:
    """Why the sums of a wide layer are no more than rounding: all at once, and none of them exactly."""
    layer, A = trace.layer(l), trace.state.A(l - 1)
    if l < trace.L and trace.bounds.is_residue(l + 1):
        return Cause(Kind.RESIDUE, l)
    total, terms = trace.state.m * trace.data_gradient(l), product(np.abs(layer.dZ), np.abs(A).T)
    if trace.bounds.is_sum_of_terms(l, total, terms):
        return Cause(Kind.CANCELS, l, exact=False)
    if trace.state.l2 and not trace.bounds.is_sum_of_terms(l, total, product(trace.paths(l), np.abs(A).T)):
        return Cause(Kind.PENALTY_CANCELS, l)
    return rounding_delta(trace, l) or Cause(Kind.ROUNDING, l)


def _grouped(keys: Sequence[object]) -> list[list[int]]:
    groups: dict[object, list[int]] = {}
    for i, key in enumerate(keys):
        groups.setdefault(key, []).append(i)
    return list(groups.values())


def _beside_the_data(trace: Trace, l: int, j: int, k: int) -> Cause:
    """Why an entry of dW[l] is zero although its data's part is not."""
    penalised = trace.state.l2 and trace.layer(l).W[j, k]
    return Cause(Kind.PENALTY_CANCELS if penalised else Kind.ROUNDING, l)


def _together(groups: Sequence[_Group]) -> tuple[tuple[Cause, ...], tuple[int, ...]]:
    """The causes that all weights of a layer share; if none, the first of each with how many it has."""
    shared = [
        cause for cause in groups[0].causes
        if all(any(other.kind is cause.kind for other in group.causes) for group in groups)
    ]  # fmt: skip
    if shared:
        return tuple(_in_common(cause, groups) for cause in shared), ()
    counts: dict[Kind, int] = {}
    first: dict[Kind, Cause] = {}
    for group in groups:
        cause = group.causes[0]
        first.setdefault(cause.kind, cause)
        counts[cause.kind] = counts.get(cause.kind, 0) + group.count
    kinds = sorted(counts, key=lambda kind: -counts[kind])
    return tuple(first[kind] for kind in kinds), tuple(counts[kind] for kind in kinds)


def _in_common(cause: Cause, groups: Sequence[_Group]) -> Cause:
    same = [other for group in groups for other in group.causes if other.kind is cause.kind]
    why = cause.why if all(other.why == cause.why for other in same) else ""
    return Cause(cause.kind, cause.layer, why, all(other.exact for other in same))
