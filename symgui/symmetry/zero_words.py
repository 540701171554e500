"""Zero gradients of whole layers, in words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from symgui.plain_text.numbers import number
from symgui.symmetry.cause import Cause, Kind
from symgui.symmetry.wording import listed
from symgui.symmetry.zero_gradient import ZeroGradient


def because(zero: Sequence[ZeroGradient]) -> str:
    """``"dW[1] is exactly 0 because W[2] = 0; dW[2] is exactly 0 because A[1] = 0 (tanh(0) = 0)"``."""
    clauses = []
    for _, members in groupby(zero, key=_alike):
        group = list(members)
        first, last = group[0], group[-1]
        exactly = "exactly 0" if first.exact else "0 up to rounding"
        if len(group) == 1:
            clause = f"dW[{first.layer}] is {exactly} because {_reasons(first)}"
        else:
            to = "and" if len(group) == 2 else "to"
            clause = f"dW[{first.layer}] {to} dW[{last.layer}] are {exactly} because {_reasons(first, 'l')}"
        if first.cancels and not first.shares:
            size, terms = max(z.size for z in group), max(z.terms for z in group)
            clause += f": |Σ| = {number(size)} where Σ|terms| = {number(terms)}"
        clauses.append(clause)
    return "; ".join(clauses)


def how_exactly(zero: Sequence[ZeroGradient]) -> str:
    """``" up to rounding"`` if one of them is not exactly 0."""
    return "" if all(found.exact for found in zero) else " up to rounding"


def _alike(zero: ZeroGradient) -> object:
    return zero.exact, [(cause.kind, cause.exact) for cause in _shown(zero)], zero.shares


def _reasons(zero: ZeroGradient, at: str | None = None) -> str:
    if zero.shares:
        weights = sum(zero.shares)
        shares = zip(zero.causes, zero.shares, strict=True)
        return listed([f"in {count} of {weights} weights {cause.of_some()}" for cause, count in shares])
    # a cause that lies in a layer above is that layer's, of however many layers it is the cause
    return listed([_reason(cause, at if cause.layer == zero.layer else None) for cause in _shown(zero)])


def _shown(zero: ZeroGradient) -> list[Cause]:
    """The factors that are zero; δ above is left out where the weights to it are 0 already."""
    kinds = {cause.kind for cause in zero.causes}
    return [c for c in zero.causes if not (c.kind is Kind.DELTA and Kind.WEIGHTS in kinds)]


def _reason(cause: Cause, at: str | None) -> str:
    symbol = cause.symbol(at)
    says_why = cause.why and at is None and cause.kind is not Kind.UNDERFLOW
    return f"{symbol} ({cause.why})" if says_why else symbol
