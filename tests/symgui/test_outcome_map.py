"""What a map knows of its cells: classes, shares, means, what stands out; the line and the time beside it."""

from __future__ import annotations

import math
from multiprocessing import active_children
from pathlib import Path

import numpy as np
import pytest

from symgui.experiment import Experiment, ExperimentError
from symgui.sweep import Cell, GridAxis, ResultsFile, RunGrid, RunOutcome, compute
from symgui.sweep.chunk import chunk_outcomes
from symgui.sweep.critical_line import activation_of_theory, cell_theory, critical_line
from symgui.sweep.missing import places_of
from symgui.sweep.outcome import GivenUpError, outcome
from symgui.sweep.outcome_map import CLASSES, OutcomeMap, class_of, standing_out
from symgui.sweep.processes import Processes
from symgui.sweep.results_file import Place
from symgui.sweep.run_time import seconds_a_run
from symgui.symmetry.verdict import VERDICTS

SMALL = Experiment().with_(
    data={"kind": "moons", "samples": 20},
    network={"hidden": [{"units": 2, "activation": "tanh"}]},
    initialization={"weights": {"scheme": "normal", "scale": 0.1}},
)
SPREADS = GridAxis(setting="weight-scale", low=0.1, high=1.0, steps=3, spacing="log")
BIASES = GridAxis(setting="bias-scale", low=0.0, high=1.0, steps=3)


def came_to(verdict: str, reached: str = "better", cost: float = 0.5, escaped: int | None = 3) -> RunOutcome:
    return RunOutcome(9, verdict, reached, 1, 2, cost, 0.5, escaped, None)


def test_every_verdict_is_a_class_and_a_healthy_one_that_guesses_has_its_own() -> None:
    assert set(CLASSES) == {*VERDICTS, "guessing", "impossible"}
    assert class_of(came_to("healthy")) == "healthy"
    for reached in ("guessing", "worse", "begun", "too certain", "unsure"):
        assert class_of(came_to("healthy", reached)) == "guessing"
    assert class_of(came_to("symmetric", "guessing")) == "symmetric"


def test_shares_and_means_over_the_seeds_in_whatever_order_they_come() -> None:
    grid = RunGrid(experiment=SMALL, axes=(SPREADS,), seeds=4)
    runs = [
        came_to("healthy", cost=0.1, escaped=2),
        came_to("symmetric", cost=0.7, escaped=None),
        came_to("healthy", cost=0.2, escaped=4),
        came_to("diverged", cost=float("nan"), escaped=None),
    ]
    found = OutcomeMap(grid)
    cell = Cell(0, 1)
    for seed in (2, 0, 3, 1, 1):
        assert found.take([(Place(cell, seed), runs[seed])]) == {cell}
    assert found.done == 4
    assert list(CLASSES)[found.main[0, 1]] == "healthy"
    assert found.share[0, 1] == 0.5
    assert found.means["cost"][0, 1] == np.mean([0.1, 0.7, 0.2])
    assert found.means["escape"][0, 1] == 3.0
    assert not found.known(Cell(0, 0))
    assert np.isnan(found.means["cost"][0, 0])


def test_the_run_that_stands_out() -> None:
    assert standing_out(np.array([0.50, 0.51, 0.49, 0.5, 0.9])) == 4
    assert standing_out(np.array([1.0, 1.0, 1.0, 1.0, 1.0, 7.0])) == 5, "even if all others are equal"
    assert standing_out(np.array([1.0, 2.0, 3.0, 4.0])) is None
    assert standing_out(np.array([np.nan, 1.0, 1.0])) is None
    assert standing_out(np.array([10.0, 11.0, 9.0, 1.0, np.nan]), logarithmic=True) == 3


def test_the_line_between_order_and_chaos_has_the_published_variances() -> None:
    deep = SMALL.with_hidden([{"units": 16, "activation": "tanh"}] * 5)
    grid = RunGrid(experiment=deep, axes=(SPREADS, BIASES))
    weights, biases = critical_line(grid)
    assert (biases[0], biases[-1]) == (0.0, 1.0)
    assert weights[0] ** 2 * 16 == pytest.approx(1.0)
    assert weights[-1] ** 2 * 16 == pytest.approx(3.44321, abs=1e-5)


