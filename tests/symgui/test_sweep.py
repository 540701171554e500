"""Sweeps: which runs, their outcomes, and the same results however they were computed."""

from __future__ import annotations

import csv
import importlib.util
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from multiprocessing import active_children
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from symgui.cli.main import main
from symgui.experiment import Experiment, ExperimentError
from symgui.sweep import Cell, GridAxis, ResultsFile, RunGrid, compute, outcome
from symgui.sweep.chunk import Found, chunk_outcomes
from symgui.sweep.missing import MissingRuns, Shard, places_of
from symgui.sweep.outcome import RunOutcome, looks
from symgui.sweep.results_file import NAME, Place
from symgui.sweep.swept_settings import SETTINGS
from symgui.symmetry.signal import entropy
from symgui.training.report import ReportRow
from symgui.training.studies.start import VISIBLE, StartingTwins
from symgui.training.trainer import Trainer

SMALL = Experiment().with_(
    data={"kind": "moons", "samples": 40},
    network={"hidden": [{"units": 3, "activation": "tanh"}]},
    initialization={"weights": {"scheme": "normal", "scale": 0.1}},
    training={"learning_rate": 0.5},
)
SPREADS = GridAxis(setting="weight-scale", low=1e-3, high=10.0, steps=5, spacing="log")
WIDTHS = GridAxis(setting="width", values=(1, 2, 4))


def grid(**fields: Any) -> RunGrid:
    return RunGrid(**{"experiment": SMALL, "axes": (SPREADS, WIDTHS), "seeds": 2, "updates": 20, **fields})


def table(grid: RunGrid, folder: Path, **how: Any) -> str:
    with ResultsFile(folder, grid) as results:
        compute(grid, results, **how)
        return results.as_csv()


def written(tmp_path: Path, grid: RunGrid) -> str:
    path = tmp_path / "grid.json"
    grid.save(path)
    return str(path)


def test_the_values_of_an_axis() -> None:
    assert SPREADS.points == (0.001, 0.01, 0.1, 1.0, 10.0)
    assert GridAxis(setting="learning-rate", low=0.0, high=1.0, steps=5).points == (0.0, 0.25, 0.5, 0.75, 1.0)
    assert GridAxis(setting="depth", low=1, high=3, steps=9).points == (1, 2, 3)
    assert GridAxis(setting="seed", low=7, high=7, steps=1).points == (7,)


def test_a_nudge_is_added_to_what_the_seed_draws() -> None:
    """ε · randn to all of W[1], from another seed than the start's; 0 is none."""
    nudges = GridAxis(setting="nudge", values=(0, 0.01))
    constant = SMALL.with_(initialization={"weights": {"scheme": "constant", "value": 0.5}})
    for experiment in (SMALL, constant):
        many = grid(experiment=experiment, axes=(nudges,))
        for seed in (0, 1):
            start = Trainer(many.experiment_at(Cell(0, 0), seed)).network
            nudged = Trainer(many.experiment_at(Cell(0, 1), seed)).network
            noise = np.random.RandomState(seed + 2**31).randn(3, 2)
            np.testing.assert_allclose(nudged.W[1], start.W[1] + 0.01 * noise, rtol=1e-12)
            np.testing.assert_array_equal(nudged.W[2], start.W[2])
    broken, twins = (outcome(many.experiment_at(Cell(0, k), 0), 20) for k in (1, 0))
    assert (broken.verdict, twins.verdict) == ("healthy", "symmetric")
    odd = grid(axes=(GridAxis(setting="nudge", values=(1e308, 0)),), seeds=1)
    found = [outcome for _, _, outcome in chunk_outcomes(odd, list(places_of(odd)))]
    assert [each.verdict for each in found] == ["diverged", "healthy"]


def test_every_cell_once_coarse_first() -> None:
    cells = list(grid().cells())
    assert len(cells) == len(set(cells)) == 15
    assert cells[0] == Cell(0, 0)
    assert {cell.column for cell in cells[:6]} == {0, 2, 4}


