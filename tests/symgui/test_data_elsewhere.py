"""A file of somebody else's names data in a file: only one beside or below it is read."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from symgui.cli import main
from symgui.data import load_data
from symgui.experiment import Experiment, ExperimentError
from symgui.experiment.line import PREFIX, from_line
from symgui.lessons import LessonError, parse_lesson
from symgui.sweep import RunGrid
from symgui.sweep.results_file import grid_in
from symgui.training.race_file import load, load_line
from tests.symgui.test_line import made_of

TABLE = b"a,b,y\n1,2,u\n3,4,v\n5,6,u\n"
HEAD = '+++\nformat = "symgui-lesson/1"\nid = "x"\ntitle = "X"\nquestion = "X?"\n+++\n\n## One\n\nText.\n\n'


def fields(path: str) -> dict[str, Any]:
    """An experiment on the data at a path, as a file has it."""
    file = {
        "path": path,
        "sha256": hashlib.sha256(TABLE).hexdigest(),
        "columns": [0, 1],
        "label": 2,
        "rows": 3,
    }
    table = {"name": "d.csv", "features": ["a", "b"], "classes": ["u", "v"], "file": file}
    return {"format": "symgui/1", "data": {"kind": "file", "samples": 3, "test_samples": 0, "table": table}}


def as_toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name} = {as_toml(item)}" for name, item in value.items()) + "}"
    return "[" + ", ".join(map(as_toml, value)) + "]" if isinstance(value, list) else json.dumps(value)


@pytest.fixture
def places(tmp_path: Path) -> tuple[Path, Path]:
    """A folder with data, and another one with the same data."""
    here, elsewhere = tmp_path / "here", tmp_path / "elsewhere"
    for folder in (here, elsewhere):
        folder.mkdir()
        (folder / "d.csv").write_bytes(TABLE)
    return here, elsewhere


def lesson(path: Path, name: str, how: str) -> Experiment:
    """The experiment of a lesson in a file beside `path`, which names these data in one way or another."""
    whole = as_toml(fields(name))
    block = {
        "whole": f"experiment = {whole}\n",
        "data": f"experiment = 'flower-zeros'\ndata = {as_toml(fields(name)['data'])}\n",
        "lane": f"experiment = 'flower-zeros'\nrace = [{{}}, {{data = {as_toml(fields(name)['data'])}}}]\n",
    }[how]
    return parse_lesson(f"{HEAD}```toml\n{block}```\n", path / "x.lesson.md").steps[0].experiment


@pytest.mark.parametrize("how", ["whole", "data"])
def test_a_lesson_finds_data_beside_it(places: tuple[Path, Path], how: str) -> None:
    here, _ = places
    assert load_data(lesson(here, "d.csv", how).data).X.shape == (2, 3)


def test_a_step_changes_an_experiment_on_data_in_a_file(places: tuple[Path, Path]) -> None:
    here, _ = places
    (here / "e.symgui.json").write_text(json.dumps(fields("d.csv")), encoding="utf-8")
    steps = "```toml\nexperiment = 'e.symgui.json'\n```\n\n## Two\n\nText.\n\n```toml\n{}\n```\n"
    for settings in ("training = {learning_rate = 0.5}", "race = [{}, {training = {l2 = 1.0}}]"):
        found = parse_lesson(HEAD + steps.format(settings), here / "x.lesson.md")
        assert load_data(found.steps[1].experiment.data).X.shape == (2, 3)


def test_results_on_data_in_a_file_are_gone_on_with(places: tuple[Path, Path], tmp_path: Path) -> None:
    here, _ = places
    (here / "g.json").write_text(
        json.dumps({"format": "symgui-grid/1", "experiment": fields("d.csv"), "seeds": 2, "updates": 3})
    )
    assert main(["sweep", str(here / "g.json"), "--out", str(tmp_path / "out"), "--workers", "1"]) == 0
    found = grid_in(tmp_path / "out")
    assert load_data(found.experiment.data).X.shape == (2, 3)
    assert main(["sweep", "show", str(tmp_path / "out")]) == 0


@pytest.mark.parametrize("how", ["whole", "data", "lane"])
@pytest.mark.parametrize("name", ["elsewhere", "../elsewhere/d.csv", "link.csv"])
def test_a_lesson_reads_no_data_elsewhere(places: tuple[Path, Path], name: str, how: str) -> None:
    here, elsewhere = places
    (here / "link.csv").symlink_to(elsewhere / "d.csv")
    name = str(elsewhere / "d.csv") if name == "elsewhere" else name
    with pytest.raises(LessonError, match=r"data\.table\.file\.path must be a path beside or below"):
        lesson(here, name, how)


@pytest.mark.parametrize("name", ["d.csv", "elsewhere"])
def test_a_line_names_no_file(places: tuple[Path, Path], name: str) -> None:
    _, elsewhere = places
    name = str(elsewhere / "d.csv") if name == "elsewhere" else name
    line = made_of(json.dumps(fields(name)).encode())
    assert line.startswith(PREFIX)
    assert name in from_line(line)
    with pytest.raises(
        ExperimentError,
        match=r"^the line(: data\.table\.file\.path must be a path beside| names data in a file)",
    ):
        load_line(line)


def test_a_grid_and_its_data_go_together(places: tuple[Path, Path]) -> None:
    here, elsewhere = places
    grid = RunGrid(experiment=Experiment.loads(json.dumps(fields("d.csv"))).found_in(here))
    grid.save(here / "grid.json")
    text = (here / "grid.json").read_text(encoding="utf-8")
    assert '"d.csv"' in text
    assert str(here) not in text
    assert RunGrid.load(here / "grid.json") == grid
    (elsewhere / "grid.json").write_text(text, encoding="utf-8")  # sent with its data
    assert load_data(RunGrid.load(elsewhere / "grid.json").experiment.data).X.shape == (2, 3)
    with pytest.raises(ExperimentError, match="not beside or below"):
        grid.save(elsewhere / "mine.json")


def test_a_grid_and_an_experiment_read_no_data_elsewhere(places: tuple[Path, Path]) -> None:
    here, elsewhere = places
    own = fields(str(elsewhere / "d.csv"))
    grid = {"format": "symgui-grid/1", "experiment": own}
    for read, content, name in ((load, own, "e.symgui.json"), (RunGrid.load, grid, "grid.json")):
        (here / name).write_text(json.dumps(content), encoding="utf-8")
        with pytest.raises(ExperimentError, match="must be a path beside or below"):
            read(here / name)
