"""Gradients taken apart: the factors multiply to the gradient, and what is zero is named."""

from __future__ import annotations

import math

import numpy as np
import pytest
from symmetry_cases import column, matrix, trainer

from symgui.experiment import BiasInit, DataSpec, WeightInit
from symgui.nn.activations import ACTIVATIONS
from symgui.plain_text.numbers import number
from symgui.symmetry.cause import Cause, Kind
from symgui.symmetry.equality import equal_gradients
from symgui.symmetry.factors import explain, partner

NORMAL = WeightInit(scheme="normal", scale=0.8)
THREE_CLASSES = DataSpec(kind="blobs", samples=30, classes=3)


def places(state):
    return [
        (layer.number, j, k)
        for layer in state.layers
        for j in range(layer.W.shape[0])
        for k in range(-1, layer.W.shape[1])
    ]


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("l2", [0.0, 0.7])
def test_the_sum_and_the_penalty_make_the_gradient(activation, l2):
    t = trainer((3, 2), activation, weights=NORMAL, biases=BiasInit(scheme="normal"), l2=l2)
    t.advance(3)
    state = t.network_state()
    for place in places(state):
        e = explain(state, *place)
        assert e.total / e.m + e.penalty == pytest.approx(e.gradient, rel=1e-12, abs=1e-15)
        assert abs(e.total) <= e.terms * (1 + 1e-12)


def test_the_factors_of_delta_multiply_to_it():
    t = trainer((3, 2), weights=NORMAL, data=THREE_CLASSES)
    state = t.network_state()
    for l in (1, 2):
        here, above = state.layers[l - 1], state.layers[l]
        for j in range(here.units):
            e = explain(state, l, j, 0)
            weights, delta, slope = e.chain
            made = above.W[:, j] @ above.dZ * (1.0 - np.tanh(here.Z[j]) ** 2)
            assert e.delta.mean == pytest.approx(np.abs(made).mean(), rel=1e-12)
            assert weights.mean == pytest.approx(np.abs(above.W[:, j]).mean(), rel=1e-15)
            assert delta.mean == pytest.approx(np.abs(above.dZ).mean(), rel=1e-15)
            assert slope.mean == pytest.approx((1.0 - np.tanh(here.Z[j]) ** 2).mean(), rel=1e-12)
            assert e.source.mean == pytest.approx(np.abs(state.A(l - 1)[0]).mean(), rel=1e-15)


@pytest.mark.parametrize("hidden", [(3,), (4, 2)])
def test_the_slope_of_a_softmax_loss_is_a_mean_over_every_class_like_its_neighbours(hidden):
    state = trainer(hidden, weights=NORMAL, data=THREE_CLASSES).network_state()
    l, m = len(state.layers), state.m
    A, Y = state.output.A, state.Y
    entries = [abs(-Y[k, i] / A[k, i]) for k in range(3) for i in range(m)]
    assert explain(state, l, 0, 0).loss_slope.mean == pytest.approx(math.fsum(entries) / (3 * m), rel=1e-13)


def test_ten_classes_that_are_guessed_have_a_loss_slope_of_one():
    data = DataSpec(kind="spiral", samples=100, classes=10)
    state = trainer((3,), weights=WeightInit(scheme="zeros"), data=data).network_state()
    e = explain(state, 2, 0, 0)
    assert e.loss_slope.mean == pytest.approx(1.0, rel=1e-14)  # 1 / a = 10 in one class of ten


def test_the_slope_of_the_loss_is_its_derivative_by_a():
    state = trainer((3,), weights=NORMAL).network_state()
    a, y = state.output.A, state.Y
    assert explain(state, 1, 0, 0).loss_slope.mean == pytest.approx(
        np.abs(-y / a + (1 - y) / (1 - a)).mean(), rel=1e-12
    )
    state = trainer((3,), weights=NORMAL, data=THREE_CLASSES).network_state()
    truth = state.output.A[state.Y == 1.0]
    assert explain(state, 1, 0, 0).loss_slope.mean == pytest.approx((1 / truth).mean() / 3, rel=1e-12)


