"""One run, one update at a time."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import astuple
from numpy.random import RandomState
from symmetry_cases import experiment, trainer

from symgui.experiment import BiasInit, Change, DataSpec, Experiment, WeightInit
from symgui.experiment.parts import ActivationName
from symgui.nn.activations import ACTIVATIONS
from symgui.nn.memory import sum_of_squares
from symgui.nn.state import NetworkState
from symgui.symmetry.divergence import divergence_of, surely_finite
from symgui.training.cost_looks import CostLooks
from symgui.training.trainer import Trainer

VARIETY = [
    pytest.param({}, id="full batch"),
    pytest.param({"batch_size": 7}, id="mini-batch"),
    pytest.param({"optimizer": "momentum", "l2": 0.1}, id="momentum with L2"),
    pytest.param({"optimizer": "adam", "batch_size": 9, "batch_seed": 4}, id="adam in mini-batches"),
]


def he(hidden: tuple[int, ...] = (5, 3), activation: str = "tanh", **training: object) -> Experiment:
    """Random weights on overlapping blobs, with test examples."""
    data = DataSpec(kind="blobs", samples=41, noise=1.5, test_samples=20)
    return experiment(hidden, activation, data=data, weights=WeightInit("he"), **training)


@pytest.mark.parametrize("stretch", [1, 4, 50])
@pytest.mark.parametrize("activation", ["tanh", "relu", "swish"])
def test_the_costs_that_updates_see_are_those_of_their_iterations(activation: str, stretch: int) -> None:
    """Across a change, and however many updates are asked for at once; up to the first below the bound."""
    run = he(activation=activation).with_(changes=[{"at": 20, "set": {"W1[0,0]": 3.0}}])
    plain, costs = Trainer(run), []
    for _ in range(50):
        costs.append(plain.cost())
        plain.advance()
    for bound in (-1.0, costs[30]):
        iterations = np.array([0, 1, 2, 7, 19, 20, 21, 40, 49, 50])
        made, seen = Trainer(run), CostLooks.at(iterations, bound)
        while made.iteration < 50:
            made.advance(min(stretch, 50 - made.iteration), seen)
        expected = [costs[k] for k in iterations if k < 50]
        below = [k for k, cost in enumerate(expected) if cost < bound]
        known = expected[: below[0] + 1] if below else expected
        assert seen.costs[: len(known)].tolist() == known
        assert np.isnan(seen.costs[len(known) :]).all()
        assert seen.first_below() == (iterations[below[0]] if below else None)
        assert bits(made) == bits(plain)


def bits(made: Trainer) -> bytes:
    """Everything a run goes on from, bit for bit."""
    snapshot = made.snapshot()
    return b"".join([snapshot.parameters.tobytes(), *(array.tobytes() for array in snapshot.memory)])


@pytest.mark.parametrize("batch_size", [None, 8])
@pytest.mark.parametrize("l2", [0.0, 0.3])
def test_the_courses_loop(batch_size: int | None, l2: float) -> None:
    """Two hundred updates as a notebook writes them."""
    made = Trainer(he(batch_size=batch_size, l2=l2, batch_seed=6))
    X, Y = np.array(made.data.X), np.array(made.data.Y)
    W = {l: made.network.W[l].copy() for l in (1, 2, 3)}
    b = {l: made.network.b[l].copy() for l in (1, 2, 3)}
    random, batches = RandomState(6), []
    for _ in range(200):
        if batch_size is None:
            x, y = X, Y
        else:
            if not batches:
                order = random.permutation(41)
                batches = [order[i : i + batch_size] for i in range(0, 41, batch_size)]
            chosen = batches.pop(0)
            x, y = X[:, chosen], Y[:, chosen]
        m = x.shape[1]
        A1 = np.tanh(W[1] @ x + b[1])
        A2 = np.tanh(W[2] @ A1 + b[2])
        dZ3 = 1 / (1 + np.exp(-(W[3] @ A2 + b[3]))) - y
        dZ2 = (W[3].T @ dZ3) * (1 - A2**2)
        dZ1 = (W[2].T @ dZ2) * (1 - A1**2)
        for l, dZ, A in ((3, dZ3, A2), (2, dZ2, A1), (1, dZ1, x)):
            W[l] -= 0.1 * (dZ @ A.T / m + l2 / m * W[l])
            b[l] -= 0.1 * dZ.sum(axis=1, keepdims=True) / m
    assert made.advance(200) == 200
    for l in (1, 2, 3):
        np.testing.assert_allclose(made.network.W[l], W[l], rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(made.network.b[l], b[l], rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("training", VARIETY)
@pytest.mark.parametrize("arithmetic", ["per-unit", "blas"])
def test_a_file_is_a_run(training: dict[str, object], arithmetic: str) -> None:
    """Also one update at a time, or with looks in between."""
    spec = he(**training).with_(arithmetic=arithmetic)
    first, second = Trainer(spec), Trainer(Experiment.loads(spec.dumps()))
    first.advance(300)
    for i in range(300):
        second.advance()
        if i % 37 == 0:
            second.network_state()
            second.cost()
            second.test_accuracy()
            second.stands_still()
    assert first.iteration == second.iteration == 300
    assert bits(first) == bits(second)


@pytest.mark.parametrize("training", VARIETY)
def test_a_snapshot_is_all_there_is(training: dict[str, object]) -> None:
    """Going back, and going on in another trainer, both give the same bits."""
    made, other = Trainer(he(**training)), Trainer(he(**training))
    made.advance(33)
    snapshot = made.snapshot()
    made.advance(50)
    ahead = bits(made)
    for goes_on in (made, other):
        goes_on.restore(snapshot)
        assert goes_on.iteration == 33
        goes_on.advance(50)
        assert bits(goes_on) == ahead


@pytest.mark.parametrize("training", VARIETY)
@pytest.mark.parametrize("arithmetic", ["per-unit", "blas"])
@pytest.mark.parametrize("scale", [1.0, 1e160])
def test_a_run_begun_in_the_memory_of_another_is_that_run(
    training: dict[str, object], arithmetic: str, scale: float
) -> None:
    """Also after a run that has diverged, and with changes on the way."""
    former = he(**training).with_(
        initialization={"weights": WeightInit("normal", scale=scale)}, arithmetic=arithmetic
    )
    spec = he(**{**training, "l2": 0.02, "learning_rate": 0.3}).with_(
        initialization={"seed": 8, "biases": BiasInit("normal", scale=0.1)}, arithmetic=arithmetic,
        changes=(Change(at=20, learning_rate=0.4, set={"W1[0,0]": 0.5}),),
    )  # fmt: skip
    made, new = Trainer(former), Trainer(spec)
    made.advance(50)
    assert made.fits(spec, made.data)
    made.begin(spec)
    assert (made.iteration, bits(made)) == (0, bits(new))
    for goes_on in (made, new):
        goes_on.advance(60)
    assert bits(made) == bits(new)
    assert made.network_state().cost == new.network_state().cost
    assert (made.learning_rate, made.l2, made.updates) == (0.4, 0.02, 40)


def test_which_runs_do_not_fit_in_each_others_memory() -> None:
    made = Trainer(he())
    assert made.fits(he().with_(initialization={"seed": 5}, training={"learning_rate": 2.0}), made.data)
    others = [
        he((5, 4)), he(activation="relu"), he(optimizer="adam"), he(batch_size=7),
        he().with_(arithmetic="blas"),
    ]  # fmt: skip
    assert not any(made.fits(other, made.data) for other in others)
    assert not made.fits(he(), Trainer(he()).data)


def test_an_iteration_is_an_update() -> None:
    made = Trainer(he(batch_size=10))
    assert made.advance(7) == made.iteration == 7
    made.advance()
    assert made.iteration == 8
    assert "iteration 8" in repr(made)


def test_a_batch_as_large_as_the_data_is_the_full_batch() -> None:
    full, whole = Trainer(he()), Trainer(he(batch_size=41))
    full.advance(20)
    whole.advance(20)
    assert bits(full) == bits(whole)


def test_the_state_is_the_networks_over_the_whole_training_set() -> None:
    made = Trainer(he(batch_size=7, l2=0.5))
    made.advance(25)
    state = made.network_state()
    assert state.m == 41
    assert (state.l2, state.cost) == (0.5, made.cost())
    assert [layer.activation for layer in state.layers] == ["tanh", "tanh", "sigmoid"]
    assert [layer.units for layer in state.hidden] == [5, 3]
    A = made.data.X
    for l, layer in enumerate(state.layers, start=1):
        assert state.A(l - 1) is A
        np.testing.assert_allclose(layer.Z, layer.W @ A + layer.b, rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(layer.dW, layer.dZ @ A.T / 41 + 0.5 / 41 * layer.W, rtol=1e-10, atol=1e-15)
        A = layer.A
    np.testing.assert_allclose(state.output.dZ, state.output.A - state.Y, atol=1e-16)
    assert made.penalty == pytest.approx(0.5 / 82 * sum((layer.W**2).sum() for layer in state.layers))


def test_a_state_never_changes() -> None:
    made = Trainer(he())
    state = made.network_state()
    before = [layer.W.copy() for layer in state.layers]
    made.advance(10)
    made.network_state()
    for layer, W in zip(state.layers, before, strict=True):
        np.testing.assert_array_equal(layer.W, W)
        for name in ("W", "b", "dW", "db", "Z", "A", "dZ"):
            with pytest.raises(ValueError, match="read-only"):
                getattr(layer, name)[0, 0] = 1.0


def test_accuracies() -> None:
    made = Trainer(he())
    made.advance(100)
    W, b = made.network.W, made.network.b

    def share(X: np.ndarray, labels: np.ndarray) -> float:
        A = np.tanh(W[2] @ np.tanh(W[1] @ X + b[1]) + b[2])
        return float(np.mean((W[3] @ A + b[3] > 0)[0] == labels))

    made.cost()
    assert made.train_accuracy() == share(made.data.X, made.data.labels)
    assert made.test_accuracy() == share(made.data.X_test, made.data.labels_test)
    assert math.isnan(trainer((3,)).test_accuracy())


# ---- what a person changed -----------------------------------------------------------------------


def test_recorded_changes_happen_at_their_iteration() -> None:
    spec = he().with_(
        changes=(
            Change(at=0, set={"b1[0]": 9.0}),
            Change(at=3, learning_rate=0.5),
            Change(at=5, set={"W1[0,1]": 0.3, "b3[0]": -2.0}),
        )
    )
    by_file, by_hand = Trainer(spec), Trainer(he())
    assert by_file.network.b[1][0, 0] == 9.0, "before the first update"
    by_hand.set_parameters({"b1[0]": 9.0})
    by_hand.advance(3)
    by_hand.learning_rate = 0.5
    by_hand.advance(2)
    by_hand.set_parameters({"W1[0,1]": 0.3, "b3[0]": -2.0})
    by_file.advance(5)
    assert by_file.network.W[1][0, 1] == 0.3
    assert bits(by_file) == bits(by_hand)
    by_file.advance(20)
    by_hand.advance(20)
    assert bits(by_file) == bits(by_hand)
    assert by_file.learning_rate == 0.5


def test_all_that_was_changed_at_one_iteration_happens() -> None:
    together = he().with_(changes=(Change(at=4, learning_rate=0.7, set={"W1[0,0]": 1.5}),))
    apart = he().with_(
        changes=(Change(at=4, set={"W1[0,0]": 1.5}), Change(at=4, learning_rate=0.7)),
    )
    by_hand = Trainer(he())
    by_hand.advance(4)
    by_hand.learning_rate = 0.7
    by_hand.set_parameters({"W1[0,0]": 1.5})
    by_hand.advance(3)
    for spec in (together, apart):
        made = Trainer(spec)
        made.advance(7)
        assert made.learning_rate == 0.7
        assert bits(made) == bits(by_hand)


def test_squares_that_are_remembered_move_nothing_by_themselves() -> None:
    """Adam's step is its mean of past gradients over the root of their mean square."""
    made = trainer((3,), optimizer="adam", data=DataSpec(kind="flower", samples=20))
    snapshot = made.snapshot()
    mean, square = snapshot.memory
    square[:] = 1.0
    made.restore(snapshot)
    assert made.network_state().coasting == frozenset()
    before = made.network.parameters.tobytes()
    made.advance()
    assert made.network.parameters.tobytes() == before
    mean[:] = 1e-30
    made.restore(snapshot)
    assert "W[1]" in made.network_state().coasting


