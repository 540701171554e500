"""Mini-batches: every example once an epoch, in an order the seed fixes."""

from __future__ import annotations

from itertools import chain

import numpy as np
import pytest
from numpy.random import RandomState

from symgui.training.batches import Batches

SIZES = (2, 3, 1)


def batches(m: int, size: int, seed: int = 0) -> Batches:
    """Batches of examples whose columns say which they are."""
    X = np.stack([np.arange(m), -np.arange(m)]).astype(float)
    return Batches(X, X[:1] + 0.5, size, seed, SIZES)


def columns(stream: Batches) -> list[int]:
    """The next batch, by the numbers of its examples."""
    X, Y, p = stream.next()
    assert p.m == X.shape[1] == Y.shape[1] == p.Z[1].shape[1]
    np.testing.assert_array_equal(X[1], -X[0])
    np.testing.assert_array_equal(Y[0], X[0] + 0.5)
    return X[0].astype(int).tolist()


@pytest.mark.parametrize(("m", "size"), [(10, 3), (10, 5), (10, 9), (10, 1), (7, 6), (300, 32), (5, 5)])
def test_an_epoch_is_a_permutation_with_a_short_last_batch(m: int, size: int) -> None:
    stream, random = batches(m, size, seed=4), RandomState(4)
    for _ in range(3):
        epoch = [columns(stream) for _ in range(-(-m // size))]
        assert [len(batch) for batch in epoch[:-1]] == [size] * (len(epoch) - 1)
        assert len(epoch[-1]) == m % size or size
        assert list(chain.from_iterable(epoch)) == random.permutation(m).tolist()


def test_a_seed_is_an_order() -> None:
    first, again, other = batches(50, 8, seed=1), batches(50, 8, seed=1), batches(50, 8, seed=2)
    orders = [[columns(stream) for _ in range(20)] for stream in (first, again, other)]
    assert orders[0] == orders[1] != orders[2]


@pytest.mark.parametrize("taken", [0, 1, 3, 4, 5, 8, 11, 124, 128, 129])
def test_going_back_to_a_position(taken: int) -> None:
    """Also at the end of an epoch, and where the next batch begins another one."""
    stream = batches(10, 3, seed=3)
    for _ in range(taken):
        columns(stream)
    position = stream.position
    ahead = [columns(stream) for _ in range(9)]
    stream.seek(position)
    assert [columns(stream) for _ in range(9)] == ahead
    other = batches(10, 3, seed=99)
    other.seek(position)
    assert [columns(other) for _ in range(9)] == ahead


def test_batches_lie_together_in_memory_of_their_own() -> None:
    stream = batches(40, 8)
    X, Y, _ = stream.next()
    for rows in (X, Y):
        assert rows.flags.aligned
        assert rows.strides[1] == rows.itemsize
        assert rows.ctypes.data % 64 == 0
        assert rows.strides[0] % 64 == 0
    again, _, _ = stream.next()
    assert again.ctypes.data == X.ctypes.data