def test_zero_tanh_is_stuck_by_zero_factors_not_by_the_loss():
    state = trainer((4,), data=DataSpec(kind="flower")).network_state()
    first, second = explain(state, 1, 1, 0), explain(state, *partner(state, 1, 1, 0))
    assert (first.name, second.name) == ("W[1]₂,₁", "W[2]₁,₂")
    assert first.reason == "δ₂ = 0 as W[2]₁,₂ = 0; so dW[1]₂,₁ = 0."
    assert second.reason == "a₂ = 0 as tanh(0) = 0; so dW[2]₁,₂ = 0."
    assert [f.symbol for f in first.zero_factors] == ["W[2]₁,₂"]
    assert [f.symbol for f in second.zero_factors] == ["a₂"]
    for e in (first, second):
        assert (e.gradient, e.total, e.terms) == (0.0, 0.0, 0.0)
        assert e.exact
        assert e.stays
        assert e.error.mean == 0.5  # dZ[2] is not zero
        assert e.loss_slope.mean == 2.0  # neither is dA[2]
    assert (first.kind, second.kind) == (Kind.WEIGHTS, Kind.ACTIVATION)


def test_zero_relu_names_all_its_zero_factors():
    state = trainer((3, 2), "relu").network_state()
    e = explain(state, 2, 0, 1)
    assert [f.symbol for f in e.zero_factors] == ["W[3]₁,₁", "g'(z₁)", "a₂"]
    assert (
        e.reason
        == "δ₁ = 0 as W[3]₁,₁ = 0 and g'(z₁) = 0 (g'(0) = 0); a₂ = 0 as ReLU(0) = 0; so dW[2]₁,₂ = 0."
    )


def test_terms_that_cancel_are_not_a_zero_factor():
    state = trainer((4,), "sigmoid", data=DataSpec(kind="flower")).network_state()
    e = explain(state, 2, 0, 1)
    assert (e.kind, e.exact, e.total) == (Kind.CANCELS, True, 0.0)
    assert e.terms == 400 * 0.5 * 0.5
    assert not e.zero_factors
    assert "the terms cancel exactly: Σ = 0 where Σ|terms| = 100.0" in e.reason


def test_terms_that_cancel_up_to_rounding_are_named_with_both_numbers():
    t = trainer((1,), "sigmoid", b=[column(0.3), column(0)], data=DataSpec(kind="circles", samples=302))
    e = explain(t.network_state(), 2, 0, 0)
    assert e.gradient != 0.0
    assert (e.kind, e.exact, e.stays) == (Kind.CANCELS, False, True)
    assert abs(e.total) < 1e-14 * e.terms
    assert "the terms cancel exactly: Σ = 0" in e.reason, "it is the engine that has rounded"
    assert e.reason.endswith("is only rounding.")
    t.advance(1)
    residue = explain(t.network_state(), 1, 0, 0)
    assert residue.gradient != 0.0
    assert (residue.kind, residue.exact) == (Kind.RESIDUE, False)


def test_dead_units_have_a_slope_of_zero():
    t = trainer((3,), "relu", weights=NORMAL, biases=BiasInit(scheme="constant", value=-50.0))
    e = explain(t.network_state(), 1, 0, 0)
    assert e.kind is Kind.SLOPE
    assert e.reason == "δ₁ = 0 as g'(z₁) = 0 (z ≤ 0 in every example); so dW[1]₁,₁ = 0."
    out = explain(t.network_state(), 2, 0, 0)
    assert out.reason == "a₁ = 0 as z ≤ 0 in every example; so dW[2]₁,₁ = 0."


def test_underflow_is_not_called_a_zero_factor():
    W = [np.full((2, 2), 1e-200), np.full((2, 2), 1e-200), matrix((1e-200, 1e-200))]
    state = trainer((2, 2), W=W).network_state()
    assert explain(state, 1, 0, 0).kind is Kind.UNDERFLOW
    assert "underflow" in explain(state, 1, 0, 0).reason
    tiny = trainer((2,), W=[np.full((2, 2), 1e-320), matrix((1e-10, 1e-10))]).network_state()
    assert explain(tiny, 2, 0, 0).gradient != 0.0


