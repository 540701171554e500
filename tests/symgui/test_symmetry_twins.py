"""Twins: found bit for bit, within a tolerance and as mirror images; what training keeps of them."""

from __future__ import annotations

import numpy as np
import pytest
from symmetry_cases import column, matrix, trainer, zeros

from symgui.experiment import DataSpec, WeightInit
from symgui.symmetry.partition import measure
from symgui.symmetry.twins import mirror_twins, near_twins, twins

DATA = DataSpec(kind="xor", samples=15)


def bits(array):
    return np.ascontiguousarray(array).view(np.int64)


def test_twins_need_equal_rows_biases_and_columns():
    W, b = zeros((2, 3, 2))
    assert twins(W, b, 1) == ((0, 1, 2),)
    b[0][2] = 0.1
    assert twins(W, b, 1) == ((0, 1),)
    W[1][1, 0] = 0.1
    assert twins(W, b, 1) == ()


def test_a_negative_zero_is_a_zero():
    W, b = zeros((2, 2, 1))
    W[0][0, 0] = -0.0
    assert twins(W, b, 1) == ((0, 1),)


def test_twins_differ_by_a_single_bit():
    W, b = zeros((2, 2, 1))
    W[0][:] = 0.1
    W[0][1, 1] = np.nextafter(0.1, 1)
    assert twins(W, b, 1) == ()
    assert near_twins(W, b, 1, 1e-9) == ((0, 1),)


def test_near_twins_compare_each_place_by_its_own_scale():
    W = [matrix((1e-10, 1), (2e-10, 1)), matrix((1, 1))]
    b = zeros((2, 2, 1))[1]
    assert near_twins(W, b, 1, 1e-9) == ()
    W[0][1, 0] = 1e-10 * (1 + 1e-12)
    assert near_twins(W, b, 1, 1e-9) == ((0, 1),)


def test_mirror_twins_include_plain_ones():
    W = [matrix((1, -2), (-1, 2), (1, -2), (0, 1)), matrix((3, -3, 3, 3))]
    b = [column(0.5, -0.5, 0.5, 0), column(0)]
    assert twins(W, b, 1) == ((0, 2),)
    assert mirror_twins(W, b, 1) == ((0, 1, 2),)


def test_mirror_twins_of_zero_rows_are_told_by_their_columns():
    W, b = zeros((2, 3, 1))
    W[1][:] = [[1, -1, 2]]
    assert mirror_twins(W, b, 1) == ((0, 1),)


def test_measure_names_each_kind():
    t = trainer((3,), W=[matrix((1, 2), (1, 2 + 1e-12), (-1, -2)), matrix((1, 1, -1))])
    (layer,) = measure(t.network_state()).layers
    assert layer.cells == ((0, 1, 2),)
    assert layer.exact_cells == ((0, 2), (1,))
    assert layer.twins == ()
    assert layer.near_twins == ((0, 1),)
    assert layer.mirror_twins == ((0, 2),)
    assert not layer.kept_despite_rounding
    assert layer.units == 3
    assert (layer.effective_units, layer.exact_units) == (1, 2)
    assert [layer.cell_of(j) for j in range(3)] == [0, 0, 0]


# --- kept while training -----------------------------------------------------------------------------


@pytest.mark.parametrize("batch_size", [None, 4])
@pytest.mark.parametrize("l2", [0.0, 0.3])
@pytest.mark.parametrize("optimizer", ["gd", "momentum", "adam"])
def test_twins_stay_bit_equal_for_10000_steps(optimizer, l2, batch_size):
    rng = np.random.RandomState(4)
    W = [rng.randn(3, 2), rng.randn(1, 3)]
    W[0][2], W[1][:, 2] = W[0][0], W[1][:, 0]
    t = trainer((3,), W=W, data=DATA, optimizer=optimizer, l2=l2, batch_size=batch_size, learning_rate=0.05)
    start = t.network.W[1].copy()
    t.advance(10_000)
    assert t.divergence is None
    assert measure(t.network_state()).layers[0].twins == ((0, 2),)
    for units in (t.network.W[1], t.network.b[1], t.network.W[2].T):
        assert np.array_equal(bits(units[0]), bits(units[2]))
    assert not np.allclose(t.network.W[1], start)


