"""The program is killed, or asked to end: the next start has what was open, files are as they were saved."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
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
keeping.DELAY = MILLISECONDS

def window():
    (found,) = [w for w in QApplication.topLevelWidgets() if w.objectName() == "main-window"]
    return found

def until(condition):
    while not condition():
        QApplication.processEvents()

def shown():
    space = window().workspace
    return (space.race_frame if space.lanes else space.current_frame) is not None

def rested():
    return shown() and (keeping.DELAY != AT_ONCE or window().keeper.at_rest)

def told():
    w = window().workspace
    print(w.experiment.dumps().replace("\\n", " "))
    print([lane.text for lane in w.lanes], [(pin.name, pin.iteration) for pin in window().pins.moments])
    print(window().windowTitle(), "|", window().message.text(), "|", len(window().keeper.earlier))
    sys.stdout.flush()

def work():
    w, space = window(), window().workspace
    until(rested)
    told()
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

AT_ONCE, NEVER = 1, 10**8
"""Milliseconds until what was changed is kept: so many that a kill comes after it, or the end before it."""


def setting(scheme: str) -> str:
    weights = {"weights": {"scheme": scheme}}
    return f"space.document.change(space.experiment.with_(initialization={weights}), 'weights')"


def edit(name: str) -> str:
    return f'space.document.edit({{"{name}": 0.625}}); until(lambda: space.experiment.changes)'


def pin(iteration: int) -> str:
    return (
        "space.seek(0); until(lambda: space.iteration == 0); "
        f"space.step({iteration}); until(lambda: space.iteration == {iteration}); w.pins.pin()"
    )


RACE = 'w.compare.enter(); until(lambda: space.race_frame); w.compare.remove_lane("B")'
LEAVE = "until(lambda: space.race_frame); w.compare.leave()"
COME_BACK = "w.compare.toggle(); until(lambda: space.race_frame)"
LESSON = 'from symgui.lessons import find_lesson; w.lessons.begin(find_lesson("moving"))'
OPEN_EARLIER = "w.menu.earlier.actions()[0].trigger(); until(rested)"


@dataclass(frozen=True)
class Told:
    """What the program tells of itself: its experiment, its lanes and pins, its title and message."""

    experiment: str
    made: str
    window: str

    @property
    def work(self) -> tuple[str, str]:
        """All that must never be lost."""
        return self.experiment, self.made


@contextmanager
def program(
    home: Path, *acts: str, file: Path | None = None, kept: int = AT_ONCE
) -> Iterator[tuple[subprocess.Popen[str], Told, Told]]:
    """The program, and what it tells when it has come and after `acts`."""
    environment = os.environ | {
        "XDG_CONFIG_HOME": str(home / "config"), "XDG_STATE_HOME": str(home / "state"), "HOME": str(home),
        "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    code = DRIVE.replace("ACTS", "\n    until(rested)\n    ".join(acts) or "pass")
    code = code.replace("MILLISECONDS", str(kept)).replace("AT_ONCE", str(AT_ONCE))
    with subprocess.Popen(
        [sys.executable, "-c", code, *([] if file is None else [str(file)])], env=environment, cwd=ROOT,
        text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(6)]
        try:
            assert lines[5], process.stderr.read() if process.stderr is not None else ""
            yield process, Told(*lines[:3]), Told(*lines[3:])
        finally:
            if process.poll() is None:
                process.kill()


def after(home: Path, *acts: str, file: Path | None = None) -> tuple[Told, Told]:
    """What the next start tells; it is killed."""
    with program(home, *acts, file=file) as (process, came, left):
        process.kill()
    return came, left


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    file = tmp_path / "mine.symgui.json"
    opening_experiment().with_(title=TITLE).save(file)
    return file


def test_nothing_is_lost_however_it_ends(tmp_path: Path, mine: Path) -> None:
    """Settings, edits, pins and the race of one window after the other; the file stays as it was saved.

    Before it is asked to end, nothing of what was done last has been kept.
    """
    before = mine.read_bytes()
    ends = {
        signal.SIGKILL: (AT_ONCE, setting("he"), pin(7), edit("W1[0,0]"), RACE),
        signal.SIGTERM: (NEVER, LEAVE, setting("xavier"), pin(8), edit("W1[0,1]"), RACE),
        signal.SIGINT: (NEVER, LEAVE, setting("orthogonal"), pin(9), edit("W1[1,0]"), RACE),
        signal.SIGHUP: (NEVER, LEAVE, setting("lecun_uniform"), pin(10), edit("b1[0]"), RACE),
    }
    last = None
    for how, (kept, *acts) in ends.items():
        with program(tmp_path, *acts, file=None if last else mine, kept=kept) as (process, came, left):
            process.send_signal(how)
            status = process.wait(60)
        assert status == (-how if how is signal.SIGKILL else 128 + how)
        assert last is None or came.work == last.work, "the experiment, the race and the pins are back"
        assert ("not closed last time" in came.window) == (how is signal.SIGTERM), "the one before was killed"
        assert left.work != came.work
        assert left.made.count("iteration") == list(ends).index(how) + 1
        last = left
    came, _ = after(tmp_path)
    assert last is not None
    assert came.work == last.work
    experiment = Experiment.loads(came.experiment)
    assert experiment.changes[0].set == {"b1[0]": 0.625}
    assert experiment.initialization.weights.scheme == "lecun_uniform"
    assert "'weights zeros'" in came.made
    assert "('iteration 7', 7), ('iteration 8', 8), ('iteration 9', 9), ('iteration 10', 10)" in came.made
    assert mine.read_bytes() == before


def test_each_by_itself_survives_a_kill(tmp_path: Path, mine: Path) -> None:
    """Each start shows what the one before had done, and does one thing more."""
    acts = {
        "setting": setting("he"), "edit": edit("W1[0,0]"), "pin": pin(7), "race": RACE,
        "left race": LEAVE, "come back": COME_BACK, "away": LEAVE, "lesson": LESSON,
    }  # fmt: skip
    last = None
    for name, act in acts.items():
        came, left = after(tmp_path, act, file=None if last else mine)
        assert last is None or came.work == last.work, name
        assert left.work != came.work, name
        if name == "come back":
            assert "'weights zeros', 'weights normal 0.01', 'weights He'" in left.made
        if name != "lesson":
            last = left
    over, _ = after(tmp_path)
    assert last is not None
    assert over.work == last.work, "the lesson is over, one's own work is not"


MAKE_A_MAP = """from symgui.sweep import compute
    maps = w.maps
    maps.computing = lambda grid, results, **told: compute(grid, results, workers=1, **told)
    maps.show(); form = maps.sheet.form
    form.first.steps.setValue(2); form.second.steps.setValue(2)
    form.seeds.setValue(1); form.updates.setValue(3)
    maps.start()
    until(lambda: maps.found.done == 4 and not maps.busy)"""
SEE_THE_MAP = """maps = w.maps
    maps.show()
    until(lambda: maps.found is not None and maps.found.done == 4 and not maps.busy)"""


def test_a_map_that_was_not_saved_survives_a_kill(tmp_path: Path) -> None:
    """It is found again, once; what is cancelled is thrown away, and then nobody is told of one."""
    folders = tmp_path / "config" / "symgui" / "maps"
    came, _ = after(tmp_path, MAKE_A_MAP)
    assert "map" not in came.window
    (made,) = folders.glob("*.map")
    came, _ = after(tmp_path)
    assert "map of many runs is kept" in came.window
    came, _ = after(tmp_path, SEE_THE_MAP)
    assert "map of many runs is kept" in came.window
    assert list(folders.glob("*.map")) == [made]
    after(tmp_path, SEE_THE_MAP, "maps.cancel(); until(lambda: not maps.busy)")
    assert not list(folders.glob("*.map"))
    came, _ = after(tmp_path)
    assert "not closed last time" in came.window
    assert "map" not in came.window


def test_two_windows_do_not_write_over_each_other(tmp_path: Path) -> None:
    """Both are killed; the latest comes back, the other's work is in the menu."""
    with (
        program(tmp_path, setting("he")) as (first, _, one),
        program(tmp_path, edit("W1[0,0]")) as (second, _, other),
    ):
        assert one.experiment != other.experiment
        first.kill()
        second.kill()
    came, again = after(tmp_path, OPEN_EARLIER)
    assert came.experiment == other.experiment
    assert came.window.strip().endswith("| 1")
    assert "Work that is not saved is in the menu" in came.window
    assert again.experiment == one.experiment
    assert again.window.strip().endswith("| 1"), "what it took the place of is in the menu now"


def test_a_file_that_is_opened_next_time_takes_nothing_away(tmp_path: Path, mine: Path) -> None:
    _, left = after(tmp_path, setting("he"))
    came, again = after(tmp_path, OPEN_EARLIER, file=mine)
    assert Experiment.loads(came.experiment).title == TITLE
    assert came.window.strip().endswith("| 1")
    assert again.experiment == left.experiment


def test_undone_work_survives_the_end(tmp_path: Path, mine: Path) -> None:
    """What only Undo knows, as something else was opened in its place, is in the menu the next time."""
    opened = f"w.open_file(__import__('pathlib').Path({str(mine)!r}))"
    with program(tmp_path, setting("he"), opened) as (process, _, _):
        process.terminate()
        process.wait(60)
    _, again = after(tmp_path, OPEN_EARLIER)
    assert Experiment.loads(again.experiment).initialization.weights.scheme == "he"
