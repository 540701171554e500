"""Nudges, drift and what-if runs against runs made another way."""

import math
from itertools import pairwise

import pytest

from symgui.experiment import (
    DataSpec,
    Experiment,
    InitializationSpec,
    LayerSpec,
    NetworkSpec,
    TrainingSpec,
    WeightInit,
    opening_experiment,
)
from symgui.training.studies import VISIBLE, break_times, drift, nudged, relative_spread, what_if
from symgui.training.trainer import Trainer


@pytest.fixture
def constant() -> Experiment:
    weights = WeightInit(scheme="constant", value=0.5)
    return opening_experiment().with_(initialization={"weights": weights})


def test_a_nudge_of_zero_changes_no_bit(constant: Experiment) -> None:
    plain, same = Trainer(constant), Trainer(nudged(constant, 0.0))
    for trainer in (plain, same):
        trainer.advance(50)
    assert (plain.network.parameters == same.network.parameters).all()


def test_break_times_are_the_first_visible_iteration(constant: Experiment) -> None:
    (found,) = break_times(constant, [1e-3], limit=2000)
    assert found.iteration is not None
    trainer = Trainer(nudged(constant, 1e-3))
    trainer.advance(found.iteration - 1)
    assert relative_spread(trainer.network, 1) < VISIBLE
    trainer.advance(1)
    assert relative_spread(trainer.network, 1) == found.spread >= VISIBLE


def test_a_smaller_nudge_takes_longer(constant: Experiment) -> None:
    times = [found.iteration for found in break_times(constant, [1e-2, 1e-4, 1e-6], limit=5000)]
    assert all(
        earlier is not None and later is not None and earlier < later for earlier, later in pairwise(times)
    )


def test_a_nudge_below_the_spacing_of_floats_does_nothing(constant: Experiment) -> None:
    (found,) = break_times(constant, [1e-20], limit=300)
    assert found.iteration is None
    assert found.spread == 0.0


def test_per_unit_arithmetic_never_drifts_and_blas_may() -> None:
    experiment = Experiment(
        data=DataSpec(kind="xor", samples=200, noise=0.0),
        network=NetworkSpec(hidden=(LayerSpec(units=5), LayerSpec(units=3))),
        initialization=InitializationSpec(weights=WeightInit(scheme="constant", value=0.1)),
        training=TrainingSpec(learning_rate=1.0),
    )
    kept = list(drift(experiment, "per-unit", 2000, every=500))
    assert [point.iteration for point in kept] == [500, 1000, 1500, 2000]
    assert all(point.first is None and point.spread == 0.0 for point in kept)
    last = list(drift(experiment, "blas", 2000, every=500))[-1]
    assert last.iteration == 2000
    # whether and when rounding breaks it depends on the processor; that both fields agree does not
    assert (last.first is None) == (last.spread == 0.0)


def test_what_if_follows_both_runs() -> None:
    points = list(what_if(opening_experiment(), 5, {"W2[0,0]": 0.5}, iterations=20))
    assert [point.iteration for point in points] == list(range(5, 26))
    assert all(math.isclose(point.cost, math.log(2), rel_tol=1e-12) for point in points)
    other = Trainer(opening_experiment())
    other.advance(5)
    other.set_parameter("W2[0,0]", 0.5)
    other.advance(20)
    assert points[-1].cost_if == other.cost() < points[-1].cost
