"""The tables the course's notebooks print, digit for digit, through the engine."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from symgui.experiment import Experiment, opening_experiment
from symgui.training.trainer import Trainer

EXPERIMENTS = Path(__file__).parents[2] / "resources" / "experiments"
CHECKPOINTS = (0, 1000, 2000, 3000, 4000, 5000, 10_000, 14_000, 15_000)


@cache
def run(name):
    """Cost and accuracies of a shipped experiment at the checkpoints its tables speak of: one run each."""
    experiment = Experiment.load(EXPERIMENTS / f"{name}.symgui.json")
    trainer, table = Trainer(experiment), {}
    for iteration in CHECKPOINTS:
        if iteration <= experiment.training.iterations:
            trainer.advance(iteration - trainer.iteration)
            table[iteration] = (trainer.cost(), trainer.train_accuracy(), trainer.test_accuracy())
    return table


@pytest.mark.parametrize(
    ("iteration", "cost"),
    [
        (0, 0.8830537463419761),
        (1000, 0.6879825919728063),
        (2000, 0.6751286264523371),
        (14_000, 0.07357895962677366),
    ],
)
def test_he_on_circles(iteration, cost):
    assert run("circles-he")[iteration][0] == pytest.approx(cost, rel=1e-9)


def test_he_on_circles_ends_at_99_and_96_percent():
    _, train, test = run("circles-he")[15_000]
    assert f"{train:.2%}" == "99.33%"
    assert f"{test:.2%}" == "96.00%"


def test_zeros_on_circles_stay_at_ln_2():
    for cost, train, test in run("circles-zeros").values():
        assert cost == pytest.approx(math.log(2), rel=1e-15)
        assert (train, test) == (0.5, 0.5)


def test_zeros_on_circles_have_no_gradient_at_any_step():
    trainer = Trainer(Experiment.load(EXPERIMENTS / "circles-zeros.symgui.json"))
    for _ in range(1000):
        trainer.advance()
        assert not any(trainer.network.dW[l].any() for l in trainer.network.layers)
        assert not any(trainer.network.W[l].any() for l in trainer.network.layers)


def test_large_weights_on_circles():
    """The notebook prints inf at 0: it takes log(1 − a) of a sigmoid that has rounded to 1."""
    table = run("circles-large")
    assert table[0][0] == pytest.approx(1773.5859549373833, rel=1e-9)
    _, train, test = table[15_000]
    assert f"{train:.0%}" == "83%"
    assert f"{test:.0%}" == "86%"


def test_the_notebook_s_formula_is_infinite_where_ours_is_not():
    trainer = Trainer(Experiment.load(EXPERIMENTS / "circles-large.symgui.json"))
    state = trainer.network_state()
    A, Y = state.output.A, state.Y
    with np.errstate(divide="ignore", invalid="ignore"):
        losses = -(Y * np.log(A) + (1 - Y) * np.log(1 - A))
    assert not np.isfinite(losses).all()
    assert math.isfinite(state.cost)


@pytest.mark.parametrize(
    ("iteration", "cost"),
    [
        (0, "0.693048"),
        (1000, "0.288083"),
        (2000, "0.254385"),
        (3000, "0.233864"),
        (4000, "0.226792"),
        (5000, "0.222644"),
    ],
)
def test_small_random_weights_on_the_flower(iteration, cost):
    assert f"{run('flower-normal')[iteration][0]:.6f}" == cost


def test_small_random_weights_on_the_flower_end_at_90_percent():
    _, train, _ = run("flower-normal")[10_000]
    assert math.floor(100 * train) == 90  # the notebook prints whole percents


def test_the_opening_case_learns_nothing():
    assert Experiment.load(EXPERIMENTS / "flower-zeros.symgui.json") == opening_experiment()
    table = run("flower-zeros")
    assert {train for _, train, _ in table.values()} == {0.5}
    assert len({cost for cost, _, _ in table.values()}) == 1


def test_logistic_regression_on_the_flower_reaches_47_percent():
    trainer = Trainer(opening_experiment().with_hidden([]))
    trainer.advance(1000)
    trainer.cost()
    assert round(100 * trainer.train_accuracy()) == 47


@pytest.mark.parametrize("path", sorted(EXPERIMENTS.glob("*.symgui.json")), ids=lambda path: path.name)
def test_shipped_experiments_are_written_as_the_program_writes_them(path):
    experiment = Experiment.load(path)
    assert experiment.title
    assert path.read_text(encoding="utf-8") == experiment.dumps()
