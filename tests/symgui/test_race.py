"""Races: each lane is the run it would be alone, bit for bit, whoever runs beside it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from symmetry_cases import experiment

from symgui.experiment import BiasInit, Change, DataSpec, Experiment, ExperimentError, LayerSpec, WeightInit
from symgui.experiment import opening_experiment as opening
from symgui.nn.activations import ACTIVATIONS
from symgui.nn.arithmetic import PerUnitLanes, keeps_twins
from symgui.nn.interruption import Interrupted, stopping
from symgui.nn.kernel import using
from symgui.nn.memory import allocate
from symgui.training.frame import Frame
from symgui.training.lanes import in_common, lanes_from, lanes_of
from symgui.training.presets import PRESETS
from symgui.training.race import Race
from symgui.training.run import RecordedRun
from symgui.training.trainer import Trainer
from tests.symgui.kernels import needs_kernel

MOONS = DataSpec(kind="moons", samples=45, test_samples=10)
HE = WeightInit("he")


def state(trainer: Trainer) -> tuple[object, ...]:
    """All that determines how it goes on, in bits."""
    kept = trainer.snapshot()
    arrays = (kept.parameters, *kept.memory)
    batch = None if kept.batch is None else (kept.batch.stream.tobytes(), kept.batch.start)
    return kept.iteration, kept.updates, kept.learning_rate, batch, *(array.tobytes() for array in arrays)


def race_of(*experiments: Experiment) -> Race:
    return Race(lanes_from(experiments))


def seeds(base: Experiment, number: int = 4) -> list[Experiment]:
    return [base.with_(initialization={"seed": seed}) for seed in range(number)]


def assert_as_alone(race: Race) -> None:
    """Every lane's numbers, curve and events are those of a run of its own."""
    for lane, run in zip(race.lanes, race.runs, strict=True):
        alone = RecordedRun(lane.experiment)
        alone.advance(race.furthest)
        alone.seek(run.iteration)
        assert state(run.trainer) == state(alone.trainer), lane
        ours, theirs = run.frame(), alone.frame()
        assert ours.cost == theirs.cost or np.isnan(ours.cost)
        assert ours.events == theirs.events
        for name in (
            "iterations",
            "cost",
            "train_accuracy",
            "test_accuracy",
            "effective_units",
            "row_spread",
        ):
            np.testing.assert_array_equal(
                getattr(ours.curve, name), getattr(theirs.curve, name), err_msg=name
            )
        assert str(run.divergence) == str(alone.divergence)


# ---- bit for bit ---------------------------------------------------------------------------------

TRAININGS = {
    "full batch": {},
    "mini-batch": {"batch_size": 8},
    "batches of one": {"batch_size": 1},
    "a last batch of one": {"batch_size": 11},
    "momentum": {"optimizer": "momentum"},
    "adam in mini-batches": {"optimizer": "adam", "batch_size": 16, "learning_rate": 0.01},
    "L2": {"l2": 0.5},
    "momentum, L2, mini-batch": {"optimizer": "momentum", "l2": 0.1, "batch_size": 7},
    "adam, L2": {"optimizer": "adam", "l2": 0.1, "learning_rate": 0.01},
}


@pytest.fixture
def by_numpy() -> Iterator[None]:
    """Without the kernel, where lanes take turns."""
    with using(None):
        yield


@pytest.mark.usefixtures("by_numpy")
@pytest.mark.parametrize("activation", ["tanh", "sigmoid"])
@pytest.mark.parametrize("training", TRAININGS.values(), ids=TRAININGS)
def test_lanes_of_one_shape(training: dict[str, Any], activation: str) -> None:
    base = experiment((5, 3), activation, data=MOONS, weights=HE, **training)
    race = race_of(*seeds(base, 3))
    for updates in (1, 2, 47, 70):
        race.advance(updates)
        race.frame()
    assert_as_alone(race)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_any_activation(activation: str) -> None:
    base = experiment((5,), activation, data=MOONS, weights=HE, batch_size=12)
    race = race_of(*seeds(base, 2))
    race.advance(30)
    assert_as_alone(race)


@pytest.mark.parametrize("m", [1, 2, 5, 8, 9, 33])
@pytest.mark.parametrize("hidden", [(1,), (2,), (4, 1), (9, 7, 8)])
def test_any_size(hidden: tuple[int, ...], m: int) -> None:
    data = DataSpec(kind="xor", samples=m)
    race = race_of(*seeds(experiment(hidden, "sigmoid", data=data, weights=HE), 5))
    race.advance(40)
    assert_as_alone(race)


