"""Surgery leaves the function as it is; matching finds what was exchanged; flat directions are flat."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from symmetry_cases import run_of

from symgui.arrays import FloatArray
from symgui.lessons.published.same_network import ONE_UNIT, one_unit_minimum, state_at
from symgui.nn.kernel import kernel
from symgui.symmetry.assignment import best_pairs
from symgui.symmetry.flat_directions import curvature_of, explained_directions
from symgui.symmetry.hessian import MAX_PARAMETERS, gradient_change, hessian
from symgui.symmetry.unit_matching import barrier, costs_between, match_units, weights_of_network
from symgui.symmetry.unit_surgery import (
    Weights,
    clone_unit,
    flip_unit,
    merge_units,
    remove_unit,
    reorder,
    split_unit,
    swap_units,
    with_signs,
)
from symgui.training.run import RecordedRun
from symgui.training.trainer import Trainer
from symgui.weights import started_at

ACTIVATIONS = ["tanh", "sigmoid", "relu", "leaky_relu", "elu", "softplus", "swish", "linear"]


def answers(run: RecordedRun, weights: Weights) -> FloatArray:
    """A[L] on the training examples of the network with other weights, by the engine."""
    return Trainer(started_at(run.experiment, weights)).network_state().output.A


def weights_of(run: RecordedRun) -> Weights:
    return weights_of_network(run.trainer.network)


def test_what_changes_nothing_bit_for_bit() -> None:
    run = run_of(4, 3)
    weights, before = weights_of(run), answers(run, weights_of(run))
    assert np.array_equal(answers(run, flip_unit(weights, 1, 2)), before)
    assert np.array_equal(answers(run, flip_unit(weights, 2, 0)), before)
    weights.W[1][:, 1] = 0.0
    before = answers(run, weights)
    smaller = remove_unit(weights, 1, 1)
    assert smaller.sizes == (2, 3, 3, 1)
    after = answers(run, smaller)
    assert np.array_equal(after, before) if kernel() is not None else np.allclose(after, before, 1e-14, 0.0)


@settings(max_examples=20, deadline=None)
@given(share=st.floats(-2.0, 3.0), layer=st.integers(1, 2), unit=st.integers(0, 2))
def test_what_changes_the_last_digit_at_most(share: float, layer: int, unit: int) -> None:
    run = run_of(4, 3)
    weights, before = weights_of(run), answers(run, weights_of(run))
    for changed in (swap_units(weights, layer, unit, 0), split_unit(weights, layer, unit, share)):
        assert answers(run, changed) == pytest.approx(before, rel=1e-13, abs=1e-15)


def test_a_split_unit_is_merged_to_what_it_was() -> None:
    weights = weights_of(run_of(3))
    twice = split_unit(weights, 1, 1, 0.25)
    assert twice.sizes == (2, 4, 1)
    back = merge_units(twice, 1, [1, 3])
    assert np.array_equal(back.W[0], weights.W[0])
    assert back.W[1] == pytest.approx(weights.W[1], rel=1e-15)


def test_a_clone_differs_by_its_noise_alone() -> None:
    weights = weights_of(run_of(3))
    quiet, loud = clone_unit(weights, 1, 0, 0.0, 1), clone_unit(weights, 1, 0, 0.1, 1)
    assert np.array_equal(quiet.W[0][3], weights.W[0][0])
    assert np.array_equal(loud.W[0][3], weights.W[0][0] + 0.1 * np.random.RandomState(1).randn(2))
    assert np.array_equal(loud.W[0][:3], quiet.W[0][:3])
    assert np.array_equal(loud.W[1], quiet.W[1])


def test_swapping_twice_and_flipping_twice_give_the_same_bits_back() -> None:
    weights = weights_of(run_of(4))
    for again in (
        swap_units(swap_units(weights, 1, 0, 3), 1, 0, 3),
        flip_unit(flip_unit(weights, 1, 2), 1, 2),
    ):
        assert all(
            np.array_equal(a, b) for a, b in zip(again.W + again.b, weights.W + weights.b, strict=True)
        )


def test_what_cannot_be_done_is_said() -> None:
    weights = weights_of(run_of(3))
    with pytest.raises(ValueError, match="unit 2 has other weights into it, or another bias, than unit 1"):
        merge_units(weights, 1, [0, 1])
    with pytest.raises(ValueError, match="unit 1 of layer 1 has weights out of it that are not 0"):
        remove_unit(weights, 1, 0)
    with pytest.raises(ValueError, match="layer 1 has units 1 to 3, not 4"):
        swap_units(weights, 1, 0, 3)
    with pytest.raises(ValueError, match="layer 2 is no hidden layer: there are 1"):
        flip_unit(weights, 2, 0)
    with pytest.raises(ValueError, match="networks of 2-3-1 and 2-4-1 have no units to match"):
        match_units(weights, split_unit(weights, 1, 0), [True])


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 5), st.integers(0, 10_000), st.booleans())
def test_best_pairs_by_trying_all(n: int, seed: int, whole: bool) -> None:
    stream = np.random.RandomState(seed)
    costs = stream.randint(0, 4, (n, n)).astype(float) if whole else stream.randn(n, n)
    pairs = best_pairs(costs)
    rows = np.arange(n)
    least = min(costs[rows, list(order)].sum() for order in permutations(range(n)))
    assert sorted(pairs) == list(range(n))
    assert costs[rows, pairs].sum() == pytest.approx(least)


def test_a_permutation_of_ones_own_is_found_and_has_no_barrier() -> None:
    run = run_of(6, 4)
    weights, trainer = weights_of(run), run.trainer
    other = with_signs(reorder(weights, 1, [3, 0, 5, 1, 4, 2]), 1, np.array([1.0, -1, 1, -1, -1, 1]))
    other = reorder(other, 2, [2, 3, 1, 0])
    data = trainer.data
    apart = barrier(costs_between(weights, other, trainer.network, data.X, data.Y))
    matched, pairs = match_units(weights, other, [True, True])
    assert all(
        np.array_equal(a, b) for a, b in zip(matched.W + matched.b, weights.W + weights.b, strict=True)
    )
    assert pairs[0].partners == (1, 3, 5, 0, 4, 2)
    assert pairs[0].signs == (-1, -1, 1, 1, -1, 1)
    together = barrier(costs_between(weights, matched, trainer.network, data.X, data.Y))
    assert together <= 1e-15 < apart


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize(("classes", "l2"), [(2, 0.0), (3, 0.7)])
def test_the_hessian_against_differences_of_the_engines_gradient(
    activation: str, classes: int, l2: float
) -> None:
    run = run_of(
        3, 2, activation=activation,
        data={"kind": "blobs", "classes": classes, "samples": 40}, training={"l2": l2},
    )  # fmt: skip
    state, weights = run.trainer.network_state(), weights_of(run)
    H = hessian(state)
    assert np.array_equal(H, H.T)
    stream, step = np.random.RandomState(0), 1e-6
    v_W, v_b = ([stream.randn(*part.shape) for part in parts] for parts in (weights.W, weights.b))
    gradients = []
    for side in (step, -step):
        moved = Weights(
            tuple(W + side * v for W, v in zip(weights.W, v_W, strict=True)),
            tuple(b + side * v for b, v in zip(weights.b, v_b, strict=True)),
        )
        layers = Trainer(started_at(run.experiment, moved)).network_state().layers
        gradients.append(np.concatenate([part.ravel() for l in layers for part in (l.dW, l.db)]))
    numeric = (gradients[0] - gradients[1]) / (2.0 * step)
    exact = gradient_change(state, v_W, v_b)
    v = np.concatenate([part.ravel() for pair in zip(v_W, v_b, strict=True) for part in pair])
    assert exact == pytest.approx(numeric, abs=1e-7)
    assert H @ v == pytest.approx(exact, abs=1e-12)


def test_a_large_network_has_no_hessian_here() -> None:
    with pytest.raises(ValueError, match=f"801 parameters, and a Hessian is made of {MAX_PARAMETERS}"):
        hessian(run_of(200, updates=0).trainer.network_state())


def test_a_split_unit_is_a_line_of_equal_cost_where_the_gradient_turns() -> None:
    run = run_of(3)
    twins = split_unit(weights_of(run), 1, 0, 0.25)
    state = Trainer(started_at(run.experiment, twins)).network_state()
    (way,) = explained_directions(state)
    assert (way.reason, way.units) == ("twins", (0, 3))
    H, v = hessian(state), way.direction
    assert abs(v @ H @ v) <= 1e-15 < 1e-3 < np.abs(H @ v).max()
    assert curvature_of(state).directions == ()


def test_a_split_minimum_is_a_line_of_critical_points() -> None:
    twins = split_unit(one_unit_minimum(), 1, 0, 0.25)
    found = curvature_of(state_at(ONE_UNIT, twins))
    assert (found.zero, found.explained, found.unexplained) == (1, 1, 0)
    assert [way.reason for way in found.directions] == ["twins"]


def test_units_that_are_never_active_make_flat_directions() -> None:
    run = run_of(3, activation="relu")
    weights = weights_of(run)
    weights.b[0][1] = -100.0
    found = curvature_of(Trainer(started_at(run.experiment, weights)).network_state())
    ways = {(way.reason, way.units) for way in found.directions}
    assert {("never active", (1,)), ("no slope", (1,))} <= ways
    assert found.explained == len(found.directions) == 4 * len({way.units for way in found.directions})
    assert found.unexplained == 0


def test_softmax_has_one_answer_too_many() -> None:
    run = run_of(3, data={"kind": "blobs", "classes": 3, "samples": 40})
    found = curvature_of(run.trainer.network_state())
    assert (found.zero, found.explained) == (4, 4)
    run = run_of(3, data={"kind": "blobs", "classes": 3, "samples": 40}, training={"l2": 0.5})
    found = curvature_of(run.trainer.network_state())
    assert (found.zero, found.explained) == (1, 1)
