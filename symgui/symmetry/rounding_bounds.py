"""How large a gradient rounding alone could make: what cannot be told from 0."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from symgui.arrays import FloatArray
from symgui.nn.in_parts import ONE_NUMBER, product
from symgui.nn.interruption import blocks

if TYPE_CHECKING:
    from symgui.symmetry.trace import Trace

UNIT_ROUNDOFF = float(np.finfo(np.float64).eps) / 2


class RoundingBounds:
    """Bounds of the rounding in one network's gradients, and what lies within them.

    Parameters
    ----------
    trace : Trace
        The network's slopes and paths.
    """

    def __init__(self, trace: Trace) -> None:
        self._trace = trace
        self._is_rounding: dict[int, bool] = {}
        self._is_residue: dict[int, bool] = {}

    def operations(self, l: int) -> int:
        """Roundings on the longest way to a term's sum in dW[l]."""
        above = sum(layer.units + 8 for layer in self._trace.state.layers[l:])
        return self._trace.state.m + above + 8

    def rounding(self, l: int) -> FloatArray:
        """How far each entry of dW[l] may be from the truth by rounding, shape (n_l, n_{l-1}).

        A running error bound: (number of operations) × (unit roundoff) × 1/m Σ|terms|. A gradient below it
        cannot be told from 0.
        """
        layer, m = self._trace.layer(l), self._trace.state.m
        terms = product(self._trace.paths(l), np.abs(self._trace.state.A(l - 1)).T) / m
        penalty = self._trace.state.l2 / m * np.abs(layer.W)
        return UNIT_ROUNDOFF * (self.operations(l) * terms + 2.0 * penalty)

    def bias_rounding(self, l: int) -> FloatArray:
        """How far each entry of db[l] may be from the truth by rounding, shape (n_l, 1); see `rounding`."""
        with np.errstate(all="ignore"):
            terms: FloatArray = self._trace.paths(l).sum(axis=1, keepdims=True) / self._trace.state.m
            terms *= UNIT_ROUNDOFF * self.operations(l)
        return terms

    def bias_moves(self, l: int) -> bool:
        """Whether some entry of db[l] is more than rounding."""
        db = np.abs(self._trace.layer(l).db)
        with np.errstate(all="ignore"):
            if float(db.max()) > UNIT_ROUNDOFF * self.operations(l) * float(self._trace.most_paths(l).max()):
                return True
        return bool((db > self.bias_rounding(l)).any())

    def is_sum_rounding(self, l: int, j: int, k: int, total: float) -> bool:
        """Whether `total`, Σ δⱼ aₖ over the examples (Σ δⱼ if k is −1), cannot be told from 0."""
        sources = np.ones(self._trace.state.m) if k < 0 else np.abs(self._trace.state.A(l - 1)[k])
        unit = UNIT_ROUNDOFF * self.operations(l)
        with np.errstate(all="ignore"):  # a bound that is not finite proves nothing
            if abs(total) > unit * float(self._trace.most_paths(l)[j]) * float(sources.sum()):
                return False
            bound = unit * float((self._trace.paths(l)[j] * sources).sum())
        return abs(total) <= bound < math.inf

    def is_rounding(self, l: int) -> bool:
        """Whether no entry of dW[l] can be told from 0."""
        if l not in self._is_rounding:
            self._is_rounding[l] = self._find_is_rounding(l)
        return self._is_rounding[l]

    def _find_is_rounding(self, l: int) -> bool:
        gradient = np.abs(self._trace.layer(l).dW)
        with np.errstate(all="ignore"):  # a bound that is not finite proves nothing
            if float(gradient.max()) > self._rounding_at_most(l):
                return False
            bound = self.rounding(l)
        return bool(((gradient <= bound) & np.isfinite(bound)).all())

    def is_sum_of_terms(self, l: int, total: FloatArray, terms: FloatArray) -> bool:
        """Whether the sums `total` of terms of layer l are 0 but for the rounding of these terms themselves.

        `is_rounding` also holds where the terms are rounding each, left over from larger numbers that undid
        each other further up; those need not cancel.

        Parameters
        ----------
        total, terms : ndarray of one shape
            Σ and Σ|terms|.
        """
        return bool((np.abs(total) <= UNIT_ROUNDOFF * self.operations(l) * terms).all())

    def delta_is_rounding(self, l: int, rows: slice = slice(None)) -> bool:
        """Whether δ[l] (of its units `rows`) is in every example no more than its own rounding."""
        dZ, paths = self._trace.layer(l).dZ[rows], self._trace.paths(l)[rows]
        for part in blocks(len(dZ), dZ.shape[1] * ONE_NUMBER):
            with np.errstate(all="ignore"):
                bound = UNIT_ROUNDOFF * self.operations(l) * paths[part]
            if not ((np.abs(dZ[part]) <= bound) & np.isfinite(bound)).all():
                return False
        return True

    def is_residue(self, l: int) -> bool:
        """Whether W[l] is no more than what rounding has left in it.

        It began as 0, no entry is larger than the rounding of its own gradient, and that gradient cannot be
        told from 0.
        """
        if l not in self._is_residue:
            self._is_residue[l] = self._find_is_residue(l)
        return self._is_residue[l]

    def _find_is_residue(self, l: int) -> bool:
        if l in self._trace.state.given:
            return False
        W = np.abs(self._trace.layer(l).W)
        with np.errstate(all="ignore"):
            if float(W.max()) > self._rounding_at_most(l):
                return False
        return bool(W.any()) and self.is_rounding(l) and bool((self.rounding(l) >= W).all())

    def _rounding_at_most(self, l: int) -> float:
        """A cheap upper bound of `rounding`: norms instead of arrays."""
        terms = float(self._trace.most_paths(l).max()) * float(np.abs(self._trace.state.A(l - 1)).max())
        penalty = self._trace.state.l2 / self._trace.state.m * float(np.abs(self._trace.layer(l).W).max())
        return UNIT_ROUNDOFF * (self.operations(l) * terms + 2.0 * penalty)
