"""What the command line asks the window to open."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from app.__main__ import main
from app.actions.arguments import ArgumentsError, opening
from app.runtime import no_window
from symgui.cli import main as headless
from symgui.experiment import opening_experiment
from symgui.experiment.line import to_line
from symgui.training.lanes import lanes_of
from symgui.training.race_file import RaceFile

MINE = Path(__file__).parents[1] / "e2e" / "a-lesson.lesson.md"


def test_every_command_without_a_window_is_reached(capsys: pytest.CaptureFixture[str]) -> None:
    headless([])
    names = re.findall(r"^    ([a-z]+) ", capsys.readouterr().out, re.MULTILINE)
    assert {"run", "sweep"} < set(names)
    for name in names:
        with pytest.raises(SystemExit):
            main([name, "--help"])
        assert f"symgui {name} " in capsys.readouterr().out


def test_nothing_is_what_was_open_last() -> None:
    first = opening([])
    assert (first.experiment, first.path, first.lesson) == (None, None, None)


def test_a_file_is_an_experiment(tmp_path: Path) -> None:
    path = tmp_path / "mine.symgui.json"
    opening_experiment().save(path)
    first = opening([str(path)])
    assert (first.experiment, first.path) == (opening_experiment(), path)


def test_a_table_and_weights_are_looked_at_first(tmp_path: Path) -> None:
    table, weights, text = (tmp_path / name for name in ("mine.csv", "net.json", "mine.txt"))
    table.write_text("a,y\n1,0\n2,1\n", encoding="utf-8")
    weights.write_text('{"W1": [[1, 2]]}', encoding="utf-8")
    opening_experiment().save(text)
    for path in (table, weights):
        first = opening([str(path)])
        assert (first.shown, first.experiment) == (path, None)
    assert opening([str(text)]).experiment == opening_experiment(), "whatever it is called"
    with pytest.raises(ArgumentsError, match=r"gone\.csv cannot be read"):
        opening([str(tmp_path / "gone.csv")])


def test_a_line_is_an_experiment_or_a_race_in_no_file() -> None:
    first = opening([to_line(opening_experiment())])
    assert (first.experiment, first.path, first.race) == (opening_experiment(), None, None)
    race = RaceFile.of(lanes_of(opening_experiment(), [{}, {"training": {"learning_rate": 0.1}}]))
    first = opening([to_line(race)])
    assert (first.experiment, first.path, first.race) == (None, None, race)


@pytest.mark.parametrize("name", ["hidden-layer", "2"])
def test_a_shipped_lesson_has_an_id_and_a_number(name: str) -> None:
    first = opening(["--lesson", name, "--step", "3"])
    assert first.lesson is not None
    assert (first.lesson.id, first.step, first.present) == ("hidden-layer", 2, False)


@pytest.mark.parametrize(
    "arguments", [["--present", "--lesson", str(MINE)], [f"--lesson={MINE}", "--present"]]
)
def test_a_lesson_of_ones_own_is_a_file(arguments: list[str]) -> None:
    first = opening(arguments)
    assert first.lesson is not None
    assert (first.lesson.id, first.step, first.present) == ("two-starts", 0, True)
    assert opening([str(MINE)]).lesson == first.lesson


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--lesson", "nope"], 'lesson "nope" is not there: the lessons are'),
        (["--lesson", "2", "--step", "99"], "--step: lesson hidden-layer has steps 1 to"),
        (["--lesson", "2", "--step", "0"], 'not "0"'),
        (["--lesson", "2", "--step", "two"], 'not "two"'),
        (["--lesson", "2", "--step", "1" * 5000], 'not "111'),
        (["--lesson", "x" * 5000], 'lesson "xxx'),
        (["--lesson"], "--lesson: it needs a value"),
        (["--step", "2"], "--step: it needs --lesson"),
        (["--lesson", "2", "a.json"], "'a.json': a file cannot stand beside --lesson"),
        (["nowhere.lesson.md"], "nowhere.lesson.md cannot be read"),
        (["nowhere.symgui.json"], "nowhere.symgui.json"),
        (["symgui1:nonsense"], "the line is "),
    ],
)
def test_what_cannot_be_is_told_in_one_sentence(arguments: list[str], said: str) -> None:
    with pytest.raises(ArgumentsError) as caught:
        opening(arguments)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("arguments", [["--fast"], ["a", "b"]])
def test_for_what_is_not_known_there_is_the_usage(arguments: list[str]) -> None:
    with pytest.raises(ArgumentsError, match=r"^$"):
        opening(arguments)


@pytest.mark.parametrize(("module", "name"), [("PySide6.QtWidgets", "Qt"), ("pyqtgraph", "pyqtgraph")])
def test_where_qt_cannot_be_loaded_one_sentence_says_why_and_what_works(module: str, name: str) -> None:
    code = f"import sys; sys.modules[{module!r}] = None; from app.__main__ import main; sys.exit(main([]))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 2
    assert f"the window cannot be opened: {name} cannot be loaded: import of {module}" in done.stderr
    assert "`symgui run FILE`" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_library_of_the_system_that_is_missing_is_named() -> None:
    error = ImportError("libEGL.so.1: cannot open shared object file:\nNo such file", name="PySide6.QtGui")
    assert no_window.sentence(no_window.missing(error)).startswith(
        "symgui: the window cannot be opened: Qt cannot be loaded: libEGL.so.1: "
        "cannot open shared object file: No such file (see Install in the README); "
        "without a window there is `symgui run FILE`"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="a closed pipe is POSIX")
def test_help_whose_reader_has_seen_enough_says_nothing() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as out:
        done = subprocess.run(
            [sys.executable, "-m", "app", "--help"], stdout=out, stderr=subprocess.PIPE, check=False
        )
    assert (done.returncode, done.stderr) == (141, b"")