def test_an_outcome_is_that_of_the_run() -> None:
    experiment = grid().experiment_at(Cell(2, 3), 1)
    assert (experiment.initialization.weights.scale, experiment.initialization.seed) == (1.0, 1)
    assert [layer.units for layer in experiment.network.hidden] == [4]
    found, trainer = outcome(experiment, 20), Trainer(experiment)
    trainer.advance(20)
    row = ReportRow.of(trainer)
    assert (found.cost, found.accuracy, found.verdict) == (row.cost, row.train_accuracy, row.verdict)
    assert (found.effective_units, found.units, found.iteration) == (sum(row.effective_units), 4, 20)


def test_runs_made_one_after_the_other_are_those_made_alone() -> None:
    """Though they share data and memory: also where shapes, batches and data change on the way."""
    kinds = GridAxis(setting="data", values=("moons", "circles"))
    for axes in ((SPREADS, WIDTHS), (GridAxis(setting="batch-size", values=(40, 7)), kinds)):
        many = grid(axes=axes)
        for place, _, found in chunk_outcomes(many, list(places_of(many))):
            assert found == outcome(many.experiment_at(place.cell, place.seed), 20)


CHANGED = ({"at": 3, "learning_rate": 2.0}, {"at": 23, "set": {"W1[0,0]": 2.0, "W2[0,0]": 2.0}})


@pytest.mark.parametrize("updates", [1, 7, 200])
@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"training": {"batch_size": 7}},
        {"training": {"optimizer": "adam", "l2": 0.1}},
        {"training": {"learning_rate": 1e9, "l2": 10.0}},
        {"changes": CHANGED},
        {"changes": CHANGED, "data": {"kind": "blobs", "classes": 3}},
        {"initialization": {"weights": {"scheme": "zeros"}}},
        {"initialization": {"weights": {"scheme": "normal", "scale": 3.0}}},
    ],
    ids=str,
)
def test_the_escape_is_the_first_look_below_guessing(changed: dict[str, Any], updates: int) -> None:
    experiment = SMALL.with_(**changed)
    trainer, escaped = Trainer(experiment), None
    bound = 0.95 * entropy(trainer.data.Y)
    for iteration in looks(updates):
        trainer.advance(iteration - trainer.iteration)
        if trainer.divergence is not None:
            break
        if trainer.cost() < bound:
            escaped = iteration
            break
    assert outcome(experiment, updates).escaped_at == escaped


def test_some_runs_escape_and_some_do_not() -> None:
    assert outcome(SMALL, 200).escaped_at in set(looks(200)) - {1, 200}
    assert outcome(SMALL.with_(initialization={"weights": {"scheme": "zeros"}}), 50).escaped_at is None


def test_the_break_is_the_first_look_at_which_twins_differ_visibly() -> None:
    """The smaller ε, the later; exact twins never break, and a start of random numbers has none."""
    twins = SMALL.with_(initialization={"weights": {"scheme": "constant", "value": 0.5}})
    axis = GridAxis(setting="nudge", values=(0, 1e-3, 1e-2))
    many = grid(experiment=twins, axes=(axis,), seeds=1, updates=2000)
    never, late, soon = (
        found.broken_at for _, _, found in sorted(chunk_outcomes(many, list(places_of(many))))
    )
    assert never is None
    assert soon is not None
    assert late is not None
    assert soon < late < 2000
    nudged = many.experiment_at(Cell(0, 2), 0)
    trainer, drawn = Trainer(nudged), Trainer(many.experiment_at(Cell(0, 0), 0))
    watched = StartingTwins(trainer.network, drawn.network)
    while watched.relative_spread() < VISIBLE:
        trainer.advance()
    assert soon == next(at for at in looks(2000) if at >= trainer.iteration)
    assert outcome(SMALL, 200).broken_at is None


def test_looks() -> None:
    assert list(looks(5)) == [1, 2, 3, 4, 5]
    assert list(looks(0)) == []
    assert list(looks(1000))[-1] == 1000
    assert len(list(looks(10**9))) < 500


def test_one_two_and_three_workers_give_the_same_bits(tmp_path: Path) -> None:
    tables = {table(grid(), tmp_path / str(workers), workers=workers) for workers in (1, 2, 3)}
    assert len(tables) == 1
    assert len(tables.pop().splitlines()) == 1 + 30