def test_products_that_underflow():
    """δ and a are both there; what is too small is their product."""
    W = [np.full((1, 2), 1.0), np.full((1, 1), 1e-170), matrix((1e-170,))]
    e = explain(trainer((1, 1), W=W).network_state(), 1, 0, 0)
    assert e.kind is Kind.UNDERFLOW
    assert e.total == e.terms == 0.0


def test_what_comes_back_may_cancel():
    """Two equal units above with opposite weights to a unit: it learns nothing from them."""
    W = [matrix((0.5, 0.2), (0.1, 0.3)), matrix((1, 0.4), (-1, 0.4)), matrix((0.7, 0.7))]
    W[0][0] = 0.0  # its activation is 0, so the two above stay equal
    e = explain(trainer((2, 2), "tanh", W=W).network_state(), 1, 0, 0)
    assert e.kind is Kind.BACK_CANCELS
    assert e.reason == "δ₁ = 0 as W[2]ᵀ δ[2] cancels; so dW[1]₁,₁ = 0."


def test_every_example_may_have_another_zero_factor():
    """ReLU(x) below, and a unit above that is on only where x < 0."""
    W = [matrix((1, 0)), matrix((-1,)), matrix((1,))]
    state = trainer((1, 1), "relu", W=W, b=[column(0), column(0), column(0)]).network_state()
    assert explain(state, 2, 0, 0).kind is Kind.SLOPE
    W = [matrix((1, 0), (-1, 0)), matrix((0, 1)), matrix((1,))]
    state = trainer((2, 1), "relu", W=W).network_state()
    e = explain(state, 2, 0, 0)  # from the unit that is on where the other is off
    assert e.kind is Kind.APART
    assert e.terms == 0.0
    assert "in every example one factor or the other is 0" in e.reason


def test_with_a_penalty_a_weight_without_error_still_decays():
    W = [matrix((0.5, 0.5)), matrix((0,))]
    t = trainer((1,), W=W, l2=2.0)
    e = explain(t.network_state(), 1, 0, 0)
    assert e.kind is Kind.WEIGHTS
    assert e.has_gradient
    assert e.penalty == pytest.approx(2.0 / 40 * 0.5)
    assert e.gradient == pytest.approx(e.penalty)
    assert "λ/m" in e.reason


def test_the_penalty_is_named_where_it_is_part_of_the_gradient():
    t = trainer((2,), weights=NORMAL, l2=3.0)
    e = explain(t.network_state(), 2, 0, 1)
    assert e.kind is None
    assert e.gradient == pytest.approx(e.total / 40 + e.penalty, rel=1e-12)
    assert f"λ/m · W[2]₁,₂ = {number(e.penalty)}, so dW[2]₁,₂ = {number(e.gradient)}." in e.reason


@pytest.mark.parametrize("batch_size", [None, 8])
@pytest.mark.parametrize("optimizer", ["gd", "momentum", "adam"])
@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "relu"])
def test_what_stays_is_left_as_it_is_by_the_next_update(activation, optimizer, batch_size):
    t = trainer((3, 2), activation, optimizer=optimizer, batch_size=batch_size)
    for _ in range(3):
        state = t.network_state()
        before = {l: np.hstack((t.network.W[l], t.network.b[l])) for l in t.network.layers}
        t.advance()
        for l, values in before.items():
            moved = np.abs(np.hstack((t.network.W[l], t.network.b[l])) - values)
            for j, k in np.ndindex(values.shape):
                column = k if k < values.shape[1] - 1 else -1
                assert not explain(state, l, j, column).stays or moved[j, k] < 1e-15


def test_a_sum_that_cancels_says_that_a_mini_batch_need_not():
    flower = DataSpec(kind="flower")
    e = explain(trainer((4,), "sigmoid", data=flower, batch_size=64).network_state(), 2, 0, 0)
    assert (e.kind, e.has_gradient, e.stays) == (Kind.CANCELS, False, False)
    assert e.reason.endswith("a mini-batch need not cancel.")
    assert explain(trainer((4,), "sigmoid", data=flower).network_state(), 2, 0, 0).stays


def test_biases_have_no_source():
    state = trainer((2,), weights=NORMAL).network_state()
    e = explain(state, 1, 1, -1)
    assert e.name == "b[1]₂"
    assert e.source is None
    assert e.gradient == pytest.approx(state.layers[0].dZ[1].mean(), rel=1e-12)