@pytest.mark.parametrize("name", ["W4[0,0]", "W1[5,0]", "W1[0,2]", "b1[5]", "b9[0]"])
def test_a_parameter_that_is_not_there(name: str) -> None:
    made = Trainer(he())
    before = bits(made)
    with pytest.raises(ValueError, match="no such parameter") as error:
        made.set_parameters({name: 1.0})
    assert name in str(error.value)
    assert bits(made) == before


# ---- where nothing moves any more ----------------------------------------------------------------


@pytest.mark.parametrize("optimizer", ["gd", "momentum", "adam"])
@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_zeros_stand_still(activation: str, optimizer: str) -> None:
    made = trainer((4,), activation, optimizer=optimizer)
    made.network_state()
    assert made.stands_still()
    before = bits(made)
    made.advance(500)
    assert bits(made) == before, "for ever"
    made.network_state()
    assert made.stands_still()


def test_zero_sigmoid_on_balanced_classes_stands_still() -> None:
    made = trainer((4,), "sigmoid")
    made.network_state()
    assert made.stands_still()


def test_asking_changes_nothing() -> None:
    for optimizer in ("gd", "momentum", "adam"):
        asked, unasked = Trainer(he(optimizer=optimizer)), Trainer(he(optimizer=optimizer))
        for made in (asked, unasked):
            made.advance(10)
        asked.network_state()
        assert not asked.stands_still()
        assert bits(asked) == bits(unasked)
        for made in (asked, unasked):
            made.advance(10)
        assert bits(asked) == bits(unasked)