def test_what_was_ended_goes_on_where_it_was(tmp_path: Path) -> None:
    whole = table(grid(), tmp_path / "whole", workers=1)
    made: list[Place] = []

    def told(found: Found) -> None:
        made.extend(place for place, _, _ in found)

    with ResultsFile(tmp_path / "parts", grid()) as results:
        results.add(chunk_outcomes(grid(), list(places_of(grid()))[:11]))
    with ResultsFile(tmp_path / "parts", grid()) as results:
        compute(grid(), results, workers=1, told=told)
        assert results.as_csv() == whole
    assert len(made) == 19


def test_which_runs_are_missing_is_known_without_a_list_of_them(tmp_path: Path) -> None:
    places = list(places_of(grid()))
    with ResultsFile(tmp_path, grid()) as results:
        results.add(chunk_outcomes(grid(), places[3:7]))
        missing = MissingRuns(grid(), results)
        first = missing.take(5)
        missing.put_back(first[2:])
        rest = missing.take(100)
        assert not missing
        assert [*first[:2], *rest] == [*places[:3], *places[7:]]
        third = MissingRuns(grid(), results, Shard(3, 7))
        assert third.take(9) == [place for place in places[2::7] if place not in places[3:7]]
    assert [Shard(k, 7).count(30) for k in range(1, 8)] == [5, 5, 4, 4, 4, 4, 4]