@pytest.mark.parametrize("optimizer", ["gd", "adam"])
def test_mirror_twins_stay_opposite_bit_for_bit(optimizer):
    W = [matrix((0.3, -0.2), (-0.3, 0.2), (0.7, 0.1)), matrix((0.5, -0.5, 0.2))]
    t = trainer((3,), "tanh", W=W, data=DATA, optimizer=optimizer)
    t.advance(2000)
    assert np.array_equal(t.network.W[1][0], -t.network.W[1][1])
    assert measure(t.network_state()).layers[0].mirror_twins == ((0, 1),)


JOINT = [matrix((0.3, 0.4), (0.3, 0.4)), matrix((1, 2), (2, 1)), matrix((0.7, 0.7))]


@pytest.mark.parametrize("optimizer", ["gd", "momentum"])
@pytest.mark.parametrize("l2", [0.0, 0.3])
def test_cells_that_are_not_twins_are_kept_to_tolerance(optimizer, l2):
    t = trainer((2, 2), W=JOINT, data=DATA, optimizer=optimizer, l2=l2)
    t.advance(500)
    symmetry = measure(t.network_state())
    assert symmetry.effective_units == (1, 1)
    assert [layer.twins for layer in symmetry.layers] == [(), ()]
    assert not any(layer.kept_despite_rounding for layer in symmetry.layers)


SUMS_ONLY = [np.full((3, 2), 0.3), matrix((1, 2, 3), (3, 2, 1), (2, 2, 2)), matrix((0.7, 0.7, 0.7))]
"""Equal sums of rows and of columns; of permutations only one maps the network to itself: two swaps."""


def test_adam_with_l2_loses_cells_that_only_sums_hold_together():
    """Adam's step is not linear in the gradient, and the penalty's part of it differs within a cell."""
    swapped = (2, 2)  # what the one permutation holds together stays
    kept = trainer((3, 3), W=SUMS_ONLY, data=DATA, optimizer="adam")
    lost = trainer((3, 3), W=SUMS_ONLY, data=DATA, optimizer="adam", l2=0.3)
    for t in (kept, lost):
        assert measure(t.network_state()).effective_units == (1, 1)
        t.advance(20)
    assert measure(kept.network_state()).effective_units == (1, 1)
    assert measure(lost.network_state()).effective_units == swapped


def test_a_joint_swap_outlives_adam_with_l2():
    """It maps the network to itself, and whatever treats equal entries alike keeps such a symmetry."""
    t = trainer((2, 2), W=JOINT, data=DATA, optimizer="adam", l2=0.3)
    t.advance(100)
    assert measure(t.network_state()).effective_units == (1, 1)


def test_zero_first_weights_under_random_second_ones_part_after_a_step():
    W = [np.zeros((3, 2)), matrix((1, -0.5, 2))]
    t = trainer((3,), "tanh", W=W, data=DATA)
    assert measure(t.network_state()).layers[0].row_spread == 0.0
    t.advance(1)
    assert measure(t.network_state()).layers[0].row_spread > 0.0
    frozen = trainer((3,), "relu", W=W, data=DATA)
    frozen.advance(50)
    assert not frozen.network.W[1].any()


def test_a_constant_is_one_unit_a_layer_for_ever():
    t = trainer(
        (5, 3), "tanh", weights=WeightInit(scheme="constant", value=0.1), data=DATA, learning_rate=1.0
    )
    t.advance(5000)
    symmetry = measure(t.network_state())
    assert symmetry.effective_units == (1, 1)
    assert all(layer.kept_despite_rounding and layer.row_spread == 0.0 for layer in symmetry.layers)
