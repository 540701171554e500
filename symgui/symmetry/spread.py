"""Soft measures of symmetry: how far units of a layer are from being one."""

from __future__ import annotations

import numpy as np

from symgui.arrays import FloatArray

EPSILON = float(np.finfo(np.float64).eps)


def row_spread(W: FloatArray, b: FloatArray) -> float:
    """Largest difference between two units' incoming weights from one place, or between their biases.

    Parameters
    ----------
    W : ndarray, shape (n_l, n_{l-1})
    b : ndarray, shape (n_l, 1)

    Returns
    -------
    float
        max over columns of (max − min); 0 if all rows are one; NaN if a parameter is not finite.
    """
    with np.errstate(invalid="ignore", over="ignore"):
        ranges = [np.maximum.reduce(c) - np.minimum.reduce(c) for c in (W, b)]
    spread = float(np.concatenate(ranges).max())
    return spread if np.isfinite(spread) else float("nan")


def effective_rank(A: FloatArray) -> float:
    """How many directions the activations of a layer span: exp of the entropy of their singular values.

    Parameters
    ----------
    A : ndarray, shape (n, m)

    Returns
    -------
    float
        exp(−Σ p log p), p = σ / Σσ; 1 if all units answer alike, at most min(n, m), 0.0 if A is all zero,
        NaN if A is not finite. Singular values below √(n·eps) of the largest count as 0: they come from
        the smaller of A Aᵀ and Aᵀ A, whose own rounding is that large.

    Notes
    -----
    Roy and Vetterli, The effective rank, EUSIPCO 2007.
    """
    peak = float(np.abs(A).max(initial=0.0))
    if peak == 0.0:
        return 0.0
    if not np.isfinite(peak):
        return float("nan")
    A = A / peak
    gram = A @ A.T if A.shape[0] <= A.shape[1] else A.T @ A
    squares = np.linalg.eigvalsh(gram)
    squares = squares[squares > len(squares) * EPSILON * squares[-1]]
    share = np.sqrt(squares)
    share /= share.sum()
    return float(np.exp(-(share * np.log(share)).sum()))


def cosine_matrix(W: FloatArray, b: FloatArray) -> FloatArray:
    """Cosine of the angle between every two units' incoming weights, the bias included.

    Returns
    -------
    ndarray, shape (n, n)
        1 for equal directions, −1 for mirror images; NaN in the rows and columns of a unit whose incoming
        weights are all 0 (no direction) or not finite.
    """
    rows = np.concatenate((W, b), axis=1)
    with np.errstate(invalid="ignore", over="ignore"):
        # divided by the largest entry first, so that no square over- or underflows
        rows = rows / _column(np.abs(rows).max(axis=1))
        rows = rows / _column(np.sqrt((rows * rows).sum(axis=1)))
        return np.clip(rows @ rows.T, -1.0, 1.0)


def _column(norms: FloatArray) -> FloatArray:
    return np.where((norms > 0.0) & np.isfinite(norms), norms, np.nan)[:, None]
