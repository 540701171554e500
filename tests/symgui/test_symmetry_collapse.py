"""One unit per cell: the same function, and in lockstep the same cost."""

from __future__ import annotations

import numpy as np
import pytest
from symmetry_cases import matrix, trainer

from symgui.experiment import DataSpec, Experiment, WeightInit
from symgui.symmetry.collapse import CollapsedRun, collapse, collapsed_experiment
from symgui.symmetry.induction import induction
from symgui.symmetry.partition import measure
from symgui.training.trainer import Trainer

DATA = DataSpec(kind="flower", samples=40)
UNBALANCED = DataSpec(kind="blobs", samples=40, balance=0.3)
NETS = {
    "a constant": {"hidden": (4,), "activation": "tanh", "weights": WeightInit(scheme="constant", value=0.1)},
    "a constant, deep": {
        "hidden": (4, 3), "activation": "sigmoid", "weights": WeightInit(scheme="constant", value=0.5),
    },
    "a joint swap": {
        "hidden": (2, 2), "activation": "tanh",
        "W": [np.full((2, 2), 0.3), matrix((1, 2), (2, 1)), matrix((1, 1))],
    },
    "two pairs": {
        "hidden": (4,), "activation": "relu",
        "W": [matrix((1, 0.2), (1, 0.2), (0.3, -1), (0.3, -1)), matrix((0.5, 0.5, -0.4, -0.4))],
    },
    "mirror twins": {
        "hidden": (4,), "activation": "tanh",
        "W": [matrix((0.3, 0.2), (-0.3, -0.2), (0.1, 1), (0.1, 1)), matrix((1, -1, 0.2, 0.2))],
    },
}  # fmt: skip
SILENT = {
    "hidden": (2, 1, 2), "activation": "tanh",
    "W": [matrix((0.3, 0.2), (-0.3, -0.2)), matrix((1, 1)), matrix((1,), (-1,)), matrix((0.5, 0.5))],
}  # fmt: skip
"""The unit of layer 2 is its own mirror image: it says 0 to everything."""
SIZES = {
    "a constant": (2, 1, 1),
    "a constant, deep": (2, 1, 1, 1),
    "a joint swap": (2, 1, 1, 1),
    "two pairs": (2, 2, 1),
    "mirror twins": (2, 2, 1),
}


def test_what_leads_to_and_from_a_unit_that_says_0_to_everything_adds_up_to_0():
    t = trainer(data=UNBALANCED, **SILENT)
    state = t.network_state()
    symmetry = measure(state)
    assert [layer.silent for layer in symmetry.layers] == [(), (0,), ()]
    assert not state.layers[1].A.any()
    small = collapse(state, symmetry)
    assert not small.W[1].any()
    assert not small.W[2].any()
    for layer in (1, 3):
        told = induction(state, symmetry, layer=layer, learning_rate=0.1)
        assert told.units == (0, 1)
        assert told.holds, "the weights to the silent unit differ, and count for nothing"
    t.advance(200)
    assert measure(t.network_state()).effective_units == (1, 1, 1)


@pytest.mark.parametrize(("optimizer", "l2"), [("gd", 0.0), ("gd", 2.0), ("momentum", 2.0), ("adam", 0.0)])
def test_it_stays_in_lockstep_where_there_is_something_to_learn(optimizer, l2):
    spec = {"data": UNBALANCED, "learning_rate": 0.1, "optimizer": optimizer, "l2": l2}
    original = trainer(**SILENT, **spec)
    state = original.network_state()
    small = CollapsedRun(original.experiment, state, measure(state))
    start = original.cost()
    for _ in range(200):
        original.advance()
        small.step()
        assert small.cost() == pytest.approx(original.cost(), abs=1e-12)
    assert original.cost() < start - 1e-3


def pair(name, **training):
    original = trainer(data=DATA, **NETS[name], **{"learning_rate": 0.05, **training})
    state = original.network_state()
    return original, CollapsedRun(original.experiment, state, measure(state))


@pytest.mark.parametrize("name", NETS)
@pytest.mark.parametrize(
    ("optimizer", "l2"), [("gd", 0.0), ("gd", 0.5), ("momentum", 0.0), ("momentum", 0.5)]
)
def test_the_cost_is_the_same_for_2000_steps(name, optimizer, l2):
    original, small = pair(name, optimizer=optimizer, l2=l2)
    assert small.network.sizes == SIZES[name]
    start = original.cost()
    for _ in range(20):
        assert small.cost() == pytest.approx(original.cost(), abs=1e-12)
        original.advance(100)
        small.advance(100)
    assert small.cost() == pytest.approx(original.cost(), abs=1e-12)
    assert original.cost() < start - 1e-4
    assert small.iteration == original.iteration == 2000


@pytest.mark.parametrize("name", NETS)
def test_with_adam_the_cost_is_the_same_to_the_rounding_it_magnifies(name):
    original, small = pair(name, optimizer="adam", learning_rate=0.01)
    original.advance(500)
    small.advance(500)
    assert small.cost() == pytest.approx(original.cost(), abs=1e-3)


def test_without_its_factors_the_small_network_takes_other_steps():
    original, small = pair("a constant")
    plain = Trainer(small.experiment)
    assert plain.cost() == pytest.approx(original.cost(), abs=1e-15)
    for run in (original, plain):
        run.advance(200)
    assert abs(plain.cost() - original.cost()) > 1e-3


@pytest.mark.parametrize("name", NETS)
def test_both_networks_answer_the_same(name):
    original, _ = pair(name)
    state = original.network_state()
    small = Trainer(collapsed_experiment(original.experiment, state, measure(state)))
    assert pytest.approx(state.output.A, abs=1e-15) == small.network_state().output.A


def test_weights_are_added_over_the_cells_below():
    original, _ = pair("a joint swap")
    state = original.network_state()
    small = collapse(state, measure(state))
    assert small.W[0] == pytest.approx(matrix((0.3, 0.3)))
    assert small.W[1] == pytest.approx(matrix((3,)))
    assert small.W[2] == pytest.approx(matrix((2,)))
    assert [counts.tolist() for counts in small.members] == [[1, 1], [2], [2], [1]]


def test_an_asymmetric_network_collapses_to_itself():
    t = trainer((3,), weights=WeightInit(scheme="normal", scale=1.0), data=DATA)
    state = t.network_state()
    small = CollapsedRun(t.experiment, state, measure(state))
    t.advance(50)
    small.advance(50)
    assert np.array_equal(small.network.W[1], t.network.W[1])
    assert small.cost() == t.cost()


def test_the_collapsed_experiment_survives_its_file(tmp_path):
    original, _ = pair("mirror twins")
    state = original.network_state()
    small = collapsed_experiment(original.experiment, state, measure(state))
    small.save(tmp_path / "small.symgui.json")
    assert Experiment.load(tmp_path / "small.symgui.json") == small
