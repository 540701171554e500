"""Each way to lose what a person made, in the real window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot
from view_runs import experiment, small_normal
from windows import action, at_rest, choose, settle, shown_window

from app.main_window import MainWindow
from app.runtime.settings import Settings
from symgui.experiment import Change, Experiment, opening_experiment
from symgui.lessons import LessonError
from symgui.lessons.shipped import shipped_files
from symgui.resources import example_files
from symgui.training.lanes import lanes_of
from symgui.training.race import RaceFrame
from symgui.training.race_file import RaceFile, load

MINE = experiment(weights=small_normal()).with_(title="Mine")
ZERO = opening_experiment().title


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    file = tmp_path / "mine.symgui.json"
    MINE.save(file)
    return file


@pytest.fixture
def asked(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How often Save asked for a name, which is then refused."""
    times: list[str] = []
    monkeypatch.setattr(window.saving, "ask_save_as", lambda: times.append("a name"))
    return times


def racing(qtbot: QtBot, window: MainWindow, iteration: int = 0) -> RaceFrame:
    workspace = window.workspace
    qtbot.waitUntil(lambda: workspace.race_frame is not None)
    if iteration:
        workspace.speed.set_pace("max")
        workspace.run_to(iteration)
        qtbot.waitUntil(lambda: workspace.iteration == iteration)
        at_rest(qtbot, window)
    assert workspace.race_frame is not None
    return workspace.race_frame


def enter(qtbot: QtBot, window: MainWindow, iteration: int = 0) -> RaceFrame:
    action(window, "action-compare").trigger()
    return racing(qtbot, window, iteration)


def press(window: MainWindow, name: str) -> None:
    found = window.findChild(QAction, name)
    assert found is not None
    assert found.isEnabled()
    found.trigger()


# ---- a lane that is opened -----------------------------------------------------------------------


def test_a_lane_that_is_opened_is_not_saved_over_ones_own_file(
    qtbot: QtBot, window: MainWindow, mine: Path, asked: list[str]
) -> None:
    before = mine.read_bytes()
    assert window.open_file(mine)
    settle(qtbot, window)
    enter(qtbot, window)
    window.compare.open_lane("D")
    settle(qtbot, window)
    assert window.workspace.experiment.title == "Lane D: weights He"
    assert window.windowTitle() == "Lane D: weights He[*] – SymGUI"
    assert window.isWindowModified()
    press(window, "action-save")
    assert asked == ["a name"]
    assert mine.read_bytes() == before
    press(window, "action-undo")
    racing(qtbot, window)
    press(window, "action-compare")
    settle(qtbot, window)
    assert (window.workspace.document.path, window.workspace.document.modified) == (mine, False)


def test_a_pin_of_something_else_is_not_saved_over_ones_own_file(
    qtbot: QtBot, window: MainWindow, mine: Path, asked: list[str]
) -> None:
    window.pins.pin()
    assert window.open_file(mine)
    settle(qtbot, window)
    window.pins.go_to(0)
    settle(qtbot, window)
    assert window.workspace.experiment == opening_experiment()
    press(window, "action-save")
    assert asked == ["a name"]
    assert Experiment.load(mine) == MINE


# ---- titles --------------------------------------------------------------------------------------


def edit(window: MainWindow) -> None:
    window.workspace.document.edit({"W1[0,0]": 1.0})


def rate_on_the_way(window: MainWindow) -> None:
    window.workspace.document.set_learning_rate(0.5)


def setting(window: MainWindow) -> None:
    choose(window, "weight-scheme", "he")


@pytest.mark.parametrize("act", [edit, rate_on_the_way, setting], ids=lambda act: act.__name__)
@pytest.mark.parametrize("own", [False, True])
def test_a_title_does_not_outlive_what_it_says(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, act: object, own: bool
) -> None:
    """In the window, on the stage and in the file; Undo brings both back."""
    workspace = window.workspace
    if own:
        assert window.save_file(tmp_path / "zeros.symgui.json")
    workspace.step(3)
    qtbot.waitUntil(lambda: workspace.iteration == 3)
    at_rest(qtbot, window)
    assert callable(act)
    act(window)
    qtbot.waitUntil(lambda: workspace.experiment.title != ZERO)
    settle(qtbot, window)
    title = f"{ZERO} (changed)" if own else ""
    assert workspace.experiment.title == title
    assert workspace.frame is not None
    assert workspace.frame.experiment.title == title, "which the stage shows"
    file = tmp_path / "other.symgui.json"
    assert window.save_file(file)
    assert Experiment.load(file).title == title
    press(window, "action-undo")
    settle(qtbot, window)
    assert workspace.experiment == opening_experiment()