def test_relu_has_a_straight_line_and_no_length_beyond_it() -> None:
    deep = SMALL.with_hidden([{"units": 16, "activation": "relu"}] * 5)
    grid = RunGrid(experiment=deep, axes=(SPREADS, BIASES))
    weights, biases = critical_line(grid)
    assert weights == [math.sqrt(2.0 / 16)] * len(biases), "σ_w² = 2, He's, whatever the biases"
    found = [cell_theory(grid, Cell(row, column)) for row in (0, 2) for column in range(grid.columns)]
    for cell, (row, column) in zip(found, [(r, c) for r in (0, 2) for c in range(grid.columns)], strict=True):
        assert cell is not None
        spreads = grid.values_at(Cell(row, column))
        variance, bias = 16 * spreads["weight-scale"] ** 2, spreads["bias-scale"] ** 2
        assert cell.growth == pytest.approx(variance / 2.0)
        expected = bias / (1.0 - variance / 2.0) if variance < 2.0 else math.inf
        assert cell.length == pytest.approx(expected)


def test_what_theory_says_of_a_cell_is_the_published_numbers() -> None:
    deep = SMALL.with_hidden([{"units": 100, "activation": "tanh"}] * 5)
    axes = (
        GridAxis(setting="weight-scale", values=(0.13, 0.25, 0.4)),
        GridAxis(setting="bias-scale", values=(0.3,)),
    )
    cells = [cell_theory(RunGrid(experiment=deep, axes=axes), Cell(0, column)) for column in range(3)]
    lengths = [cell.length for cell in cells if cell is not None]
    growths = [cell.growth for cell in cells if cell is not None]
    assert lengths == pytest.approx([0.6070, 4.0791, 12.6041], abs=1e-4)
    assert growths == pytest.approx([0.9398, 1.5852, 2.3673], abs=1e-4)


@pytest.mark.parametrize(
    "experiment",
    [
        SMALL,
        SMALL.with_hidden([{"units": 16, "activation": "swish"}] * 5),
        SMALL.with_hidden([{"units": 4, "activation": "tanh"}] * 5),
        SMALL.with_hidden([*[{"units": 16, "activation": "tanh"}] * 4, {"units": 12, "activation": "tanh"}]),
        SMALL.with_hidden([{"units": 16, "activation": "tanh"}] * 5).with_(
            initialization={"weights": {"scheme": "xavier"}}
        ),
    ],
)
def test_there_is_no_line_where_the_theory_says_nothing(experiment: Experiment) -> None:
    grid = RunGrid(experiment=experiment, axes=(SPREADS, BIASES))
    assert activation_of_theory(grid) is None
    assert critical_line(grid) == ([], [])


def test_the_time_of_a_run_grows_with_its_updates() -> None:
    short = seconds_a_run(RunGrid(experiment=SMALL, axes=(SPREADS,), updates=0))
    long = seconds_a_run(RunGrid(experiment=SMALL, axes=(SPREADS,), updates=10**8))
    assert 0.0 < short < long


def test_a_run_that_is_given_up_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(GivenUpError):
        outcome(SMALL, 10**9, stopped=lambda: True)
    grid = RunGrid(experiment=SMALL, seeds=3, updates=10)
    asked = iter((False, True, True))
    with ResultsFile(tmp_path, grid) as results:
        compute(grid, results, workers=1, stopped=lambda: next(asked))
        assert not results.count()
        compute(grid, results, workers=1)
        assert results.count() == 3


def test_processes_are_ended_in_the_middle_of_a_run() -> None:
    before = set(active_children())
    pool = Processes(1)
    endless = RunGrid(experiment=SMALL, updates=10**9)
    future = pool.submit(endless, list(places_of(endless)))
    assert set(active_children()) - before
    pool.shut()
    assert set(active_children()) == before
    assert future.done()


def test_a_head_start_changes_no_outcome(tmp_path: Path) -> None:
    grid = RunGrid(experiment=SMALL, axes=(SPREADS,), seeds=4, updates=5)
    with ResultsFile(tmp_path, grid) as results:
        compute(grid, results, workers=2, head_start=True)
        made = dict(results.outcomes())
    assert made == {place: found for place, _, found in chunk_outcomes(grid, list(places_of(grid)))}


def test_a_name_that_is_none_is_refused() -> None:
    with pytest.raises(ExperimentError, match=r"values\[1\] must be one of sigmoid, tanh"):
        GridAxis(setting="activation", values=("tanh", "rleu"))
