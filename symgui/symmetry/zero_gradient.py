"""Why a layer's gradient dW[l] is zero: the causes that all its weights share, or those that each has."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from symgui.nn.in_parts import product
from symgui.nn.interruption import look
from symgui.symmetry.cause import BALANCED, Cause, Kind
from symgui.symmetry.rounding_bounds import UNIT_ROUNDOFF
from symgui.symmetry.trace import Trace
from symgui.symmetry.why_zero import exact_total, reason_of, rounding_delta, zero_activation, zero_delta

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


class ZeroGradient(msgspec.Struct, frozen=True):
    """A gradient dW[l] that is zero, and why it is.

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


def zero_layer_delta(trace: Trace, l: int) -> tuple[Cause, ...]:
    """What makes δ[l], which is 0 in every unit and example, so: the causes that all units share, if any."""
    units = [_Group(j, -1, 1, zero_delta(trace, l, j)) for j in range(trace.layer(l).units)]
    return _together(units)[0]


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
                reason = reason_of(trace, l, j, k, deltas[j], sources[k])
                causes = reason.causes if reason else (_beside_the_data(trace, l, j, k),)
                inexact = inexact or any(each.kind is Kind.CANCELS and not each.exact for each in causes)
            groups.append(_Group(j, k, (1 + len(more_rows)) * (1 + len(more_columns)), causes))
    return groups


def _surely_cancelling(trace: Trace, l: int) -> NDArray[np.bool_] | None:
    """The sums of layer l of which `reason_of` finds `CANCELS`, however these sums are rounded.

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