def test_a_title_that_undo_brought_back_goes_again(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    """Back beyond the save that left it out, and on another way."""
    setting(window)
    assert window.save_file(tmp_path / "he.symgui.json")
    press(window, "action-undo")
    assert window.workspace.experiment == opening_experiment()
    choose(window, "weight-scheme", "constant")
    settle(qtbot, window)
    assert window.workspace.experiment.title == ""


def test_start_over_drops_later_edits_with_the_title_and_can_be_undone(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    file = tmp_path / "edited.symgui.json"
    edited = MINE.with_(changes=(Change(at=5, set={"W1[0,0]": 1.0}),))
    edited.save(file)
    assert window.open_file(file)
    settle(qtbot, window)
    window.workspace.document.start_over()
    settle(qtbot, window)
    assert window.workspace.experiment == MINE.with_(title="Mine (changed)")
    press(window, "action-undo")
    settle(qtbot, window)
    assert window.workspace.experiment == edited
    assert not window.workspace.document.modified


def test_lanes_have_no_title_that_is_not_theirs(qtbot: QtBot, window: MainWindow) -> None:
    enter(qtbot, window)
    window.compare.change_lane("A", lambda each: each.with_(initialization={"seed": 9}), "seed")
    assert [lane.experiment.title for lane in window.workspace.lanes] == ["", "", "", ""]


# ---- races ---------------------------------------------------------------------------------------


def test_saving_while_racing_saves_the_race_and_says_so(
    qtbot: QtBot, window: MainWindow, mine: Path, tmp_path: Path, asked: list[str]
) -> None:
    assert window.open_file(mine)
    settle(qtbot, window)
    enter(qtbot, window)
    window.compare.remove_lane("B")
    press(window, "action-save")
    assert asked == ["a name"]
    file = tmp_path / "three.symgui.json"
    assert window.save_file(file)
    assert window.message.text() == "The race of 3 lanes is saved in three.symgui.json."
    assert window.windowTitle() == "three.symgui.json[*] – SymGUI"
    found = load(file)
    assert isinstance(found, RaceFile)
    assert found.race == window.workspace.lanes
    assert Experiment.load(mine) == MINE
    window.compare.remove_lane("A")
    assert window.isWindowModified()
    press(window, "action-save")
    window.saving.wait()
    assert asked == ["a name"]
    saved = load(file)
    assert isinstance(saved, RaceFile)
    assert len(saved.lanes) == 2
    window.compare.leave()
    assert window.windowTitle() == "mine.symgui.json[*] – SymGUI"
    assert not window.isWindowModified()


def test_a_race_is_opened_and_taken_back(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    file = tmp_path / "race.symgui.json"
    lanes = lanes_of(MINE, [{}, {"initialization": {"seed": 5}}])
    RaceFile.of(lanes, "Two seeds").save(file)
    choose(window, "weight-scheme", "he")
    settle(qtbot, window)
    own = window.workspace.experiment
    assert window.open_file(file)
    race = racing(qtbot, window, 30)
    assert window.workspace.lanes == lanes
    assert (window.workspace.document.path, window.workspace.document.content.title) == (file, "Two seeds")
    assert action(window, "action-undo").isEnabled() is False, "of the lanes nothing has been changed"
    press(window, "action-compare")
    settle(qtbot, window)
    assert window.workspace.experiment == own
    press(window, "action-undo")
    again = racing(qtbot, window)
    assert (again.run, again.iteration, window.workspace.document.path) == (race.run, 30, file)
    press(window, "action-compare")
    window.workspace.document.undo_stack.undo()
    window.workspace.document.undo_stack.undo()
    settle(qtbot, window)
    assert (window.workspace.experiment, window.workspace.lanes) == (own, ())
    window.workspace.document.undo_stack.redo()
    racing(qtbot, window)
    assert window.workspace.lanes == lanes


@pytest.mark.parametrize("how", ["key", "undo", "compare"])
def test_a_race_that_was_left_is_found_where_it_was(qtbot: QtBot, window: MainWindow, how: str) -> None:
    """One press leaves it, one brings it back: its iteration, its record, its changed lanes, their undo."""
    enter(qtbot, window)
    window.compare.remove_lane("B")
    before = racing(qtbot, window, 40)
    qtbot.keyClick(window.focusWidget() or window, Qt.Key.Key_Escape)
    settle(qtbot, window)
    assert not window.compare.active
    if how == "key":
        qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    else:
        press(window, f"action-{how}")
    after = racing(qtbot, window)
    assert after.run == before.run, "it was not run again"
    assert (after.iteration, after.furthest) == (40, 40)
    assert [frame.cost for frame in after.frames] == [frame.cost for frame in before.frames]
    press(window, "action-undo")
    racing(qtbot, window)
    assert len(window.workspace.lanes) == 4


def test_a_file_that_is_opened_over_a_race_is_taken_back_to_it(
    qtbot: QtBot, window: MainWindow, mine: Path
) -> None:
    enter(qtbot, window)
    window.compare.remove_lane("B")
    before = racing(qtbot, window, 25)
    assert window.open_file(mine)
    settle(qtbot, window)
    press(window, "action-undo")
    after = racing(qtbot, window)
    assert (after.run, after.iteration) == (before.run, 25)


# ---- what comes with the program -----------------------------------------------------------------


def test_a_race_whose_file_was_written_over_is_in_no_file(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, asked: list[str]
) -> None:
    """The lane that somebody has saved there stays, and so does the race."""
    path = tmp_path / "race.symgui.json"
    enter(qtbot, window)
    race = window.workspace.document.content
    assert window.save_file(path)
    window.compare.open_lane("B")
    settle(qtbot, window)
    lane = window.workspace.experiment
    assert window.save_file(path)
    enter(qtbot, window)
    assert window.workspace.document.content == race
    assert (window.workspace.document.path, window.workspace.document.modified) == (None, True)
    press(window, "action-save")
    assert asked == ["a name"]
    assert load(path) == lane


def test_a_run_whose_file_was_written_over_is_in_no_file(
    qtbot: QtBot, window: MainWindow, mine: Path, asked: list[str]
) -> None:
    """By a race beside it, or by what was opened in its place and is undone."""
    assert window.open_file(mine)
    settle(qtbot, window)
    enter(qtbot, window)
    race = window.workspace.document.content
    assert window.save_file(mine)
    press(window, "action-compare")
    settle(qtbot, window)
    assert window.workspace.experiment == MINE
    assert (window.workspace.document.path, window.workspace.document.modified) == (None, True)
    window.workspace.document.open(opening_experiment().with_(training={"learning_rate": 0.25}))
    settle(qtbot, window)
    assert load(mine) == race
    assert window.save_file(mine)
    saved = window.workspace.experiment
    press(window, "action-undo")
    settle(qtbot, window)
    assert window.workspace.experiment == MINE
    assert (window.workspace.document.path, window.workspace.document.modified) == (None, True)
    press(window, "action-save")
    assert asked == ["a name"]
    assert load(mine) == saved


def test_an_example_that_is_opened_by_its_path_is_not_saved_over(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, asked: list[str]
) -> None:
    example = example_files()[0]
    before = example.read_bytes()
    link = tmp_path / "link.symgui.json"
    link.symlink_to(example)
    for path in (example, link):
        assert window.open_file(path)
        settle(qtbot, window)
        edit(window)
        qtbot.waitUntil(lambda: window.workspace.document.modified)
        press(window, "action-save")
        assert not window.save_file(path)
        assert "comes with the program, which stays as it is" in window.message.text()
    assert asked == ["a name"] * 2
    assert example.read_bytes() == before


@pytest.mark.parametrize("is_new", [False, True])
def test_no_step_is_written_into_a_lesson_of_the_program(
    qtbot: QtBot, window: MainWindow, is_new: bool
) -> None:
    lesson = shipped_files()[0]
    before = lesson.read_bytes()
    with pytest.raises(LessonError, match="comes with the program"):
        window.lessons.writer.write(lesson, "Mine", is_new=is_new)
    assert lesson.read_bytes() == before


# ---- unsaved work that something else took the place of ------------------------------------------


def test_what_something_else_took_the_place_of_is_in_the_menu_once(
    qtbot: QtBot, mine: Path, tmp_path: Path
) -> None:
    with shown_window(qtbot, settings=Settings(tmp_path / "settings")) as window:
        choose(window, "weight-scheme", "he")
        settle(qtbot, window)
        own = window.workspace.experiment
        for _ in range(2):
            assert window.open_file(mine)
            settle(qtbot, window)
            (item,) = window.menu.earlier.actions()
            item.trigger()
            settle(qtbot, window)
            assert window.workspace.experiment == own
            assert window.menu.earlier.actions() == []
        press(window, "action-undo")
        settle(qtbot, window)
        assert window.workspace.experiment == MINE
        assert len(window.menu.earlier.actions()) == 1


def test_a_window_that_remembers_nothing_writes_nothing(qtbot: QtBot, window: MainWindow) -> None:
    assert window.keeper is None
    assert not window.menu.earlier.menuAction().isEnabled()