def test_logistic_regression_moves_from_zero():
    e = explain(trainer(()).network_state(), 1, 0, 0)
    assert e.kind is None
    assert e.has_gradient
    assert e.chain == ()
    assert partner(trainer(()).network_state(), 1, 0, 0) == (1, 0, 0)


@pytest.mark.parametrize("place", [(0, 0, 0), (3, 0, 0), (1, 2, 0), (1, 0, 2), (1, 0, -2), (1, -1, 0)])
def test_a_place_that_is_not_there_is_refused(place):
    state = trainer((2,)).network_state()
    with pytest.raises(IndexError, match=r"layer|row"):
        explain(state, *place)


def test_cause_symbols():
    assert Cause(Kind.WEIGHTS, 1).symbol() == "W[2] = 0"
    assert Cause(Kind.ACTIVATION, 3).symbol("l") == "A[l−1] = 0"


# --- two weights at once -----------------------------------------------------------------------------


def test_twins_have_equal_gradients_because_their_factors_are():
    t = trainer((3,), weights=WeightInit(scheme="constant", value=0.1))
    t.advance(5)
    c = equal_gradients(t.network_state(), (1, 0, 1), (1, 2, 1))
    assert (c.equal, c.exact, c.difference) == (True, True, 0.0)
    t.set_parameters({"W1[0,0]": float(t.network.W[1][0, 0]) + 1e-12})
    near = equal_gradients(t.network_state(), (1, 0, 1), (1, 2, 1))
    assert (near.equal, near.exact) == (True, False)
    assert "are equal within 10⁻⁹ (they differ by " in near.reason, "not passed off as equal"
    assert all(line.exact for line in c.lines)
    assert c.reason == (
        "dW[1]₁,₂ and dW[1]₃,₂ are equal because their factors are: δ[1]₁ = δ[1]₃ and the same x₂; "
        "δ is equal because W[2]ᵣ,₁ = W[2]ᵣ,₃ and z[1]₁ = z[1]₃."
    )


def test_unequal_gradients_name_the_factor_that_differs():
    state = trainer((2,), W=[np.zeros((2, 2)), matrix((1, 2))]).network_state()
    c = equal_gradients(state, (1, 0, 0), (1, 1, 0))
    assert not c.equal
    assert c.difference == pytest.approx(abs(state.layers[0].dW[0, 0] - state.layers[0].dW[1, 0]))
    assert [line.holds for line in c.lines] == [False, False, True, True]
    assert "differ because not δ[1]₁ = δ[1]₂" in c.reason


def test_both_zero_for_reasons_of_their_own():
    state = trainer((2,)).network_state()
    c = equal_gradients(state, (1, 0, 0), (2, 0, 1))
    assert c.exact
    assert "δ₁ = 0 as W[2]₁,₁ = 0" in c.reason
    assert "a₂ = 0 as tanh(0) = 0" in c.reason


def test_mirror_images_have_opposite_gradients():
    t = trainer((2,), W=[matrix((0.3, 0.2), (-0.3, -0.2)), matrix((1, -1))])
    c = equal_gradients(t.network_state(), (1, 0, 0), (1, 1, 0))
    assert not c.equal
    assert "opposite" in c.reason
    assert math.copysign(1, c.first.gradient) != math.copysign(1, c.second.gradient)


def test_equal_by_sums_only():
    W = [np.full((2, 2), 0.3), matrix((1, 2), (2, 1)), matrix((1, 1))]
    c = equal_gradients(trainer((2, 2), W=W).network_state(), (1, 0, 0), (1, 1, 0))
    assert c.equal
    assert "the sums that come back" in c.reason


def test_opposite_gradients_are_not_called_mirror_images():
    """Two units whose outgoing weights are opposite, but not their incoming ones."""
    W = [matrix((0.5, 0.2), (0.5, 0.2)), matrix((1, -1))]
    c = equal_gradients(trainer((2,), W=W).network_state(), (1, 0, 0), (1, 1, 0))
    assert c.first.gradient == -c.second.gradient != 0.0
    assert c.reason == "dW[1]₁,₁ and dW[1]₂,₁ are opposite to the last bit."
