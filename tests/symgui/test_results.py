"""The results of lanes and pinned moments: the numbers that `symgui run` prints, in a table to paste."""

from __future__ import annotations

import csv
import io

from symmetry_cases import experiment

from symgui.experiment import DataSpec, WeightInit
from symgui.symmetry.verdict import VERDICTS
from symgui.training.lanes import lanes_from
from symgui.training.moments import pin, to_compute
from symgui.training.race import Race
from symgui.training.report import ReportRow
from symgui.training.results import COLUMNS, as_tsv, moment_results, race_results
from symgui.training.run import RecordedRun
from symgui.training.trainer import Trainer

MOONS = DataSpec(kind="moons", samples=45, test_samples=10)
STARTS = (
    experiment((4, 3), data=MOONS),
    experiment((4, 3), data=MOONS, weights=WeightInit("he")),
    experiment((4, 3), data=MOONS, weights=WeightInit("he"), learning_rate=1e9),
)


def table(text: str) -> list[dict[str, str]]:
    """What a spreadsheet makes of the text."""
    return list(csv.DictReader(io.StringIO(text), delimiter="\t"))


def test_each_lane_s_row_is_what_its_run_alone_prints() -> None:
    race = Race(lanes_from(STARTS))
    race.advance(60)
    rows = table(as_tsv(race_results(race.frame())))
    assert [row["name"][:3] for row in rows] == ["A: ", "B: ", "C: "]
    for row, spec in zip(rows, STARTS, strict=True):
        alone = Trainer(spec)
        alone.advance(60)
        said = ReportRow.of(alone)
        assert int(row["iteration"]) == said.iteration, "one that diverged stands where it did"
        assert row["cost"] == repr(said.cost)
        assert float(row["train accuracy"]) == said.train_accuracy
        assert said.test_accuracy is not None
        assert float(row["test accuracy"]) == said.test_accuracy
        assert row["effective units"] == ", ".join(map(str, said.effective_units))
        assert row["units"] == "4, 3"
        assert row["verdict"] == VERDICTS[said.verdict].label
        assert row["evidence"] == " ".join(said.evidence.split())


def test_a_pinned_moment_keeps_its_results() -> None:
    run = RecordedRun(STARTS[1])
    run.advance(30)
    kept = pin("here\tand there", run.frame())
    said = ReportRow.of(run.trainer)
    run.advance(100)
    (row,) = table(as_tsv(moment_results([kept])))
    assert row["name"] == "here and there", "a tab of its own does not open another cell"
    assert (int(row["iteration"]), row["cost"]) == (30, repr(said.cost))
    assert row["verdict"] == VERDICTS[said.verdict].label
    assert row["effective units"] == ", ".join(map(str, said.effective_units))


def test_what_is_not_computed_has_no_numbers() -> None:
    (row,) = table(as_tsv(moment_results([to_compute("Monday's", 70, STARTS[0])])))
    assert (row["name"], row["iteration"], row["cost"], row["verdict"]) == ("Monday's", "70", "", "")
    assert "not computed" in row["evidence"]


def test_without_test_data_or_hidden_layers_cells_are_empty() -> None:
    run = RecordedRun(experiment((), data=DataSpec(kind="moons", samples=45)))
    (row,) = table(as_tsv(moment_results([pin("now", run.frame())])))
    assert (row["test accuracy"], row["effective units"], row["units"]) == ("", "", "")
    assert list(row) == list(COLUMNS)
