"""Every verdict reached by a real run, its evidence recomputed another way."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest
from symmetry_cases import column, matrix, trainer

from symgui.experiment import BiasInit, DataSpec, WeightInit
from symgui.plain_text.numbers import number
from symgui.symmetry.guessing import GUESSING
from symgui.symmetry.partition import measure
from symgui.symmetry.signal import EXPLODING, VANISHING, entropy, error_growth, example_growth, signal_growth
from symgui.symmetry.stillness import Still
from symgui.symmetry.verdict import judge

FLOWER = DataSpec(kind="flower", samples=100)
UNBALANCED = DataSpec(kind="blobs", samples=100, balance=0.6)


def normal(scale):
    return WeightInit(scheme="normal", scale=scale)


def verdict(t):
    state = t.network_state()
    return judge(state, measure(state)), state


def numbers(text):
    return [
        float(x.replace("−", "-")) for x in re.findall(r"(?<![\w\[])[−-]?\d+(?:\.\d+)?(?:e[−-]?\d+)?", text)
    ]


def class_entropy(state):
    p = state.Y.mean()
    return -(p * np.log(p) + (1 - p) * np.log(1 - p))


@pytest.mark.parametrize("data", [FLOWER, UNBALANCED, DataSpec(kind="blobs", samples=60, classes=3)])
def test_entropy_is_the_cost_of_answering_the_frequencies(data):
    Y = trainer((2,), data=data).data.Y
    frequencies = Y.mean(axis=1, keepdims=True) * np.ones_like(Y)
    if Y.shape[0] == 1:
        cost = -np.mean(Y * np.log(frequencies) + (1 - Y) * np.log(1 - frequencies))
    else:
        cost = -np.mean((Y * np.log(frequencies)).sum(axis=0))
    assert entropy(Y) == pytest.approx(cost, rel=1e-12)


def test_a_signal_that_has_died_between_examples_only_is_said_beside_the_verdict():
    """Ten sigmoid layers: the spread of the last is one between units."""
    t = trainer((30,) * 10, "sigmoid", weights=WeightInit(scheme="xavier"), data=DataSpec(kind="moons"))
    found, state = verdict(t)
    A, X = state.hidden[-1].A, state.X
    left = np.sqrt(A.var(axis=1).mean() / X.var(axis=1).mean())
    assert example_growth(state) == pytest.approx(left, rel=1e-6)
    assert left < VANISHING < signal_growth(state)
    assert "forward" not in found.directions
    (note,) = [note for note in found.notes if note.startswith("The spread of A[10] is one between units")]
    assert numbers(note)[-1] == pytest.approx(left, rel=1e-3)


@pytest.mark.parametrize("weights", [WeightInit(scheme="zeros"), normal(0.01), WeightInit(scheme="xavier")])
def test_it_is_not_said_where_the_signal_passes_or_the_whole_spread_is_gone(weights):
    found, _ = verdict(trainer((30,) * 10, "tanh", weights=weights, data=DataSpec(kind="moons")))
    assert not any("between units" in note for note in found.notes)


def test_entropy_of_one_class_is_zero():
    assert entropy(np.ones((1, 5))) == 0.0


def test_diverged_by_the_trainer():
    t = trainer((8, 8), "relu", weights=WeightInit(scheme="he"), data=FLOWER, learning_rate=1e6)
    t.advance(300)
    found, _ = verdict(t)
    assert found.name == "diverged"
    assert found.evidence == f"{t.divergence}."
    assert f"iteration {t.iteration}" in found.evidence


@pytest.mark.parametrize(
    ("scale", "says"),
    [(1e200, "Z[1] reached"), (math.inf, "W[1] reached inf"), (math.nan, "W[1] reached nan")],
)
def test_diverged_by_the_numbers_alone(scale, says):
    t = trainer((2,), weights=normal(1.0))
    t.network.W[1][0] = scale
    found, state = verdict(t)
    assert found.name == "diverged"
    assert found.evidence.startswith(says)
    assert measure(state).effective_units == (2,)


def test_dead():
    t = trainer(
        (6, 4), "relu", weights=normal(0.1), biases=BiasInit(scheme="constant", value=-50.0), data=FLOWER
    )
    t.advance(5)
    found, state = verdict(t)
    assert found.name == "dead"
    assert not (state.layers[0].A > 0).any()
    assert numbers(found.evidence)[-2] == pytest.approx(state.layers[0].Z.max(), rel=1e-3)
    assert state.cost >= 0.95 * class_entropy(state)
    assert not any(layer.dW.any() for layer in state.layers)


def test_zero_relu_is_frozen_not_dead():
    """z = 0 everywhere: nothing has died, nothing has started."""
    found, _ = verdict(trainer((3, 2), "relu"))
    assert found.name == "frozen"


def test_frozen_by_zero_factors():
    t = trainer((4,), data=FLOWER, learning_rate=1.2)
    t.advance(50)
    found, state = verdict(t)
    assert found.name == "frozen"
    assert found.evidence == (
        "Every dW is 0: dW[1] is exactly 0 because W[2] = 0; "
        "dW[2] is exactly 0 because A[1] = 0 (tanh(0) = 0)."
    )
    assert not state.layers[1].W.any()
    assert not state.layers[0].A.any()
    assert not any(layer.dW.any() for layer in state.layers)


def test_frozen_while_the_output_bias_moves():
    found, state = verdict(trainer((4, 3), data=UNBALANCED))
    assert found.name == "frozen"
    assert state.output.db.any()
    moved = next(note for note in found.notes if "bias" in note)
    assert numbers(moved)[-1] == pytest.approx(abs(float(state.output.db[0, 0])), rel=1e-3)


def test_frozen_because_terms_cancel():
    t = trainer((4, 3), "sigmoid", data=FLOWER)
    t.advance(50)
    found, state = verdict(t)
    assert found.name == "frozen"
    terms = np.abs(state.output.dZ[0] * state.layers[1].A[0])
    total, absolute = numbers(found.evidence)[-2:]
    assert total == 0.0
    assert absolute == pytest.approx(math.fsum(terms.tolist()), rel=1e-3)
    assert "its terms cancel" in found.evidence


def test_frozen_up_to_rounding_is_said():
    t = trainer((1,), "sigmoid", b=[column(0.3), column(0)], data=DataSpec(kind="circles", samples=302))
    for steps in (0, 1, 500):
        t.advance(steps)
        found, state = verdict(t)
        assert found.name == "frozen"
        assert found.evidence.startswith("Every dW is 0 up to rounding")
        residue = np.abs(state.output.dW).max()
        assert 0.0 < residue < 1e-15
        total, absolute = numbers(found.evidence)[-2:]
        assert total == pytest.approx(residue * 302, rel=1e-3)
        assert absolute == pytest.approx(np.abs(state.output.dZ * state.layers[0].A).sum(), rel=1e-3)


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "relu"])
def test_weights_beyond_all_numbers_are_a_divergence_and_warn_of_nothing(activation):
    """Warnings are errors here."""
    assert verdict(trainer((3, 2), activation, weights=normal(1e308)))[0].name == "diverged"


def test_a_network_that_has_learned_all_it_can_is_said_to_be_at_such_a_point():
    """Linear units make logistic regression, and its optimum on the flower is little better than guessing."""
    xavier, flower = WeightInit(scheme="xavier"), DataSpec(kind="flower", samples=400)
    t = trainer((4,), "linear", weights=xavier, data=flower, learning_rate=1.2)
    found, _ = verdict(t)
    assert found.still is None
    t.advance(2000)
    found, state = verdict(t)
    assert (found.name, found.still) == ("stuck", Still.FLAT)
    assert "no W and no δ is 0" in found.evidence
    assert f"a minimum or a saddle of the cost ({number(state.cost)})" in found.evidence
    assert all(layer.W.any() and layer.dZ.any() for layer in state.layers)
    flat = trainer((), data=flower, learning_rate=1.2)
    flat.advance(2000)
    assert state.cost == pytest.approx(flat.network_state().cost, abs=1e-12)  # logistic regression's own


def test_where_a_factor_is_zero_or_a_bias_moves_nothing_is_said_of_a_minimum():
    for case in (
        trainer((4,), data=FLOWER),
        trainer((4, 3), "sigmoid", data=FLOWER),  # dW[2] cancels, dW[1] is 0 as W[2] is
        trainer((1,), "sigmoid", b=[column(0.3), column(0)], data=DataSpec(kind="circles", samples=302)),
    ):
        found, _ = verdict(case)
        assert found.name == "frozen"
        assert found.still is None
        assert "minimum" not in found.evidence


def test_a_tiny_gradient_that_is_not_rounding_is_not_frozen():
    found, state = verdict(trainer((4,), weights=normal(1e-14), data=UNBALANCED))
    assert found.name == "vanishing"
    assert np.abs(state.layers[0].dW).max() < 1e-13


def test_frozen_by_underflow_is_said():
    found, _ = verdict(trainer((4, 4, 4), weights=normal(1e-150), data=FLOWER))
    assert found.name == "frozen"
    assert "underflow" in found.evidence
    assert "cancel" not in found.evidence


def test_many_layers_are_grouped():
    found, _ = verdict(trainer((3,) * 8, data=FLOWER))
    assert "dW[2] to dW[8] are exactly 0 because W[l+1] = 0 and A[l−1] = 0" in found.evidence


def test_symmetric():
    t = trainer((4, 3), weights=WeightInit(scheme="constant", value=0.1), data=FLOWER)
    t.advance(20)
    found, state = verdict(t)
    assert found.name == "symmetric"
    assert "1 of 4 in layer 1 and 1 of 3 in layer 2" in found.evidence
    assert "equal bit for bit" in found.evidence
    for layer in state.hidden:
        assert np.unique(layer.W, axis=0).shape[0] == 1


def test_symmetric_by_sums_only_is_said():
    W = [np.full((2, 2), 0.3), matrix((1, 2), (2, 1)), matrix((0.7, 0.7))]
    found, _ = verdict(trainer((2, 2), W=W, data=FLOWER))
    assert found.name == "symmetric"
    assert "not twins" in found.evidence


def test_partly_symmetric():
    W = [matrix((1, 0), (1, 0), (0, 1), (0, 2)), matrix((1, 1, 3, 4))]
    t = trainer((4,), W=W, data=FLOWER)
    t.advance(50)
    found, state = verdict(t)
    assert found.name == "partly-symmetric"
    assert "3 of 4 in layer 1; units 1 and 2 of layer 1 act as one" in found.evidence
    assert np.unique(state.layers[0].W, axis=0).shape[0] == 3


def test_partly_frozen():
    t = trainer((4,), W=[np.zeros((4, 2)), matrix((1, 2, 3, 4))], data=FLOWER)
    found, state = verdict(t)
    assert found.name == "partly-frozen"
    assert found.evidence == "dW[2] is exactly 0 because A[1] = 0 (tanh(0) = 0); dW[1] is not 0."
    assert state.layers[0].dW.all()
    assert not state.layers[1].dW.any()
    t.advance(1)
    assert verdict(t)[0].name != "partly-frozen"


def test_exploding():
    found, state = verdict(trainer((8, 8, 8), "relu", weights=normal(30.0), data=FLOWER))
    assert found.name == "exploding"
    f, beta = state.layers[2].A.std() / state.X.std(), growth_back(state)
    assert max(f, beta) > EXPLODING
    stated = numbers(found.evidence)
    assert any(x == pytest.approx(f, rel=1e-3) for x in stated)
    assert any(x == pytest.approx(beta, rel=1e-3) for x in stated)


def test_vanishing():
    found, state = verdict(trainer((8, 8, 8), weights=normal(0.01), data=FLOWER))
    assert found.name == "vanishing"
    assert signal_growth(state) == pytest.approx(state.layers[2].A.std() / state.X.std(), rel=1e-12)
    assert error_growth(state) == pytest.approx(growth_back(state), rel=1e-12)
    assert min(signal_growth(state), error_growth(state)) < VANISHING


def growth_back(state):
    return np.sqrt((state.layers[0].dZ ** 2).mean()) / np.sqrt((state.output.dZ**2).mean())


def test_saturated_hidden_layer():
    found, state = verdict(trainer((8, 8), weights=normal(20.0), data=FLOWER))
    assert found.name == "saturated"
    share = np.mean(1 - np.tanh(state.layers[0].Z) ** 2 < 0.05)
    assert share >= 0.5
    assert numbers(found.evidence)[0] == pytest.approx(100 * share, abs=0.5)


def test_saturated_output_of_logistic_regression():
    t = trainer((), W=[matrix((200, 300))], data=DataSpec(kind="xor", samples=100))
    found, state = verdict(t)
    assert found.name == "saturated"
    assert "the output" in found.evidence
    a = state.output.A
    assert numbers(found.evidence)[0] == pytest.approx(100 * np.mean(a * (1 - a) < 0.0125), abs=0.5)


def test_healthy_and_what_guessing_would_cost():
    t = trainer((4,), weights=normal(0.5), data=FLOWER, learning_rate=1.2)
    t.advance(2000)
    found, state = verdict(t)
    assert found.name == "healthy"
    cost, guessing = numbers(found.evidence)[:2]
    assert cost == pytest.approx(state.cost, rel=1e-3)
    assert guessing == pytest.approx(class_entropy(state), rel=1e-3)
    assert state.cost < GUESSING * class_entropy(state)


def test_logistic_regression_from_zero_is_healthy():
    assert verdict(trainer((), data=UNBALANCED))[0].name == "healthy"


def test_saturation_in_a_net_that_has_learned_is_a_note():
    t = trainer((4,), weights=normal(0.5), data=FLOWER, learning_rate=1.2)
    t.advance(3000)
    found, state = verdict(t)
    assert found.name == "healthy"
    share = np.mean(1 - np.tanh(state.layers[0].Z) ** 2 < 0.05)
    notes = [note for note in found.notes if "slopes of layer 1" in note]
    assert bool(notes) == (share >= 0.5)


def test_half_dead_layers_are_a_note():
    t = trainer((4,), "relu", weights=normal(1.0), b=[column(-50, 0, 0, 0), column(0)], data=FLOWER)
    assert "1 of 4 units of layer 1 has z ≤ 0 everywhere." in verdict(t)[0].notes


def test_softmax_is_judged_alike():
    data = DataSpec(kind="blobs", samples=60, classes=3)
    assert verdict(trainer((3,), data=data))[0].name == "frozen"
    assert verdict(trainer((3,), data=data, weights=normal(1.0)))[0].name == "healthy"
    constant = WeightInit(scheme="constant", value=0.1)
    assert verdict(trainer((3,), data=data, weights=constant))[0].name == "symmetric"


# -- what the next update does ------------------------------------------------------------------------------


def test_rounding_of_the_outputs_bias_is_not_called_movement():
    t = trainer((4,), "sigmoid", data=DataSpec(kind="blobs", samples=90, classes=3))
    found, state = verdict(t)
    assert found.name == "frozen"
    assert 0.0 < np.abs(state.output.db).max() < 1e-15
    assert "db[2] is 0 up to rounding." in found.notes
    assert not any("moves" in note for note in found.notes)


def test_a_sum_that_cancels_over_all_examples_is_not_frozen_in_mini_batches():
    t = trainer((4,), "sigmoid", data=FLOWER, batch_size=16)
    found, state = verdict(t)
    assert not state.full_batch
    assert not any(layer.dW.any() for layer in state.layers)
    assert found.name == "symmetric"
    assert "dW[2] cancels over the whole training set; a mini-batch need not." in found.notes
    before = t.network.W[2].copy()
    t.advance()
    assert np.abs(t.network.W[2] - before).max() > 1e-3


def test_zero_factors_freeze_mini_batches_too():
    t = trainer((4,), data=FLOWER, batch_size=16)
    found, _ = verdict(t)
    assert found.name == "frozen"
    assert not any("Only" in note or "moves" in note for note in found.notes)  # the bias does move
    assert "db[2] cancels over the whole training set; a mini-batch need not." in found.notes
    t.advance(20)
    assert not any(W.any() for W in t.network.W.values())
    assert t.network.b[2].any()


@pytest.mark.parametrize("optimizer", ["momentum", "adam"])
def test_a_network_that_the_optimizer_still_moves_is_not_frozen(optimizer):
    t = trainer((4,), weights=normal(0.5), data=FLOWER, optimizer=optimizer)
    t.advance(20)
    for W in t.network.W.values():
        W[:] = 0.0
    for b in t.network.b.values():
        b[:] = 0.0
    found, state = verdict(t)
    assert not any(layer.dW.any() for layer in state.layers)
    assert found.name not in ("frozen", "partly-frozen")
    assert "This optimizer may still move W[1] and W[2], although there is no gradient now." in found.notes
    t.advance()
    assert t.network.W[1].any()


@pytest.mark.parametrize("optimizer", ["momentum", "adam"])
def test_an_optimizer_that_has_no_memory_of_the_weights_leaves_them_frozen(optimizer):
    t = trainer((4,), data=UNBALANCED, optimizer=optimizer)
    t.advance(50)
    found, _ = verdict(t)
    assert found.name == "frozen"
    t.advance(50)
    assert not any(W.any() for W in t.network.W.values())


def test_adam_makes_a_step_of_rounding():
    cancels = {"b": [column(0.3), column(0)], "data": DataSpec(kind="circles", samples=302)}
    assert verdict(trainer((1,), "sigmoid", **cancels))[0].name == "frozen"
    t = trainer((1,), "sigmoid", optimizer="adam", **cancels)
    found, state = verdict(t)
    assert 0.0 < np.abs(state.output.dW).max() < 1e-15
    assert found.name != "frozen"
    t.advance()
    assert np.abs(t.network.W[2]).max() > 1e-12


def test_a_verdict_knows_where_and_in_which_direction():
    t = trainer((), W=[matrix((200, 300))], data=DataSpec(kind="xor", samples=100))
    assert verdict(t)[0].layers == (1,)
    assert verdict(trainer((8, 8), weights=normal(20.0), data=FLOWER))[0].layers == (1,)
    found, state = verdict(trainer((8, 8, 8), weights=normal(0.01), data=FLOWER))
    measured = {"forward": signal_growth(state), "back": error_growth(state)}
    assert found.directions == tuple(name for name, ratio in measured.items() if ratio < VANISHING)
    found, _ = verdict(trainer((4,), W=[np.zeros((4, 2)), matrix((1, 2, 3, 4))], data=FLOWER))
    assert (found.layers, found.exact) == ((2,), True)