@pytest.mark.parametrize(
    ("case", "why"),
    [
        ({"batch_size": 8}, "another batch may move it"),
        ({"data": DataSpec(kind="blobs", samples=40, balance=0.4)}, "the output's bias moves"),
        ({"activation": "sigmoid", "data": DataSpec(kind="blobs", samples=40, balance=0.4)}, "it learns"),
        ({"weights": WeightInit("constant", value=0.1)}, "it learns, in lockstep"),
        ({"biases": BiasInit("constant", value=0.1)}, "A[1] is not zero"),
    ],
)
def test_what_does_not_stand_still(case: dict[str, object], why: str) -> None:
    made = trainer((4,), case.pop("activation", "tanh"), **case)
    made.network_state()
    assert not made.stands_still(), why


def test_momentum_that_is_left_is_not_standing_still() -> None:
    """No gradient and no learning rate, but memory: a change of rate would show it."""
    made = Trainer(he(optimizer="momentum"))
    made.advance(3)
    made.learning_rate = 0.0
    made.network_state()
    assert not made.stands_still()


def test_a_recorded_change_that_lies_ahead() -> None:
    spec = experiment((4,)).with_(changes=(Change(at=50, set={"W1[0,0]": 1.0, "W2[0,0]": 1.0}),))
    made = Trainer(spec)
    made.network_state()
    assert not made.stands_still()