def test_more_than_two_classes() -> None:
    data = DataSpec(kind="blobs", samples=50, classes=4)
    race = race_of(*seeds(experiment((6,), data=data, weights=HE, batch_size=9)))
    race.advance(90)
    assert_as_alone(race)


def test_lanes_with_nothing_in_common_but_the_data() -> None:
    base = experiment((4, 3), data=MOONS, weights=HE)
    race = race_of(
        base,
        base.with_(arithmetic="blas"),
        base.with_(training={"batch_size": 6}),
        base.with_(initialization={"weights": WeightInit()}),
        base.with_(network={"hidden": (LayerSpec(units=7, activation="relu"),)}),
        base.with_(training={"optimizer": "adam", "learning_rate": 0.01}),
    )
    race.advance(130)
    assert_as_alone(race)


def test_learning_rates_and_recorded_changes_of_each_lane() -> None:
    """A column of learning rates, one of which changes on the way, and edits in one lane only."""
    base = experiment((4,), data=MOONS, weights=HE)
    changes = (Change(at=0, set={"W1[0,0]": 0.5}), Change(at=30, learning_rate=0.7, set={"b2[0]": 1.0}))
    race = race_of(base, base.with_(changes=changes), base.with_(training={"learning_rate": 0.9}))
    race.advance(80)
    assert race.runs[1].trainer.learning_rate == 0.7
    assert_as_alone(race)


@given(st.lists(st.sampled_from(["he", "zeros", "normal", "xavier"]), min_size=2, max_size=6),
       st.lists(st.integers(1, 60), min_size=1, max_size=4))  # fmt: skip
@settings(max_examples=12)
def test_company_does_not_matter(schemes: list[str], slices: list[int]) -> None:
    base = experiment((3, 2), data=DataSpec(kind="xor", samples=20), batch_size=6)
    race = race_of(*(base.with_(initialization={"weights": WeightInit(scheme)}) for scheme in schemes))
    for updates in slices:
        assert race.advance(updates) == updates
    assert_as_alone(race)


@pytest.mark.usefixtures("by_numpy")
def test_twins_stay_twins_in_a_race() -> None:
    weights = WeightInit("constant", value=0.3)
    race = race_of(*seeds(experiment((5, 3), data=MOONS, weights=weights, batch_size=8, optimizer="adam"), 3))
    race.advance(2000)
    for run in race.runs:
        W = run.trainer.network.W
        assert all((W[l] == W[l][0]).all() for l in (1, 2))
        assert (W[2] == W[2][:, :1]).all()


def test_the_sums_of_several_networks_at_once_are_those_of_each() -> None:
    """The arithmetic passes the self-test network by network."""
    arithmetic = PerUnitLanes()
    assert keeps_twins(arithmetic, ((3, 2, 5), (9, 7, 33)))
    rng = np.random.RandomState(1)
    _, (W, A, dZ, Z, dW, dA) = allocate([(4, 3), (3, 9), (4, 9), (4, 9), (4, 3), (3, 9)], (6,))
    W[:], A[:], dZ[:] = rng.randn(*W.shape), rng.randn(*A.shape), rng.randn(*dZ.shape)
    arithmetic.forward(W, A, Z)
    arithmetic.gradient(dZ, A, dW)
    arithmetic.backward(W, dZ, dA)
    np.testing.assert_allclose(Z, np.einsum("ljk,lki->lji", W, A), rtol=1e-13, atol=1e-13)
    np.testing.assert_allclose(dW, np.einsum("lji,lki->ljk", dZ, A), rtol=1e-13, atol=1e-13)
    np.testing.assert_allclose(dA, np.einsum("ljk,lji->lki", W, dZ), rtol=1e-13, atol=1e-13)


# ---- divergence ----------------------------------------------------------------------------------


@pytest.fixture
def torn() -> Race:
    """Five lanes of one shape, two of which diverge, at different iterations."""
    base = experiment((4,), "linear", data=MOONS, weights=HE)
    rates = (0.1, 1e5, 0.2, 300.0, 0.3)
    return race_of(*(base.with_(training={"learning_rate": rate, "l2": 40.0}) for rate in rates))


def test_a_lane_that_diverges_stops_and_the_others_go_on(torn: Race) -> None:
    assert torn.advance(150) == 150
    ended = [run.iteration for run in torn.runs]
    assert [run.divergence is not None for run in torn.runs] == [False, True, False, True, False]
    assert ended[1] < ended[3] < 150 == torn.iteration
    assert torn.divergence is None
    frame = torn.frame()
    assert [each.iteration for each in frame.frames] == ended
    assert frame.frames[1].verdict.name == "diverged"
    diverged = [event for event in frame.events if event.kind == "diverged"]
    assert [(event.with_lane[:11], event.iteration) for event in diverged] == [
        ("B: diverged", ended[1]),
        ("D: diverged", ended[3]),
    ]
    assert_as_alone(torn)


