"""A minimum of a small network split into a line: of minima or of saddles, as its matrix A predicts."""

from __future__ import annotations

import numpy as np
import pytest

from symgui.experiment import Experiment
from symgui.lessons.published.same_network import ONE_UNIT, one_unit_minimum
from symgui.symmetry.split_minimum import (
    RestingNetwork,
    SplitPoint,
    gradient,
    moved_by,
    side_of_minima,
    slope,
    split_points,
    state_at,
    unit_curvature,
    way_down,
)
from symgui.symmetry.unit_matching import weights_of_network
from symgui.symmetry.unit_surgery import split_unit
from symgui.training.studies.split_study import why_no_split
from symgui.training.trainer import Trainer

SHARES = np.array([-0.75, -0.25, 0.25, 0.5, 0.75, 1.25, 1.75])


def trained(experiment: Experiment, updates: int = 200) -> Trainer:
    trainer = Trainer(experiment)
    trainer.advance(updates)
    return trainer


def small(data: str, units: int, activation: str, **fields: object) -> Experiment:
    return Experiment().with_(
        data={"kind": data, "noise": 0.4},
        network={"hidden": [{"units": units, "activation": activation}]},
        initialization={"weights": {"scheme": "normal", "scale": 1.0}, "seed": 2},
        **fields,
    )


def resting(trainer: Trainer, *, biases: bool) -> RestingNetwork:
    way = way_down(
        weights_of_network(trainer.network), trainer.network, trainer.network_state(), biases=biases
    )
    *_, found = way
    assert isinstance(found, RestingNetwork)
    return found


def splits(trainer: Trainer, found: RestingNetwork, unit: int, *, biases: bool) -> list[SplitPoint]:
    return list(split_points(found, trainer.network, 1, unit, SHARES, biases=biases))


def test_the_way_down_ends_in_the_minimum_of_the_card() -> None:
    trainer = trained(ONE_UNIT)
    found = resting(trainer, biases=False)
    assert found.minimum
    assert found.zero == 0
    card = one_unit_minimum()
    sign = np.sign(card.W[0][0, 0] * found.weights.W[0][0, 0])
    for ours, theirs in zip(found.weights.W, card.W, strict=True):
        assert sign * ours == pytest.approx(theirs, abs=1e-12)
    for b, held in zip(found.weights.b, weights_of_network(trainer.network).b, strict=True):
        assert np.array_equal(b, held)


@pytest.mark.parametrize("biases", [False, True])
def test_nothing_near_a_minimum_is_lower(biases: bool) -> None:
    trainer = trained(small("xor", 2, "tanh"))
    found = resting(trainer, biases=biases)
    assert found.minimum
    assert found.slope < 1e-11
    stream, p = np.random.RandomState(3), len(gradient(found.state))
    for _ in range(50):
        step = 1e-3 * stream.randn(p)
        if not biases:
            step[[4, 5, 8]] = 0.0
        assert state_at(moved_by(found.weights, step), trainer.network, found.state).cost > found.state.cost


@pytest.mark.parametrize(
    ("experiment", "biases", "unit", "side"),
    [
        (ONE_UNIT, False, 0, "inside"),
        (ONE_UNIT, True, 0, "neither"),
        (small("xor", 2, "tanh"), False, 0, "inside"),
        (small("xor", 2, "tanh"), True, 1, "neither"),
        (small("circles", 1, "sigmoid").with_(data={"noise": 0.1}), False, 0, "outside"),
    ],
)
def test_minima_and_saddles_lie_where_the_theorem_says(
    experiment: Experiment, biases: bool, unit: int, side: str
) -> None:
    trainer = trained(experiment)
    found = resting(trainer, biases=biases)
    assert found.minimum
    bends = unit_curvature(found.state, 1, unit, biases=biases)
    assert side_of_minima(bends) == side
    for point in splits(trainer, found, unit, biases=biases):
        assert point.cost == pytest.approx(found.state.cost, abs=1e-15)
        within = 0.0 < point.share < 1.0
        minimum = side == ("inside" if within else "outside")
        assert (point.negative == 0) == minimum
        assert (point.lowest > 0.0) == minimum


def test_every_split_is_at_rest() -> None:
    trainer = trained(small("xor", 2, "tanh"))
    found = resting(trainer, biases=True)
    for share in SHARES:
        state = state_at(split_unit(found.weights, 1, 0, float(share)), trainer.network, found.state)
        assert slope(state, np.arange(len(gradient(state)))) < 1e-14


def test_the_cost_changes_against_itself_as_a_says() -> None:
    """λ (1 − λ)/2 · ηᵀAη: one unit moves by (1 − λ) η, the other by −λ η."""
    trainer = trained(small("xor", 2, "tanh"))
    found, share, h = resting(trainer, biases=False), 0.3, 1e-3
    state = found.state
    bends, weights = unit_curvature(state, 1, 0, biases=False), split_unit(found.weights, 1, 0, share)
    drawn = np.random.RandomState(5).randn(40, 2)
    rises = []
    for eta in drawn / np.linalg.norm(drawn, axis=1, keepdims=True):
        step = np.zeros(len(gradient(state_at(weights, trainer.network, state))))
        step[0:2] = (1.0 - share) * h * eta
        step[4:6] = -share * h * eta
        there = state_at(moved_by(weights, step), trainer.network, state)
        rises.append(2.0 * (there.cost - state.cost) / (share * (1.0 - share) * h * h))
    assert bends[0] <= min(rises) + 1e-4
    assert max(rises) <= bends[-1] + 1e-4
    assert max(rises) == pytest.approx(bends[-1], rel=0.1)


def test_a_minimum_at_infinity_is_none() -> None:
    alone = small("moons", 1, "tanh").with_(data={"noise": 0.1})
    found = resting(trained(alone), biases=True)
    assert not found.settled
    assert not found.minimum


@pytest.mark.parametrize(
    ("bends", "side"),
    [
        ((0.1, 2.0), "inside"),
        ((-2.0, -0.1), "outside"),
        ((-0.1, 0.2), "neither"),
        ((0.0, 1.0), "unknown"),
        ((0.0, 0.0), "unknown"),
        ((-1.0, 0.0, 1.0), "neither"),
    ],
)
def test_what_the_signs_of_a_say(bends: tuple[float, ...], side: str) -> None:
    assert side_of_minima(np.array(bends)) == side


def test_why_there_is_no_split() -> None:
    assert why_no_split(trained(small("xor", 2, "tanh"), 0).network_state()) == ""
    assert "L2" in why_no_split(trained(small("xor", 2, "tanh", training={"l2": 0.1}), 0).network_state())
    large = trained(small("xor", 40, "tanh"), 0).network_state()
    assert why_no_split(large) == (
        "The network has 161 parameters; a minimum is looked for in networks of 120 at most."
    )
    assert "no hidden layer" in why_no_split(trained(Experiment().with_hidden([]), 0).network_state())
