"""Products that treat every unit alike, on any shape and wherever the memory lies."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from numpy.random import RandomState
from threadpoolctl import threadpool_info

from symgui.arrays import FloatArray
from symgui.nn.arithmetic import (
    SELF_TEST_SHAPES,
    Arithmetic,
    Blas,
    Compiled,
    Einsum,
    PerUnit,
    arithmetic_named,
    keeps_twins,
    per_unit,
)
from symgui.nn.kernel import kernel, using
from symgui.nn.memory import LINE, aligned_zeros, allocate, row_length

ALL = pytest.mark.parametrize("arithmetic", [PerUnit(), Einsum(), Blas()], ids=lambda a: type(a).__name__)

ODD_SHAPES = tuple((n, k, m) for n in (2, 3, 7, 13) for k in (1, 2, 5, 11) for m in (1, 3, 29, 61, 399))


def offset_array(rng: RandomState, rows: int, columns: int, stride: int) -> FloatArray:
    """An array that begins at a random place in a cache line, its rows `stride` doubles apart."""
    offset = rng.randint(LINE // 8)
    raw = aligned_zeros(rows * stride + LINE // 8)
    return raw[offset : offset + rows * stride].reshape(rows, stride)[:, :columns]


def in_step(rng: RandomState, rows: int, columns: int) -> FloatArray:
    """Every row at the same, random offset from a cache line, as in the engine's memory at offset 0."""
    return offset_array(rng, rows, columns, row_length(columns))


def out_of_step(rng: RandomState, rows: int, columns: int) -> FloatArray:
    """Every row at another offset."""
    return offset_array(rng, rows, columns, columns + rng.randint(9))


@ALL
@pytest.mark.parametrize(("n", "k", "m"), [(1, 1, 1), (2, 3, 5), (7, 13, 61), (33, 17, 129)])
def test_the_products(arithmetic: Arithmetic, n: int, k: int, m: int) -> None:
    """Against sums that are rounded once."""
    rng = RandomState(0)
    W, A, dZ = rng.randn(n, k), rng.randn(k, m), rng.randn(n, m)
    Z, dW, dA = np.empty((n, m)), np.empty((n, k)), np.empty((k, m))
    arithmetic.forward(W, A, Z)
    arithmetic.gradient(dZ, A, dW)
    arithmetic.backward(W, dZ, dA)
    for product, left, right in ((Z, W, A), (dW, dZ, A.T), (dA, W.T, dZ)):
        for i, j in np.ndindex(product.shape):
            terms = left[i] * right[:, j]
            limit = 1e-15 * math.fsum(np.abs(terms)) * (1 + len(terms))
            assert abs(product[i, j] - math.fsum(terms)) <= limit


def test_per_unit_keeps_twins_on_odd_shapes() -> None:
    assert keeps_twins(per_unit(), ODD_SHAPES)
    assert keeps_twins(per_unit(), SELF_TEST_SHAPES)


def test_the_fallback_keeps_them_too() -> None:
    assert keeps_twins(Einsum(), ODD_SHAPES)
    assert Einsum().name == "per-unit"
    assert "slower" in Einsum().note


@pytest.mark.parametrize("seed", range(5))
def test_per_unit_keeps_twins_at_random_offsets(seed: int) -> None:
    """Rows in step: all four kinds of twins, in 400 random shapes."""
    rng = RandomState(seed)
    arithmetic = per_unit()
    for _ in range(400):
        n, k, m = rng.randint(2, 20), rng.randint(1, 20), rng.randint(1, 330)
        shapes = ((n, k), (k, m), (n, m), (n, m), (n, k), (k, m))
        W, A, Z, dZ, dW, dA = (in_step(rng, *shape) for shape in shapes)
        equal_rows_forward(arithmetic, rng, W, A, Z)
        equal_deltas(arithmetic, rng, dZ, A, dW)
        equal_inputs(arithmetic, rng, dZ, A, dW)
        equal_columns_backward(arithmetic, rng, W, dZ, dA)


@pytest.mark.parametrize("seed", range(3))
def test_per_unit_keeps_most_twins_out_of_step(seed: int) -> None:
    """Rows at other offsets than their twins.

    Equal inputs are left out: there one old kernel fails, which is why the engine's rows are in step.
    """
    rng = RandomState(seed)
    arithmetic = per_unit()
    for _ in range(300):
        n, k, m = rng.randint(2, 20), rng.randint(1, 20), rng.randint(1, 330)
        shapes = ((n, k), (k, m), (n, m), (n, m), (n, k), (k, m))
        W, A, Z, dZ, dW, dA = (out_of_step(rng, *shape) for shape in shapes)
        equal_rows_forward(arithmetic, rng, W, A, Z)
        equal_deltas(arithmetic, rng, dZ, A, dW)
        equal_columns_backward(arithmetic, rng, W, dZ, dA)