def test_a_diverged_lane_comes_back_when_the_race_does(torn: Race) -> None:
    torn.advance(150)
    ended = [run.iteration for run in torn.runs]
    torn.seek(ended[1] - 1)
    assert [run.iteration for run in torn.runs] == [ended[1] - 1] * 5
    assert all(run.divergence is None for run in torn.runs)
    torn.advance(200)
    assert [run.iteration for run in torn.runs][1::2] == ended[1::2]
    assert torn.iteration == ended[1] + 199
    assert_as_alone(torn)
    torn.seek(150)
    assert torn.runs[3].divergence is not None
    assert_as_alone(torn)


def test_when_all_lanes_have_diverged_the_race_is_over() -> None:
    base = experiment((4,), "linear", data=MOONS, weights=HE, l2=1e6)
    race = race_of(*(base.with_(training={"learning_rate": rate}) for rate in (1e3, 1e6)))
    done = race.advance(1000)
    assert done == race.iteration == max(run.iteration for run in race.runs) < 1000
    assert race.divergence is not None
    assert race.advance(5) == 0
    assert race.frame().standstill


# ---- one clock -----------------------------------------------------------------------------------


def test_the_same_data_and_one_iteration() -> None:
    race = race_of(*seeds(experiment((3,), data=MOONS, weights=HE)))
    left = iter([False, False])
    done = race.advance(10_000, lambda: next(left, True))
    assert 0 < done < 10_000
    assert {run.iteration for run in race.runs} == {race.iteration} == {done}
    frame = race.frame()
    assert {id(each.data) for each in frame.frames} == {id(race.data)} == {id(frame.data)}
    assert {each.iteration for each in frame.frames} == {frame.iteration}
    assert [lane.letter for lane in frame.lanes] == ["A", "B", "C", "D"]


@needs_kernel
def test_lanes_on_threads_that_are_given_up_stand_together() -> None:
    """Of networks so wide that an update is given up in the middle: then it is as if it had not begun."""
    base = experiment((300, 300), data=MOONS, weights=HE, batch_size=40)
    race = race_of(*seeds(base, 3))
    assert all(run.trainer.takes_long for run in race.runs)
    race.advance(3)
    for number in (2, 4, 9, 14):  # in an update, or in what puts an iteration on record
        looks = iter([False] * number)
        with pytest.raises(Interrupted), stopping(partial(next, looks, True)):
            race.advance(10**6)
        assert race.together
        race.advance(2)
    assert_as_alone(race)


@given(st.lists(st.integers(0, 140), min_size=1, max_size=8))
@settings(max_examples=10)
def test_going_anywhere_and_running_on(seeks: list[int]) -> None:
    base = experiment((3,), data=DataSpec(kind="xor", samples=20), weights=HE, batch_size=8, optimizer="adam")
    race = race_of(base, base.with_(initialization={"seed": 9}), base.with_(arithmetic="blas"))
    race.advance(140)
    for t in seeks:
        race.seek(t)
        for lane, run in zip(race.lanes, race.runs, strict=True):
            alone = Trainer(lane.experiment)
            alone.advance(t)
            assert state(run.trainer) == state(alone)
    race.advance(30)
    assert_as_alone(race)


def test_an_interrupted_way_back_is_made_good() -> None:
    race = race_of(*seeds(experiment((3,), data=MOONS, weights=HE)))
    race.advance(120)
    left = iter([False] * 40)
    race.seek(60, lambda: next(left, True))
    race.advance(10)
    assert len({run.iteration for run in race.runs}) == 1
    assert_as_alone(race)


@pytest.mark.parametrize("iteration", [-1, 21])
def test_only_where_it_has_been(iteration: int) -> None:
    race = race_of(*seeds(opening()))
    race.advance(20)
    with pytest.raises(ValueError, match=f"iteration {iteration} is outside this race's 0 to 20"):
        race.seek(iteration)


def test_a_frame_does_not_change_when_the_race_goes_on() -> None:
    race = race_of(*seeds(experiment((3,), data=MOONS, weights=HE)))
    race.advance(20)
    frame = race.frame()
    W = [each.network.layers[0].W for each in frame.frames]
    copies, iteration = [w.copy() for w in W], frame.iteration
    race.advance(50)
    race.frame()
    assert frame.iteration == iteration
    for w, copy in zip(W, copies, strict=True):
        np.testing.assert_array_equal(w, copy)
    with pytest.raises(AttributeError, match="immutable"):
        frame.iteration = 3  # type: ignore[misc]