def test_a_results_file_that_is_torn_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table(grid(seeds=20, updates=0), tmp_path, workers=1)
    whole = (tmp_path / NAME).read_bytes()
    half = len(whole) // 2
    (tmp_path / NAME).write_bytes(whole[:half] + b"?" * half)
    assert main(["sweep", "show", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert f"{NAME} cannot be read: " in said
    assert said.count("\n") == 1


def test_shards_are_merged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path, grid())
    for i in (1, 2, 3):
        assert (
            main(["sweep", file, "--out", str(tmp_path / f"{i}"), "--workers", "1", "--shard", f"{i}/3"]) == 0
        )
    folders = [str(tmp_path / f"{i}") for i in (1, 2, 3)]
    out = str(tmp_path / "all")
    for _ in range(2):  # what is there already is not taken twice, its own results neither
        assert main(["sweep", "merge", *folders, "--out", out, "--csv", str(tmp_path / "all.csv")]) == 0
        folders.append(out)
    whole = table(grid(), tmp_path / "whole", workers=1)
    assert (tmp_path / "all.csv").read_text() == whole
    assert main(["sweep", "show", out]) == 0
    assert "30 of 30 runs" in capsys.readouterr().out
    assert sorted({place for i in (1, 2, 3) for place in places_of(grid(), Shard(i, 3))}) == sorted(
        places_of(grid())
    )


def test_the_same_experiment_is_kept_once(tmp_path: Path) -> None:
    same = grid(axes=(GridAxis(setting="seed", values=(4,)),), seeds=1)
    table(same, tmp_path, workers=1)
    with ResultsFile(tmp_path, same) as results:
        results.add(chunk_outcomes(same, [Place(Cell(0, 0), 4)]))
        assert len(list(results.outcomes())) == 2
    with closing(sqlite3.connect(tmp_path / NAME)) as connection:
        rows = connection.execute("SELECT count(*) FROM runs").fetchone()
    assert rows == (1,)


def test_a_process_that_is_killed_costs_its_chunk_at_most(tmp_path: Path) -> None:
    many = grid(seeds=20, updates=100)
    killed: list[int] = []

    def told(found: Found) -> None:
        if not killed:
            killed.extend(child.pid for child in active_children() if child.pid)
            os.kill(killed[0], signal.SIGKILL)

    found = table(many, tmp_path / "killed", workers=2, told=told)
    assert killed
    assert found == table(many, tmp_path / "whole", workers=1)


def test_a_kill_of_the_whole_leaves_a_file_that_goes_on(tmp_path: Path) -> None:
    many = grid(seeds=12, updates=300)
    file, out = written(tmp_path, many), tmp_path / "out"
    program = subprocess.Popen(
        [sys.executable, "-m", "symgui", "sweep", file, "--out", str(out), "--workers", "1"],
        stdout=subprocess.DEVNULL,
    )
    while program.poll() is None and not (out / NAME).exists():
        time.sleep(0.01)
    while program.poll() is None and not _rows(out / NAME):
        time.sleep(0.01)
    program.kill()
    program.wait()
    with ResultsFile(out, many) as results:
        before = results.count()
        assert before
        compute(many, results, workers=1)
        assert results.as_csv() == table(many, tmp_path / "whole", workers=1)


KILLED = """
import os, signal, sqlite3, sys
from pathlib import Path
import symgui.sweep.results_file as results_file
from symgui.sweep import ResultsFile, RunGrid

def killed_at(statement):
    connect = sqlite3.connect
    def opened(path):
        connection, said = connect(path), []
        def count(text):
            said.append(text)
            if len(said) == statement:
                os.kill(os.getpid(), signal.SIGKILL)
        connection.set_trace_callback(count)
        return connection
    results_file.sqlite3.connect = opened

folder, grid = Path(sys.argv[1]), RunGrid.load(sys.argv[2])
for statement in range(1, 99):
    child = os.fork()
    if child == 0:
        killed_at(statement)
        ResultsFile(folder / str(statement), grid)
        os._exit(0)
    if os.waitpid(child, 0)[1] == 0:
        break
print(statement)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_kill_while_the_file_is_begun_leaves_one_that_goes_on(tmp_path: Path) -> None:
    small = grid(seeds=1, updates=1)
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path), written(tmp_path, small)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    folders = [tmp_path / str(statement) for statement in range(1, int(done.stdout) + 1)]
    assert len(folders) > 5
    for folder in folders:
        with ResultsFile(folder, small) as results:
            assert results.count() == 0


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks /proc which processes there are")
def test_the_processes_of_a_sweep_that_is_killed_end(tmp_path: Path) -> None:
    file, out = written(tmp_path, grid(seeds=200, updates=3000)), tmp_path / "out"
    program = subprocess.Popen(
        [sys.executable, "-m", "symgui", "sweep", file, "--out", str(out), "--workers", "2"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    while not (out / NAME).exists() or not _rows(out / NAME):
        time.sleep(0.01)
    assert len(_session(program.pid)) >= 3
    program.kill()
    program.wait()
    while _session(program.pid):  # or the test's own timeout
        time.sleep(0.01)


def _session(leader: int) -> list[str]:
    """Processes of the session that this one led."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[0] != "Z" and int(fields[3]) == leader:
            found.append(stat.parent.name)
    return found


def _rows(path: Path) -> int:
    try:
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    except sqlite3.Error:  # it is not there yet
        return 0
    try:
        return int(connection.execute("SELECT count(*) FROM places").fetchone()[0])
    except sqlite3.Error:
        return 0
    finally:
        connection.close()


def test_a_cell_that_is_no_experiment_is_kept_as_such(tmp_path: Path) -> None:
    odd = grid(axes=(GridAxis(setting="batch-size", values=(4, 41, 8)),), seeds=1, updates=5)
    assert [line.split(",")[3] for line in table(odd, tmp_path, workers=1).splitlines()[1:]] == [
        "healthy", "impossible", "healthy",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"format": "symgui/1"}, 'format must be "symgui-grid/1", as in a grid\'s file, not "symgui/1"'),
        ({"axes": [{"setting": "mood", "values": [1]}]}, 'axes[0].setting must be one of weight-scale'),
        ({"axes": [{"setting": "width", "low": 1, "high": 3}]}, "axes[0].steps is missing"),
        ({"axes": [{"setting": "width", "values": ["a"]}]}, 'axes[0].values[0] must be a number, not "a"'),
        ({"axes": [{"setting": "width", "values": [2, 2]}]}, "axes[0].values must not have a value twice"),
        ({"axes": [{"setting": "weights", "low": 0, "high": 1, "steps": 3}]}, "has names, not numbers"),
        ({"axes": [{"setting": "l2", "low": 0, "high": 1, "steps": 3, "spacing": "log"}]},
         "axes[0].low must be above 0"),
        ({"axes": [{"setting": "width", "values": [0, 4]}]}, "axes[0] width 0"),
        ({"axes": [{"setting": "seed", "values": [1]}]}, "seeds must be 1 where an axis is the seed"),
        ({"axes": [{"setting": "learning-rate", "low": 0, "high": 1, "steps": 10_000},
                   {"setting": "weight-scale", "low": 0, "high": 1, "steps": 10_000}], "seeds": 10},
         "has 1000000000 runs: 10000 × 10000 cells of 10 seeds; 10000000 are the most"),
        ({"updates": -1}, "updates must be an integer from 0 to 1000000000, not -1"),
        ({"experiment": {"format": "symgui/1", "data": {"samples": 0}}}, "experiment.data.samples must be"),
    ],
)  # fmt: skip
def test_a_wrong_grid_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], change: dict[str, Any], sentence: str
) -> None:
    fields = json.loads(grid().dumps()) | change
    (tmp_path / "grid.json").write_text(json.dumps(fields))
    assert main(["sweep", str(tmp_path / "grid.json"), "--out", str(tmp_path / "out")]) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert said.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_results_of_something_else_are_left_alone(tmp_path: Path) -> None:
    table(grid(updates=2), tmp_path / "a", workers=1)
    with pytest.raises(ExperimentError, match="holds the results of another grid"):
        ResultsFile(tmp_path / "a", grid(updates=3))
    connection = sqlite3.connect(tmp_path / "a" / NAME)
    with connection:
        connection.execute("UPDATE grid SET version = 9")
    connection.close()
    with pytest.raises(ExperimentError, match="has the version 9, and this program reads 2"):
        ResultsFile(tmp_path / "a", grid(updates=2))
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / NAME).write_bytes(b"no database" * 100)
    with pytest.raises(ExperimentError, match="cannot be used: file is not a database"):
        ResultsFile(tmp_path / "b", grid())
    assert (tmp_path / "b" / NAME).read_bytes() == b"no database" * 100