def test_no_learning_rate_stands_still() -> None:
    made = Trainer(he(learning_rate=0.0))
    made.network_state()
    assert made.stands_still()


# ---- divergence ----------------------------------------------------------------------------------


def test_divergence_says_where_when_and_what() -> None:
    made = Trainer(he((4,), "linear", learning_rate=1e6, l2=1e6))
    done = made.advance(10_000)
    found = made.divergence
    assert found is not None
    assert found.iteration == made.iteration == done < 10_000
    assert 1 <= found.layer <= 2
    assert found.quantity in ("Z", "W", "b", "dW", "db")
    assert not math.isfinite(found.value) or abs(found.value) > 1e100
    assert f"{found.quantity}[{found.layer}]" in str(found)
    assert str(found).endswith(f"at iteration {found.iteration}")
    assert made.advance(5) == 0, "it does not go on from there"


def test_divergence_names_the_first_bad_value() -> None:
    """Planted: Z[1] is −7e120, there and then."""
    made = Trainer(he())
    made.advance(4)
    made.set_parameters({"b1[2]": -7e120})
    found = made.divergence
    assert found is not None
    assert (found.iteration, found.layer, found.quantity) == (4, 1, "Z")
    assert made.advance(10) == 0
    assert found.value == pytest.approx(-7e120)


