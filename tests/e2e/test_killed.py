"""The program is killed, or asked to end: the next start has what was open, files are as they were saved."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from symgui.experiment import Experiment, opening_experiment

ROOT = Path(__file__).resolve().parents[2]
TITLE = "Mine"

DRIVE = """
import signal
for number in ("SIGINT", "SIGTERM", "SIGHUP"):  # whoever runs the tests may have them ignored
    if hasattr(signal, number):
        signal.signal(getattr(signal, number), signal.SIG_DFL)
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
import app.controllers.keeper as keeping
keeping.DELAY = 1  # the tests of a moment do not wait for it

def window():
    (found,) = [w for w in QApplication.topLevelWidgets() if w.objectName() == "main-window"]
    return found

def until(condition):
    while not condition():
        QApplication.processEvents()

def rested():
    w = window()
    shown = w.workspace.race_frame if w.workspace.lanes else w.workspace.current_frame
    return shown is not None and not w.keeper._timer.isActive()

def told():
    w = window().workspace
    print(w.experiment.dumps().replace("\\n", " "))
    print([lane.text for lane in w.lanes], [(pin.name, pin.iteration) for pin in window().pins.moments])
    print(window().windowTitle(), "|", window().message.text(), "|", len(window().keeper.earlier))
    sys.stdout.flush()

def work():
    w, space = window(), window().workspace
    until(rested)
    ACTS
    until(rested)
    told()

import app.runtime.ending as ending
begin = ending.Ending.__init__
def and_work(self, *given):
    begin(self, *given)
    QTimer.singleShot(0, work)
ending.Ending.__init__ = and_work
from app.__main__ import main
sys.exit(main(sys.argv[1:]))
"""

SETTING = 'space.change(space.experiment.with_(initialization={"weights": {"scheme": "he"}}), "weights")'
EDIT = 'space.edit({"W1[0,0]": 0.625}); until(lambda: space.experiment.changes)'
PIN = "space.step(7); until(lambda: space.iteration == 7); w.pins.pin()"
RACE = """w.compare.enter(); until(lambda: space.race_frame)
    w.compare.remove_lane("B")"""
LEFT_RACE = RACE + "\n    until(lambda: space.race_frame); w.compare.leave()"
LESSON = SETTING + '\n    from symgui.lessons import find_lesson; w.lessons.begin(find_lesson("moving"))'


@contextmanager
def program(home: Path, acts: str, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """The program after `acts`, and the three lines that it has told of itself."""
    environment = os.environ | {
        "XDG_CONFIG_HOME": str(home / "config"), "XDG_STATE_HOME": str(home / "state"), "HOME": str(home),
        "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    code = DRIVE.replace("ACTS", acts)
    with subprocess.Popen(
        [sys.executable, "-c", code, *arguments], env=environment, cwd=ROOT, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(3)]
        try:
            assert lines[2], process.stderr.read() if process.stderr is not None else ""
            yield process, lines
        finally:
            if process.poll() is None:
                process.kill()


def after(home: Path, *arguments: str) -> list[str]:
    """What the next start shows; it is ended in order."""
    with program(home, "pass", *arguments) as (process, lines):
        process.terminate()
        assert process.wait(60) == 128 + signal.SIGTERM
    return lines


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    file = tmp_path / "mine.symgui.json"
    opening_experiment().with_(title=TITLE).save(file)
    return file


ENDS = [signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP]


@pytest.mark.parametrize("how", ENDS, ids=lambda how: how.name)
def test_nothing_is_lost_however_it_ends(tmp_path: Path, mine: Path, how: signal.Signals) -> None:
    """Settings, edits, pins and the race of one and the same window; its file stays as it was saved."""
    before = mine.read_bytes()
    acts = "\n    ".join([SETTING, "until(rested)", PIN, EDIT, RACE])
    with program(tmp_path, acts, str(mine)) as (process, lines):
        process.send_signal(how)
        status = process.wait(60)
    assert status == (-how if how is signal.SIGKILL else 128 + how)
    experiment = Experiment.loads(lines[0])
    assert experiment.changes[0].set == {"W1[0,0]": 0.625}
    assert experiment.initialization.weights.scheme == "he"
    again = after(tmp_path)
    assert again[:2] == lines[:2], "the experiment, the race and the pins are back"
    assert "'weights zeros'" in again[1]
    assert "('iteration 7', 7)" in again[1]
    killed = "The program was not closed last time" in again[2]
    assert killed == (how is signal.SIGKILL)
    assert mine.read_bytes() == before
    third = after(tmp_path)
    assert third[:2] == lines[:2], "and so they are the time after"
    assert "not closed" not in third[2]


@pytest.mark.parametrize("acts", [SETTING, EDIT, PIN, RACE, LEFT_RACE, LESSON],
                         ids=["setting", "edit", "pin", "race", "left race", "lesson"])  # fmt: skip
def test_each_by_itself_survives_a_kill(tmp_path: Path, mine: Path, acts: str) -> None:
    with program(tmp_path, acts, str(mine)) as (process, lines):
        process.kill()
    again = after(tmp_path)
    if acts is LESSON:
        weights = Experiment.loads(again[0]).initialization.weights
        assert weights.scheme == "he", "the lesson is over, one's own work is not"
    else:
        assert again[:2] == lines[:2]


def test_a_race_that_was_left_is_there_to_come_back_to(tmp_path: Path) -> None:
    with program(tmp_path, LEFT_RACE) as (process, _):
        process.kill()
    come_back = "w.compare.toggle(); until(lambda: space.race_frame)"
    with program(tmp_path, come_back) as (process, lines):
        process.kill()
    assert "'weights zeros', 'weights normal 0.01', 'weights He'" in lines[1]


def test_two_windows_do_not_write_over_each_other(tmp_path: Path) -> None:
    """Both are killed; the latest comes back, the other's work is in the menu."""
    with program(tmp_path, SETTING) as (first, one), program(tmp_path, EDIT) as (second, other):
        assert one[0] != other[0]
        first.kill()
        second.kill()
    again = after(tmp_path)
    assert again[0] == other[0]
    assert again[2].strip().endswith("| 1")
    assert "Work that is not saved is in the menu" in again[2]
    open_it = "w.menu.earlier.actions()[0].trigger(); until(rested)"
    with program(tmp_path, open_it) as (process, lines):
        process.kill()
    assert lines[0] == one[0]
    assert lines[2].strip().endswith("| 1"), "what it took the place of is in the menu now"


def test_a_file_that_is_opened_next_time_takes_nothing_away(tmp_path: Path, mine: Path) -> None:
    with program(tmp_path, SETTING) as (process, lines):
        process.kill()
    with_file = after(tmp_path, str(mine))
    assert Experiment.loads(with_file[0]).title == TITLE
    assert with_file[2].strip().endswith("| 1")
    with program(tmp_path, "w.menu.earlier.actions()[0].trigger(); until(rested)") as (process, again):
        process.kill()
    assert again[0] == lines[0]


def test_undone_work_survives_the_end(tmp_path: Path, mine: Path) -> None:
    """What only Undo knows, as something else was opened in its place, is in the menu the next time."""
    acts = f"{SETTING}\n    until(rested); w.open_file(__import__('pathlib').Path({str(mine)!r}))"
    with program(tmp_path, acts) as (process, _):
        process.terminate()
        process.wait(60)
    with program(tmp_path, "w.menu.earlier.actions()[0].trigger(); until(rested)") as (process, lines):
        process.kill()
    assert Experiment.loads(lines[0]).initialization.weights.scheme == "he"
