"""The coarsest balanced partition, in the hard cases and against an exact slow construction."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from symmetry_cases import column, matrix, zeros

from symgui.nn.activations import ACTIVATIONS
from symgui.symmetry.balance import balanced_partition, exact_partition


def cells(W, b, activations, tolerance=1e-9):
    return tuple(layer.cells for layer in balanced_partition(W, b, activations, tolerance))


def singles(n):
    return tuple((j,) for j in range(n))


def test_all_zero_is_one_unit_a_layer():
    assert cells(*zeros((2, 4, 3, 1)), ["tanh", "relu"]) == (((0, 1, 2, 3),), ((0, 1, 2),))


@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_equal_rows_with_unequal_columns_are_apart(activation):
    W, b = zeros((2, 4, 1))
    W[1][:] = [[1.0, -0.5, 2.0, 3.0]]
    assert cells(W, b, [activation]) == (singles(4),)


def test_zero_weights_with_random_biases_in_a_deep_net_are_apart():
    W, b = zeros((2, 5, 4, 3, 1))
    rng = np.random.RandomState(0)
    for entries in b:
        entries[:] = rng.randn(*entries.shape)
    assert cells(W, b, ["tanh", "sigmoid", "relu"]) == (singles(5), singles(4), singles(3))


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "relu"])
def test_a_joint_swap_with_the_next_layer_is_a_symmetry(activation):
    W = [matrix((0.3, 0.4), (0.3, 0.4)), matrix((1, 2), (2, 1)), matrix((0.7, 0.7))]
    b = [column(0, 0), column(0.1, 0.1), column(0)]
    assert cells(W, b, [activation] * 2) == (((0, 1),), ((0, 1),))
    W[1][0, 0] = 1.5
    assert cells(W, b, [activation] * 2) == (singles(2), singles(2))


def test_a_joint_swap_that_flips_no_sign_survives_an_odd_activation():
    """Flipping each row to start positive would tear (a, b) and (b, a) apart where b < 0 < a."""
    W = [matrix((0.3, 0.4), (0.3, 0.4)), matrix((2, -1), (-1, 2)), matrix((0.7, 0.7))]
    b = [column(0, 0), column(0, 0), column(0)]
    assert cells(W, b, ["tanh", "tanh"]) == (((0, 1),), ((0, 1),))


def test_two_separate_pairs():
    W = [matrix((1, 2), (3, 4), (1, 2), (3, 4)), matrix((0.5, -1, 0.5, -1))]
    assert cells(W, zeros((2, 4, 1))[1], ["relu"]) == (((0, 2), (1, 3)),)


def test_mirror_images_share_a_cell_only_where_the_activation_is_odd():
    W = [matrix((1, -2), (-1, 2), (1, 3)), matrix((0.5, -0.5, 0.5))]
    b = [column(0.1, -0.1, 0.1), column(0)]
    (layer,) = balanced_partition(W, b, ["tanh"])
    assert layer.cells == ((0, 1), (2,))
    assert layer.signs == (1, -1, 1)
    assert cells(W, b, ["linear"]) == (((0, 1), (2,)),)
    assert cells(W, b, ["sigmoid"]) == (singles(3),)
    b[0][1, 0] = 0.1
    assert cells(W, b, ["tanh"]) == (singles(3),)


@pytest.mark.parametrize(("small", "large"), [(0, 1), (1, 0)])
def test_tiny_weights_beside_large_ones_count(small, large):
    W = [matrix((1, 2), (3, -5)), matrix((7, 11))]
    W[small] *= 1e-10
    assert cells(W, zeros((2, 2, 1))[1], ["sigmoid"]) == (singles(2),)
    W[small][:] = 1e-10
    W[large][:] = 1.0
    assert cells(W, zeros((2, 2, 1))[1], ["sigmoid"]) == (((0, 1),),)


def test_different_constants_by_layer():
    W, b = zeros((2, 3, 4, 5, 1))
    for l, weights in enumerate(W):
        weights[:] = 0.1 * (l + 1)
        b[l][:] = -0.3 * l
    assert [len(layer) for layer in cells(W, b, ["tanh", "relu", "sigmoid"])] == [1, 1, 1]


@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_one_unit_is_one_cell(activation):
    assert cells([matrix((1, 2)), matrix((3,))], zeros((2, 1, 1))[1], [activation]) == (((0,),),)
    assert cells(*zeros((2, 1, 1)), [activation]) == (((0,),),)


def test_no_hidden_layer_has_no_cells():
    assert balanced_partition(*zeros((2, 1)), []) == ()


def test_outputs_are_cells_of_their_own():
    W = [matrix((1, 1), (1, 1)), matrix((1, 2), (2, 1))]
    assert cells(W, zeros((2, 2, 2))[1], ["sigmoid"]) == (singles(2),)


@pytest.mark.parametrize("gap", [0.0, 1e-17, 0.9e-9, 1.1e-9, 1e-3])
def test_the_tolerance_is_a_share_of_the_compared_sums(gap):
    W = [matrix((1, 0), (1 + gap, 0)), matrix((1, 1))]
    equal = gap < 1e-9
    assert cells(W, zeros((2, 2, 1))[1], ["relu"]) == ((((0, 1),) if equal else singles(2)),)
    exact = balanced_partition(W, zeros((2, 2, 1))[1], ["relu"], 0.0)[0].cells
    assert exact == (((0, 1),) if 1 + gap == 1.0 else singles(2))


def test_a_chain_of_small_gaps_is_one_cell():
    W = [1 + 0.8e-9 * np.arange(4.0)[:, None], np.ones((1, 4))]
    assert cells(W, zeros((1, 4, 1))[1], ["relu"]) == (((0, 1, 2, 3),),)


def test_sums_are_exactly_rounded():
    """0.1 + 0.2 + 0.3 depends on the order in floats, not in an exactly rounded sum."""
    circulant = matrix((0.1, 0.2, 0.3), (0.2, 0.3, 0.1), (0.3, 0.1, 0.2))
    assert len({a + b + c for a, b, c in circulant.tolist()}) > 1
    W = [np.ones((3, 2)), circulant, np.ones((1, 3))]
    assert cells(W, zeros((2, 3, 3, 1))[1], ["relu", "relu"], 0.0) == (((0, 1, 2),), ((0, 1, 2),))


def test_the_exact_partition_refines_the_tolerant_one():
    W = [matrix((1, 0), (1 + 1e-12, 0), (1, 0), (2, 0)), np.ones((1, 4))]
    b = zeros((2, 4, 1))[1]
    near = balanced_partition(W, b, ["relu"])
    assert near[0].cells == ((0, 1, 2), (3,))
    assert exact_partition(W, b, ["relu"], near)[0].cells == ((0, 2), (1,), (3,))


def test_huge_weights_do_not_overflow():
    W = [np.full((4, 2), 1e308), np.full((4, 4), 1.7e308), np.full((1, 4), 1e308)]
    W[1][0] *= -1.0
    assert cells(W, zeros((2, 4, 4, 1))[1], ["relu", "relu"]) == (((0, 1, 2, 3),), ((0,), (1, 2, 3)))


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_of_parameters_that_are_not_finite_equal_units_remain(bad):
    W, b = zeros((2, 3, 1))
    W[0][:2] = bad
    assert cells(W, b, ["tanh"]) == (((0, 1), (2,)),)


def test_a_wide_layer_agrees_with_its_construction():
    rng = np.random.RandomState(1)
    labels = rng.randint(40, size=300)
    W = [rng.randn(40, 3)[labels], rng.randn(7, 40)[:, labels], rng.randn(2, 7)]
    b = [rng.randn(40, 1)[labels], rng.randn(7, 1), rng.randn(2, 1)]
    expected = sorted(tuple(np.flatnonzero(labels == c).tolist()) for c in set(labels.tolist()))
    for activation in ("relu", "tanh"):
        assert list(cells(W, b, [activation] * 2)[0]) == expected


# --- against an exact construction -------------------------------------------------------------------


def reference(W, b, activations):
    """Colour refinement in rational arithmetic, each unit of an odd layer beside its mirror image."""
    L = len(W)
    sizes = [W[0].shape[1], *(w.shape[0] for w in W)]
    mirrored = {l: l in (0, L) or ACTIVATIONS[activations[l - 1]].odd for l in range(L + 1)}
    nodes = [
        (l, j, s) for l in range(L + 1) for j in range(sizes[l]) for s in ((1, -1) if mirrored[l] else (1,))
    ]
    colour = {node: (node if node[0] in (0, L) else (node[0],)) for node in nodes}

    def sums(node, neighbour, weight):
        _l, j, s = node
        found = {}
        for k in range(sizes[neighbour]):
            for t in (1, -1) if mirrored[neighbour] else (1,):
                w = Fraction(float(weight(j, k))) * s * t / (2 if mirrored[neighbour] else 1)
                key = colour[neighbour, k, t]
                found[key] = found.get(key, 0) + w
        return sorted(found.items(), key=repr)

    while True:
        signature = {}
        for node in nodes:
            l, j, s = node
            if l in (0, L):
                signature[node] = repr(colour[node])
                continue
            below = sums(node, l - 1, lambda j, k, l=l: W[l - 1][j, k])
            above = sums(node, l + 1, lambda j, r, l=l: W[l][r, j])
            signature[node] = repr((colour[node], Fraction(float(b[l - 1][j, 0])) * s, below, above))
        numbers = {}
        refined = {node: (node[0], numbers.setdefault(signature[node], len(numbers))) for node in nodes}
        if len(set(refined.values())) == len(set(colour.values())):
            break
        colour = refined
    found = []
    for l in range(1, L):
        by_colour = {}
        for j in range(sizes[l]):
            key = min(colour[l, j, s] for s in ((1, -1) if mirrored[l] else (1,)))
            by_colour.setdefault(key, []).append(j)
        found.append(tuple(sorted(map(tuple, by_colour.values()))))
    return tuple(found)


def small_network(rng):
    """Few different small integers, often with equal or opposite rows and columns: many symmetries."""
    sizes = [rng.randint(1, 4), *rng.randint(1, 6, size=rng.randint(1, 4)), rng.randint(1, 4)]
    values = [[0], [0, 1], [-1, 0, 1], [1, 2], [-2, -1, 1, 2], [-1, 1]][rng.randint(6)]
    W = [rng.choice(values, size=(n, k)).astype(float) for k, n in itertools.pairwise(sizes)]
    for weights in W:
        if rng.rand() < 0.5:
            weights[:] = weights[:1]
        if rng.rand() < 0.5:
            weights[:] = weights[:, :1]
        if rng.rand() < 0.3:
            weights *= rng.choice([-1.0, 1.0], size=(weights.shape[0], 1))
        if rng.rand() < 0.3:
            weights *= rng.choice([-1.0, 1.0], size=weights.shape[1])
    b = [rng.randint(-1, 2, size=(n, 1)) * float(rng.rand() < 0.2) for n in sizes[1:]]
    activations = list(rng.choice(["tanh", "relu", "sigmoid", "linear"], size=len(sizes) - 2))
    return W, b, activations


def test_the_partition_is_the_exact_coarsest_one():
    rng = np.random.RandomState(7)
    symmetric = 0
    for _ in range(400):
        W, b, activations = small_network(rng)
        expected = reference(W, b, activations)
        assert cells(W, b, activations) == cells(W, b, activations, 0.0) == expected
        symmetric += any(len(layer) < w.shape[0] for layer, w in zip(expected, W, strict=False))
    assert symmetric > 100


@settings(max_examples=60)
@given(st.integers(0, 2**32 - 1), st.randoms(use_true_random=False), st.booleans())
def test_permuting_units_permutes_the_partition(seed, random, perturb):
    rng = np.random.RandomState(seed)
    W, b, activations = small_network(rng)
    if perturb:  # real numbers, and sums that are close to each other
        for weights in W:
            weights *= 0.1
            weights += rng.choice([0.0, 1e-11, 1e-3], size=weights.shape, p=[0.8, 0.1, 0.1])
    before = cells(W, b, activations)
    orders = [list(range(w.shape[0])) for w in W[:-1]]
    for order in orders:
        random.shuffle(order)
    permuted_W, permuted_b = [w.copy() for w in W], [c.copy() for c in b]
    for l, order in enumerate(orders):
        permuted_W[l], permuted_b[l] = permuted_W[l][order], permuted_b[l][order]
        permuted_W[l + 1] = permuted_W[l + 1][:, order]
    after = cells(permuted_W, permuted_b, activations)
    for order, old, new in zip(orders, before, after, strict=True):
        assert {frozenset(order[j] for j in cell) for cell in new} == {frozenset(cell) for cell in old}


@pytest.mark.parametrize("hidden", [(4,), (3, 2), (1,), (1, 1)])
@pytest.mark.parametrize("activation", ["tanh", "linear", "relu"])
def test_units_of_an_odd_net_of_zeros_are_their_own_mirror_images(activation, hidden):
    """They answer 0 to everything, so all are silent; a unit of an even g has no mirror image."""
    W, b = zeros((2, *hidden, 1))
    found = balanced_partition(W, b, [activation] * len(hidden))
    odd = activation != "relu"
    assert [p.silent for p in found] == [tuple(range(n)) if odd else () for n in hidden]
    assert [len(p.cells) for p in found] == [1] * len(hidden)


@pytest.mark.parametrize(
    ("matrix_number", "silent"), [(0, [(), (0, 1)]), (1, [(0, 1), (0, 1)]), (2, [(0, 1), ()])]
)
def test_a_weight_between_silent_layers_adds_nothing(matrix_number, silent):
    """Inputs and outputs are not silent: what leads to or from them must be 0."""
    W, b = zeros((2, 2, 2, 1))
    W[matrix_number][:] = 0.3
    assert [p.silent for p in balanced_partition(W, b, ["tanh", "tanh"])] == silent
    W[matrix_number][:] = 0.0
    b[0][:] = 0.1
    assert [p.silent for p in balanced_partition(W, b, ["tanh", "tanh"])] == [(), (0, 1)]