@pytest.mark.parametrize(("name", "quantity", "layer"), [("W2[0,0]", "W", 2), ("b3[0]", "b", 3)])
def test_nan_is_divergence(name: str, quantity: str, layer: int) -> None:
    made = Trainer(he())
    made.set_parameters({name: math.nan})
    made.advance(10)
    found = made.divergence
    assert found is not None
    assert (found.iteration, found.layer, found.quantity) == (0, layer, quantity)
    assert math.isnan(found.value)


def test_large_but_finite_goes_on() -> None:
    """Weights whose squares overflow are not bad values; a saturated tanh takes them."""
    made = Trainer(he((3,)))
    made.set_parameters({"b1[0]": 1e99})
    assert made.advance(20) == 20
    assert made.divergence is None


def test_going_back_from_divergence() -> None:
    made = Trainer(he((4,), "linear", learning_rate=1e6, l2=1e6, batch_size=8))
    made.advance(2)
    snapshot = made.snapshot()
    first = made.advance(10_000)
    found = made.divergence
    made.restore(snapshot)
    assert made.divergence is None
    assert made.advance(10_000) == first
    assert astuple(made.divergence)[:3] == astuple(found)[:3]


@pytest.mark.parametrize("batch_size", [None, 16])
@pytest.mark.parametrize(("hidden", "activation", "training"), [
    ((3, 3, 3), "linear", {"learning_rate": 1e6}),
    ((8, 8), "tanh", {"learning_rate": 0.3, "l2": 4000.0}),
    ((8,), "relu", {"learning_rate": 1e6, "l2": 10.0, "optimizer": "momentum"}),
])  # fmt: skip
def test_a_run_diverges_at_the_first_iteration_whose_own_numbers_are_beyond_all_bounds(
    hidden: tuple[int, ...], activation: ActivationName, training: dict[str, object], batch_size: int | None
) -> None:
    """Over the whole training set, whatever an update has seen of it: so every record says the same."""
    spec = experiment(
        hidden, activation, weights=WeightInit("normal", scale=1.0), batch_size=batch_size,
        data=DataSpec(kind="flower", samples=100), **training,
    )  # fmt: skip
    made, slow = Trainer(spec), Trainer(spec)
    made.advance(3000)
    found = made.divergence
    assert found is not None
    assert found.iteration == made.iteration < 3000
    state = slow.network_state()
    while not is_beyond(state):
        assert slow.divergence is None
        slow.advance()
        state = slow.network_state()
    assert astuple(slow.divergence)[:3] == astuple(found)[:3] == astuple(divergence_of(state))[:3]
    assert found.iteration == state.iteration
    value = getattr(state.layers[found.layer - 1], found.quantity)
    assert found.value in value or np.isnan(value).any()


def is_beyond(state: NetworkState) -> bool:
    """The definition, written out."""
    arrays = [getattr(layer, name) for layer in state.layers for name in ("W", "b", "dW", "db")]
    peaks = [np.abs(layer.Z).max() for layer in state.layers]
    return not all(np.isfinite(array).all() for array in arrays) or not max(peaks) <= 1e100


def test_a_start_beyond_all_bounds_has_diverged_at_0() -> None:
    made = Trainer(experiment((3,), weights=WeightInit("normal", scale=1e200)))
    assert made.divergence is not None
    assert (made.divergence.iteration, made.advance(5)) == (0, 0)
    made.network.parameters[:] = 0.1
    made.set_parameters({"b1[0]": 0.0})
    assert made.divergence is None, "an edit may bring it back"


@given(
    sizes=st.lists(st.integers(1, 5), min_size=1, max_size=5),
    power=st.integers(-3, 110),
    activation=st.sampled_from(list(ACTIVATIONS)),
    seed=st.integers(0, 99),
)
def test_what_is_surely_finite_is(
    sizes: list[int], power: int, activation: ActivationName, seed: int
) -> None:
    made = Trainer(experiment(tuple(sizes), activation, weights=WeightInit("normal", scale=1.0), seed=seed))
    with np.errstate(all="ignore"):
        made.network.parameters[:] *= 10.0**power
        state = made.network_state()
        sure = sum_of_squares(made.network.parameters) < surely_finite(made.network.sizes, made.data.X, 0.0)
    assert not (sure and is_beyond(state))
