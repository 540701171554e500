"""The runs of a lesson's grid: made one after the other, as a sweep makes them, and remembered."""

from __future__ import annotations

import pytest

from symgui.experiment import DataSpec, Experiment, ExperimentError
from symgui.sweep import ResultsFile, compute, outcome
from symgui.sweep.grid import GridAxis
from symgui.sweep.grid_plan import GridPlan
from symgui.sweep.grid_study import KnownOutcomes, grid_study

XOR = Experiment().with_(
    data=DataSpec(kind="xor-table"),
    network={"hidden": [{"units": 2, "activation": "sigmoid"}]},
    initialization={"seed": 7, "weights": {"scheme": "uniform", "limit": 1.0}},
    training={"learning_rate": 1.0},
)
WIDTHS = GridPlan(axes=(GridAxis(setting="width", values=(1, 2, 4)),), seeds=3, updates=50)


def test_the_truth_table_of_xor_from_a_hundred_seeds() -> None:
    """As plain NumPy found it: 82 of 100 seeds get all four right, and seed 2 has this cost."""
    found = list(grid_study(GridPlan(seeds=100, updates=5000).over(XOR), KnownOutcomes()))
    assert [run.place.seed for run in found] == list(range(100))
    assert {run.outcome.iteration for run in found} == {5000}
    assert sum(run.outcome.accuracy == 1.0 for run in found) == 82
    assert found[2].outcome.cost == pytest.approx(0.0021969233588446, rel=1e-10)


def test_a_grid_on_the_stage_comes_to_what_a_sweep_comes_to_bit_for_bit(tmp_path) -> None:
    grid = WIDTHS.over(XOR)
    with ResultsFile(tmp_path, grid) as results:
        compute(grid, results, workers=1)
        swept = dict(results.outcomes())
    shown = {run.place: run.outcome for run in grid_study(grid, KnownOutcomes())}
    assert shown == swept
    assert len(shown) == 9


def test_what_has_been_made_is_not_made_again(monkeypatch) -> None:
    known, made = KnownOutcomes(most=2), []

    def counted(experiment, updates, data):
        made.append(experiment.initialization.seed)
        return outcome(experiment, updates, data)

    monkeypatch.setattr("symgui.sweep.grid_study.outcome", counted)
    for seed in (1, 2, 1, 3, 1, 2):  # 2 was asked for longest ago when 3 came
        run = known.of(XOR.with_(initialization={"seed": seed}), 5)
        assert run == outcome(XOR.with_(initialization={"seed": seed}), 5)
    assert made == [1, 2, 3, 2]


def test_too_many_runs_are_refused_with_their_number() -> None:
    with pytest.raises(ExperimentError, match="9000 runs, 3 cells of 3000 seeds; 4000 are the most"):
        GridPlan(axes=WIDTHS.axes, seeds=3000)