def equal_rows_forward(
    arithmetic: Arithmetic, rng: RandomState, W: FloatArray, A: FloatArray, Z: FloatArray
) -> None:
    W[:], A[:] = rng.randn(1, W.shape[1]), rng.randn(*A.shape)
    arithmetic.forward(W, A, Z)
    assert (Z[0] == Z).all()


def equal_deltas(
    arithmetic: Arithmetic, rng: RandomState, dZ: FloatArray, A: FloatArray, dW: FloatArray
) -> None:
    dZ[:], A[:] = rng.randn(1, dZ.shape[1]), rng.randn(*A.shape)
    arithmetic.gradient(dZ, A, dW)
    assert (dW == dW[0]).all()


def equal_inputs(
    arithmetic: Arithmetic, rng: RandomState, dZ: FloatArray, A: FloatArray, dW: FloatArray
) -> None:
    dZ[:], A[:] = rng.randn(*dZ.shape), rng.randn(1, A.shape[1])
    arithmetic.gradient(dZ, A, dW)
    assert (dW == dW[:, :1]).all()


def equal_columns_backward(
    arithmetic: Arithmetic, rng: RandomState, W: FloatArray, dZ: FloatArray, dA: FloatArray
) -> None:
    W[:], dZ[:] = rng.randn(W.shape[0], 1), rng.randn(*dZ.shape)
    arithmetic.backward(W, dZ, dA)
    assert (dA == dA[0]).all()


def last_row(product: FloatArray) -> None:
    product[-1] = np.nextafter(product[-1], np.inf)


def last_column(product: FloatArray) -> None:
    product[:, -1] = np.nextafter(product[:, -1], np.inf)


def nothing(product: FloatArray) -> None:
    pass


class EdgeOfABlock(Einsum):
    """Rounds the last row or column of one product otherwise, as BLAS may."""

    def __init__(self, **spoils: Callable[[FloatArray], None]) -> None:
        self.__dict__["spoils"] = {"forward": nothing, "gradient": nothing, "backward": nothing, **spoils}

    def forward(self, W: FloatArray, A: FloatArray, out: FloatArray) -> None:
        super().forward(W, A, out)
        self.__dict__["spoils"]["forward"](out)

    def gradient(self, dZ: FloatArray, A: FloatArray, out: FloatArray) -> None:
        super().gradient(dZ, A, out)
        self.__dict__["spoils"]["gradient"](out)

    def backward(self, W: FloatArray, dZ: FloatArray, out: FloatArray) -> None:
        super().backward(W, dZ, out)
        self.__dict__["spoils"]["backward"](out)


@pytest.mark.parametrize(
    "spoils",
    [{"forward": last_row}, {"gradient": last_row}, {"gradient": last_column}, {"backward": last_row}],
    ids=["forward", "gradient-rows", "gradient-columns", "backward"],
)
def test_the_self_test_sees_one_bit(spoils: dict[str, Callable[[FloatArray], None]]) -> None:
    assert not keeps_twins(EdgeOfABlock(**spoils), SELF_TEST_SHAPES)
    assert keeps_twins(EdgeOfABlock(), SELF_TEST_SHAPES)


def test_names() -> None:
    with using(None):
        assert arithmetic_named("per-unit") is per_unit()
    compiled = kernel()
    if compiled is not None:
        arithmetic = arithmetic_named("per-unit")
        assert isinstance(arithmetic, Compiled)
        assert arithmetic.kernel is compiled
    assert isinstance(arithmetic_named("blas"), Blas)
    with pytest.raises(ValueError, match="'per-unit' or 'blas', got 'float32'"):
        arithmetic_named("float32")


@pytest.mark.parametrize("columns", [1, 2, 7, 8, 9, 301])
def test_rows_begin_on_a_boundary_whatever_the_allocator_gives(columns: int) -> None:
    rng = RandomState(0)
    kept = []
    for _ in range(50):
        kept.append(np.empty(rng.randint(1, 60)))  # moves the heap on by an odd amount
        flat, views = allocate([(3, columns), (1, 1), (2, columns)])
        for view in views:
            assert view.ctypes.data % LINE == 0
            assert view.strides[0] % LINE == 0
            view[:] = 1.0
        assert flat.sum() == 5 * columns + 1, "views overlap, or reach into the padding"


def test_blas_has_one_thread_once_a_network_is_built() -> None:
    arithmetic_named("per-unit")
    threads = [library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"]
    assert threads == [1] * len(threads)