def test_what_cannot_be_done_is_said_before_anything_is_computed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, there = written(tmp_path, grid(updates=2)), tmp_path / "there"
    table(grid(updates=2), there, workers=1)
    with sqlite3.connect(there / NAME) as connection:
        connection.execute("UPDATE grid SET version = 9")
    connection.close()
    with_parquet = importlib.util.find_spec("pyarrow") is not None
    wrong = [
        ([file, "--out", str(there)], "has the version 9, and this program reads 2"),
        (["show", str(there)], "has the version 9, and this program reads 2"),
        (["show", str(tmp_path)], f"has no {NAME}"),
        ([file, "--out", str(tmp_path / "new"), "--csv", str(tmp_path / "no" / "a.csv")], "no such folder"),
        ([file], "--out is missing"),
        ([str(tmp_path / "none.json"), "--out", str(tmp_path / "new")], "none.json"),
        *([] if with_parquet else [
            ([file, "--out", str(tmp_path / "new"), "--parquet", str(tmp_path / "a.parquet")],
             "--parquet needs PyArrow: pip install symgui[parquet]"),
        ]),
    ]  # fmt: skip
    for arguments, sentence in wrong:
        assert main(["sweep", *arguments]) == 2
        said = capsys.readouterr().err
        assert sentence in said
        assert said.count("\n") == 1
    assert not (tmp_path / "new").exists()


def test_parquet_holds_the_same_table(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed here")
    file, made = written(tmp_path, grid()), tmp_path / "a.parquet"
    out = ["--out", str(tmp_path / "out"), "--csv", str(tmp_path / "a.csv"), "--parquet", str(made)]
    assert main(["sweep", file, *out, "--workers", "1"]) == 0
    rows = parquet.read_table(made).to_pylist()
    texts = list(csv.DictReader((tmp_path / "a.csv").read_text().splitlines()))
    assert [row["cost"] for row in rows] == [float(text["cost"]) for text in texts]
    assert [row["verdict"] for row in rows] == [text["verdict"] for text in texts]
    assert list(rows[0]) == list(texts[0])


def test_the_grid_in_the_documentation() -> None:
    text = (Path(__file__).parents[2] / "docs" / "sweeps.md").read_text(encoding="utf-8")
    documented = RunGrid.loads(text.split("```json\n")[1].split("```")[0])
    assert documented.runs == 75
    assert all(f"`{setting}`" in text for setting in SETTINGS)
    assert all(f"`{field}`" in text for field in RunOutcome.__struct_fields__)
