"""How products are summed: every unit alike (`per-unit`), or as fast as BLAS can (`blas`).

``np.dot`` treats the rows at the edge of a block differently from those inside, so two equal units may
differ in the last bit after one product; where the symmetric state is unstable that rounding grows
until the units have *learned* to differ. `per-unit` gives each unit the same operations in the same
order, so equal units stay bit-equal for ever.
"""

from __future__ import annotations

from functools import cache
from typing import Protocol

import numpy as np
from threadpoolctl import ThreadpoolController

from symgui.arrays import FloatArray
from symgui.nn.kernel import Kernel, kernel
from symgui.nn.memory import allocate

ARITHMETIC_LABELS = {"per-unit": "per unit", "blas": "BLAS"}
"""How each is called on screen, by its name in the experiment file."""


class Arithmetic(Protocol):
    """The three products of a training step; all write to `out`."""

    @property
    def name(self) -> str:
        """The name in the experiment file."""

    @property
    def note(self) -> str:
        """What a person should know of it, if anything."""

    @property
    def by_unit(self) -> bool:
        """Whether a product made some units at a time has the very bits of the product made at once."""

    def forward(self, W: FloatArray, A: FloatArray, out: FloatArray) -> None:
        """W A: (n, k) × (k, m) → (n, m)."""

    def gradient(self, dZ: FloatArray, A: FloatArray, out: FloatArray) -> None:
        """dZ Aᵀ: (n, m) × (k, m)ᵀ → (n, k)."""

    def backward(self, W: FloatArray, dZ: FloatArray, out: FloatArray) -> None:
        """Wᵀ dZ: (n, k)ᵀ × (n, m) → (k, m)."""


class PerUnit:
    """One vector-matrix product a unit, one dot product a weight."""

    name = "per-unit"
    note = ""
    by_unit = True

    def forward(self, W: FloatArray, A: FloatArray, out: FloatArray) -> None:
        np.vecmat(W, A, out=out)

    def gradient(self, dZ: FloatArray, A: FloatArray, out: FloatArray) -> None:
        np.vecdot(dZ[:, None, :], A, out=out)

    def backward(self, W: FloatArray, dZ: FloatArray, out: FloatArray) -> None:
        np.vecmat(W.T, dZ, out=out)


class PerUnitLanes:
    """`PerUnit` for several networks at once: leading axes, and within each network the very same sums."""

    name = "per-unit"
    note = ""
    by_unit = True

    def forward(self, W: FloatArray, A: FloatArray, out: FloatArray) -> None:
        np.vecmat(W, A[..., None, :, :], out=out)

    def gradient(self, dZ: FloatArray, A: FloatArray, out: FloatArray) -> None:
        np.vecdot(dZ[..., :, None, :], A[..., None, :, :], out=out)

    def backward(self, W: FloatArray, dZ: FloatArray, out: FloatArray) -> None:
        np.vecmat(W.mT, dZ[..., None, :, :], out=out)


class Einsum:
    """The sums of `PerUnit` without BLAS, slower: for a processor on which its self-test fails."""

    name = "per-unit"
    note = "This processor's BLAS rounds equal rows differently: products are summed by einsum, slower."
    by_unit = False

    def forward(self, W: FloatArray, A: FloatArray, out: FloatArray) -> None:
        np.einsum("jk,ki->ji", W, A, out=out)

    def gradient(self, dZ: FloatArray, A: FloatArray, out: FloatArray) -> None:
        np.einsum("ji,ki->jk", dZ, A, out=out)

    def backward(self, W: FloatArray, dZ: FloatArray, out: FloatArray) -> None:
        np.einsum("jk,ji->ki", W, dZ, out=out)


class Compiled(PerUnit):
    """The compiled kernel: whole updates and passes, the same sums for every unit, and on every machine.

    Its products alone are NumPy's; `symgui.nn.network` asks the kernel for all that it computes of a network.
    """

    def __init__(self, kernel: Kernel) -> None:
        self.kernel = kernel


class Blas:
    """``np.dot``: fastest for wide layers; equal units may drift apart by rounding."""

    name = "blas"
    note = ""
    by_unit = False

    def forward(self, W: FloatArray, A: FloatArray, out: FloatArray) -> None:
        np.matmul(W, A, out=out)

    def gradient(self, dZ: FloatArray, A: FloatArray, out: FloatArray) -> None:
        np.matmul(dZ, A.T, out=out)

    def backward(self, W: FloatArray, dZ: FloatArray, out: FloatArray) -> None:
        np.matmul(W.T, dZ, out=out)


def keeps_twins(arithmetic: Arithmetic, shapes: tuple[tuple[int, int, int], ...]) -> bool:
    """Whether equal units get bit-equal products, for every ``(n, k, m)`` of `shapes`.

    (n units, k below, m examples.) Equal rows of W must give equal rows of Z; equal rows of dZ and equal
    rows of A, equal rows and columns of dW; equal columns of W, equal rows of dA.
    """
    rng = np.random.RandomState(0)
    for n, k, m in shapes:
        _, (W, A, dZ, Z, dW, dA) = allocate([(n, k), (k, m), (n, m), (n, m), (n, k), (k, m)])
        W[:], A[:], dZ[:] = rng.randn(1, k), rng.randn(k, m), rng.randn(1, m)
        arithmetic.forward(W, A, Z)
        arithmetic.gradient(dZ, A, dW)
        if (Z[0] != Z).any() or (dW != dW[0]).any():
            return False
        W[:], A[:], dZ[:] = rng.randn(n, 1), rng.randn(1, m), rng.randn(n, m)
        arithmetic.gradient(dZ, A, dW)
        arithmetic.backward(W, dZ, dA)
        if (dW != dW[:, :1]).any() or (dA != dA[0]).any():
            return False
    return True


SELF_TEST_SHAPES = tuple((n, k, m) for n in (2, 5, 9) for k in (1, 3, 7) for m in (5, 301))


@cache
def per_unit() -> Arithmetic:
    """`PerUnit`, or `Einsum` where this processor's BLAS fails the self-test."""
    return PerUnit() if keeps_twins(PerUnit(), SELF_TEST_SHAPES) else Einsum()


@cache
def one_blas_thread() -> None:
    """Let BLAS work in one thread, in the whole process, from here on.

    A product of teaching size is too short to be worth sharing: threads that wait for each other on a busy
    machine made it up to ten times as slow. And how many share it decides how its terms are added, so that
    the same file would not give the same bits in every program.
    """
    ThreadpoolController().limit(limits=1, user_api="blas")


def arithmetic_named(name: str) -> Arithmetic:
    """The arithmetic of the experiment file: ``"per-unit"`` or ``"blas"``; from here BLAS has one thread.

    Raises
    ------
    ValueError
        For any other name.
    """
    one_blas_thread()
    if name == "per-unit":
        compiled = kernel()
        return per_unit() if compiled is None else Compiled(compiled)
    if name == "blas":
        return Blas()
    raise ValueError(f"arithmetic: expected 'per-unit' or 'blas', got {name!r}")