def test_scales_are_alike_within_a_factor_of_ten() -> None:
    def scales(*values: float) -> Race:
        return race_of(
            *(opening().with_(initialization={"weights": WeightInit("normal", scale=s)}) for s in values)
        )

    alike, apart = scales(1.0, 3.0).frame(), scales(0.5, 100.0).frame()
    assert alike.scales_are_alike
    assert not apart.scales_are_alike
    largest = max(float(np.abs(layer.W).max()) for each in apart.frames for layer in each.network.layers)
    assert largest <= apart.weight_scale <= 5 * largest


def test_frozen_lanes_stand_still() -> None:
    race = race_of(opening(), opening().with_(initialization={"seed": 5}))
    assert race.frame().standstill
    race = race_of(opening(), opening().with_(initialization={"weights": HE}))
    assert not race.frame().standstill


# ---- lanes ---------------------------------------------------------------------------------------

CHANGES: list[tuple[dict[str, Any], dict[str, Any], str, str]] = [
    ({"initialization": {"weights": HE}}, {}, "weights He", "weights zeros"),
    ({"initialization": {"weights": WeightInit("normal", scale=0.5)}},
     {"initialization": {"weights": WeightInit("normal")}}, "weights normal 0.5", "weights normal 0.01"),
    ({"initialization": {"biases": BiasInit("constant", value=0.1)}}, {}, "biases constant 0.1",
     "biases zeros"),
    ({"initialization": {"seed": 7}}, {}, "seed 7", "seed 2"),
    ({"arithmetic": "blas"}, {}, "BLAS", "per unit"),
    ({"training": {"optimizer": "adam"}}, {}, "Adam", "gradient descent"),
    ({"training": {"learning_rate": 0.05}}, {}, "α 0.05", "α 1.2"),
    ({"training": {"learning_rate": 1e9}}, {"training": {"learning_rate": 1e-5}}, "α 1e9", "α 1e−5"),
    ({"initialization": {"weights": WeightInit("constant", value=-1.0)}}, {}, "weights constant −1",
     "weights zeros"),
    ({"network": {"hidden": ()}}, {}, "no hidden layer", "1 hidden layer, units 4, tanh"),
    ({"training": {"batch_size": 32}}, {}, "batches of 32", "full batch"),
    ({"training": {"l2": 0.7}}, {}, "λ 0.7", "λ 0"),
    ({"network": {"hidden": (LayerSpec(units=4, activation="relu"),)}}, {}, "ReLU", "tanh"),
    ({"network": {"hidden": (LayerSpec(units=9),)}}, {}, "units 9", "units 4"),
    ({"network": {"hidden": (LayerSpec(),) * 3}}, {}, "3 hidden layers", "1 hidden layer"),
    ({"network": {"hidden": (LayerSpec(), LayerSpec(units=2))}}, {}, "2 hidden layers, units 4-2",
     "1 hidden layer, units 4"),
    ({"initialization": {"layers": {"2": {"weights": HE}}}}, {}, "W[2] He", "as it is"),
    ({"changes": (Change(at=5, set={"W1[0,0]": 1.0}),)}, {}, "W[1]₁,₁ → 1 at 5", "not edited"),
    ({"changes": (Change(at=0, learning_rate=1.0), Change(at=1, learning_rate=2.0))}, {}, "2 edits",
     "not edited"),
    ({"initialization": {"weights": HE, "seed": 3}}, {}, "weights He, seed 3", "weights zeros, seed 2"),
    ({}, {}, "as it is", "as it is"),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second", "text", "other"), CHANGES, ids=[each[2] for each in CHANGES])
def test_a_lane_says_the_difference_only(
    first: dict[str, Any], second: dict[str, Any], text: str, other: str
) -> None:
    lanes = lanes_of(opening(), [first, second])
    assert [(lane.letter, lane.text) for lane in lanes] == [("A", text), ("B", other)]
    made = opening().with_(**first)
    assert lanes[0].experiment == made.with_(title=opening().title if made == opening() else "")


def explicit_start(W: list[Any], b: list[Any]) -> dict[str, Any]:
    """One hidden layer that starts with these values."""
    hidden = (LayerSpec(units=len(W[0]), activation="tanh"),)
    weights, biases = WeightInit("explicit", values=W), BiasInit("explicit", values=b)
    return {"network": {"hidden": hidden}, "initialization": {"weights": weights, "biases": biases}}


def test_lanes_of_explicit_values_are_told_apart_by_an_entry() -> None:
    whole = explicit_start([[[1, -0.5], [0.5, 1]], [[1, -1]]], [[0.2, -0.1], [0]])
    halves = explicit_start([[[1, -0.5], [0.5, 1], [0.5, 1]], [[1, -0.5, -0.5]]], [[0.2, -0.1, -0.1], [0]])
    others = explicit_start([[[1, -0.5], [0.5, 1], [0.5, 1]], [[1, -1.5, 0.5]]], [[0.2, -0.1, -0.1], [0]])
    lanes = lanes_of(opening(), [whole, halves, others])
    assert [lane.text for lane in lanes] == [
        "units 2, W[2]₁,₂ = −1", "units 3, W[2]₁,₂ = −0.5", "units 3, W[2]₁,₂ = −1.5",
    ]  # fmt: skip
    mixed = lanes_of(opening(), [whole, {"initialization": {"weights": HE}}])
    assert mixed[0].text.endswith("weights explicit values, biases explicit values")


def test_what_all_lanes_change_is_said_once() -> None:
    relu = {"network": {"hidden": (LayerSpec(units=4, activation="relu"),)}}
    lanes = lanes_of(opening(), [{**relu, "initialization": {"seed": seed}} for seed in (1, 2, 3)])
    assert [lane.text for lane in lanes] == ["seed 1", "seed 2", "seed 3"]
    assert in_common(opening(), lanes) == "ReLU"
    assert in_common(opening(), lanes_of(opening(), [{}, relu])) == ""


@pytest.mark.parametrize("number", [0, 1, 7])
def test_two_to_six_lanes(number: int) -> None:
    with pytest.raises(ValueError, match=f"a race has 2 to 6 lanes, got {number}"):
        lanes_of(opening(), [{}] * number)


def test_lanes_race_on_the_same_data() -> None:
    with pytest.raises(ValueError, match="lane B: lanes race on the same data"):
        lanes_of(opening(), [{}, {"data": MOONS}])


def test_a_lane_that_cannot_be_is_named() -> None:
    edited = opening().with_(changes=(Change(at=5, set={"W1[3,0]": 1.0}),))
    with pytest.raises(
        ExperimentError, match=r"^lane B: changes\[0\]\.set\.W1\[3,0\] is outside the network"
    ):
        lanes_of(edited, [{}, {"network": {"hidden": (LayerSpec(units=2),)}}])


@pytest.mark.parametrize("name", PRESETS)
@pytest.mark.parametrize(
    "base", [opening(), experiment((6, 2), "relu", data=MOONS, weights=HE, batch_size=8)]
)
def test_presets(name: str, base: Experiment) -> None:
    lanes = PRESETS[name].lanes(base)
    assert len({lane.text for lane in lanes}) == len(lanes), "no two lanes are called the same"
    assert all(lane.experiment.data == base.data for lane in lanes)
    race = Race(lanes)
    race.advance(3)
    assert_as_alone(race)


def test_presets_change_what_they_say() -> None:
    def texts(name: str, base: Experiment) -> list[str]:
        return [lane.text for lane in PRESETS[name].lanes(base)]

    assert texts("start", opening()) == [
        "weights zeros", "weights constant 0.5", "weights normal 0.01", "weights He"
    ]  # fmt: skip
    assert texts("scale", opening()) == ["weights normal 0.01", "weights normal 1", "weights normal 100"]
    assert texts("biases", opening()) == [
        "weights zeros, biases normal 0.01", "weights normal 0.01, biases zeros"
    ]  # fmt: skip
    assert texts("arithmetic", opening()) == ["per unit", "BLAS"]
    assert texts("depth", opening())[:2] == ["2 hidden layers, weights Xavier", "2 hidden layers, weights He"]
    assert texts("seeds", opening().with_(initialization={"seed": 2**32 - 1}))[-1] == f"seed {2**32 - 1}"
    he = [lane.experiment.initialization for lane in PRESETS["seeds"].lanes(experiment((3,), weights=HE))]
    assert [(start.weights.scheme, start.seed) for start in he] == [("he", 2 + i) for i in range(6)]


def test_lanes_of_one_seed_start_from_one_matrix_rescaled() -> None:
    lanes = Race(PRESETS["scale"].lanes(opening())).runs
    small, one, large = (run.trainer.network.W[1] for run in lanes)
    np.testing.assert_allclose(one, 100 * small, rtol=1e-15)
    np.testing.assert_allclose(large, 100 * one, rtol=1e-15)


def test_a_race_says_what_it_is() -> None:
    race = race_of(opening(), opening().with_(arithmetic="blas"))
    assert repr(race) == "<Race 0 (A: per unit, B: BLAS) at iteration 0>"
    assert isinstance(race.frame().frames[0], Frame)
