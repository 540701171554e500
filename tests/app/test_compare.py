"""Compare mode in the window: lanes in the place of the score, changed, opened and left."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot
from view_runs import experiment, small_normal
from windows import action, at_rest, choose, find, number, settle, shown_window

from app.main_window import MainWindow
from app.panels.lane_editor import LaneEditor
from app.panels.message_bar import MessageBar
from app.views.race.turn import Turn
from app.views.signal.signal_view import SignalView
from symgui.lessons import find_lesson
from symgui.plain_text.numbers import number as format_number
from symgui.training.lanes import lanes_of
from symgui.training.presets import PRESETS
from symgui.training.race import Race, RaceFrame
from symgui.training.run import RecordedRun
from symgui.training.states import State

LEARNING = experiment(weights=small_normal())


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    with shown_window(qtbot, LEARNING) as window:
        yield window


def racing(qtbot: QtBot, window: MainWindow) -> RaceFrame:
    """Wait for the frame of the race that was asked for last."""
    workspace = window.workspace
    qtbot.waitUntil(lambda: workspace.race_frame is not None)
    assert workspace.race_frame is not None
    return workspace.race_frame


def enter(qtbot: QtBot, window: MainWindow) -> RaceFrame:
    action(window, "action-compare").trigger()
    return racing(qtbot, window)


def step(qtbot: QtBot, window: MainWindow, updates: int) -> RaceFrame:
    there = window.workspace.iteration + updates
    window.workspace.step(updates)
    qtbot.waitUntil(lambda: window.workspace.iteration == there)
    at_rest(qtbot, window)
    return racing(qtbot, window)


def texts(window: MainWindow) -> list[str]:
    return [lane.text for lane in window.workspace.lanes]


def test_it_begins_with_the_first_preset_and_hides_the_panels(qtbot: QtBot, window: MainWindow) -> None:
    race = enter(qtbot, window)
    assert texts(window) == ["weights zeros", "weights constant 0.5", "weights normal 0.01", "weights He"]
    view = find(window, QWidget, "race-view")
    assert view.isVisible()
    assert window.compare.view is not None
    assert window.compare.view.frame is race
    hidden = ("left-panel", "score", "cost", "train-accuracy", "effective-units", "verdict", "compare-button")
    assert [name for name in hidden if find(window, QWidget, name).isVisible()] == []
    assert find(window, QLabel, "iteration").isVisible()
    assert not action(window, "action-pin").isEnabled()
    assert not action(window, "action-slow-step").isEnabled()
    assert action(window, "action-compare").text() == "Back to the run"


def test_the_toolbar_and_the_timeline_are_the_race_s(qtbot: QtBot, window: MainWindow) -> None:
    enter(qtbot, window)
    action(window, "action-step").trigger()
    qtbot.waitUntil(lambda: window.workspace.iteration == 1)
    at_rest(qtbot, window)
    race = step(qtbot, window, 299)
    assert find(window, QLabel, "iteration").text() == "300"
    assert window.timeline.iteration == 300
    assert window.timeline.events == race.events
    assert {letter for _, letters in window.timeline.letters() for letter in letters} == {
        event.lane for event in race.events
    }
    action(window, "action-back").trigger()
    qtbot.waitUntil(lambda: window.timeline.iteration == 299)
    assert window.timeline.furthest == 300
    for lane, frame in zip(race.lanes, racing(qtbot, window).frames, strict=True):
        alone = RecordedRun(lane.experiment)
        alone.advance(299)
        assert frame.cost == alone.frame().cost
        assert frame.network.layers[0].W.tobytes() == alone.frame().network.layers[0].W.tobytes()


@pytest.mark.parametrize("by_key", [True, False])
def test_leaving_brings_everything_back(qtbot: QtBot, window: MainWindow, by_key: bool) -> None:
    step_alone(qtbot, window, 25)
    enter(qtbot, window)
    step(qtbot, window, 10)
    if by_key:
        qtbot.keyClick(window.focusWidget() or window, Qt.Key.Key_Escape)
    else:
        action(window, "action-compare").trigger()
    qtbot.waitUntil(lambda: window.timeline.iteration == 25)
    assert not window.compare.active
    for name in ("left-panel", "score", "cost", "train-accuracy", "verdict"):
        assert find(window, QWidget, name).isVisible(), name
    assert not find(window, QWidget, "race-view").isVisible()
    assert find(window, QWidget, "compare-button").isVisible()
    assert window.compare.view is not None
    assert window.compare.view.frame is None  # nothing of the race is kept
    assert window.compare.view.columns == []
    assert find(window, QLabel, "iteration").text() == "25"
    assert action(window, "action-compare").text() == "Compare…"
    assert action(window, "action-pin").isEnabled()


def step_alone(qtbot: QtBot, window: MainWindow, updates: int) -> None:
    window.workspace.step(updates)
    qtbot.waitUntil(lambda: window.workspace.iteration == updates)
    at_rest(qtbot, window)


def test_a_preset_is_chosen_as_any_choice_is_set(qtbot: QtBot, window: MainWindow) -> None:
    enter(qtbot, window)
    box = find(window, QComboBox, "race-preset")
    box.setCurrentIndex(box.findData("seeds"))
    assert window.compare.preset == "seeds"
    assert len(window.workspace.lanes) == 6


def test_without_a_race_no_preset_is_chosen(qtbot: QtBot, window: MainWindow) -> None:
    enter(qtbot, window)
    box = find(window, QComboBox, "race-preset")
    window.compare.leave()
    settle(qtbot, window)
    chosen = box.currentData()
    box.setCurrentIndex(box.findData("seeds"))
    assert window.workspace.lanes == ()
    action(window, "action-undo").trigger()  # what is undone is that the race was left
    racing(qtbot, window)
    assert len(window.workspace.lanes) == 4
    qtbot.waitUntil(lambda: box.currentData() == chosen)


def test_a_preset_stays_chosen(qtbot: QtBot, window: MainWindow) -> None:
    enter(qtbot, window)
    window.compare.choose_preset("scale")
    assert len(racing(qtbot, window).frames) == 3
    window.compare.leave()
    settle(qtbot, window)
    enter(qtbot, window)
    assert len(window.workspace.lanes) == 3
    assert window.compare.preset == "scale"


def test_lanes_are_added_changed_and_removed_and_all_of_it_undone(qtbot: QtBot, window: MainWindow) -> None:
    enter(qtbot, window)
    first = texts(window)
    window.compare.add_open()
    racing(qtbot, window)
    assert len(window.workspace.lanes) == 5
    assert window.workspace.lanes[4].experiment == LEARNING
    window.compare.remove_lane("B")
    racing(qtbot, window)
    assert texts(window) == ["weights zeros", "weights normal 0.01", "weights He", "weights normal 0.01"]
    window.compare.edit_lane("D")
    assert find(window, LaneEditor, "popover").isVisible()
    choose(window, "lane-setting", "seed")
    number(window, "lane-value").setValue(77)
    racing(qtbot, window)
    assert window.workspace.lanes[3].experiment.initialization.seed == 77
    assert texts(window)[3] == "weights normal 0.01, seed 77"
    assert action(window, "action-undo").text() == "Undo seed 77 in lane D"
    for _ in range(3):
        action(window, "action-undo").trigger()
    racing(qtbot, window)
    assert texts(window) == first
    assert window.compare.preset == "start"
    assert not action(window, "action-undo").isEnabled()
    action(window, "action-redo").trigger()
    assert len(racing(qtbot, window).frames) == 5
    assert window.compare.active


@pytest.mark.parametrize(
    ("setting", "kind", "value", "text"),
    [
        ("weights", "uniform", 0.3, "weights uniform 0.3"),
        ("biases", "constant", 0.2, "biases constant 0.2"),
        ("activation", "sigmoid", None, "sigmoid"),
        ("optimizer", "adam", None, "Adam"),
        ("arithmetic", "blas", None, "BLAS"),
        ("learning-rate", None, 0.25, "α 0.25"),
        ("seed", None, 12, "seed 12"),
    ],
)
def test_one_thing_is_changed_in_a_lane(
    qtbot: QtBot, window: MainWindow, setting: str, kind: str | None, value: float | None, text: str
) -> None:
    window.compare.enter(lanes_of(LEARNING, [{}, {}]))
    racing(qtbot, window)
    window.compare.edit_lane("B")
    choose(window, "lane-setting", setting)
    if kind is not None:
        choose(window, "lane-scheme", kind)
    if value is not None:
        number(window, "lane-value").setValue(value)
    racing(qtbot, window)
    assert window.workspace.lanes[0].experiment == LEARNING
    assert window.workspace.lanes[1].text.split(", ")[-1] == text


def test_what_cannot_be_is_refused_in_one_sentence(qtbot: QtBot, window: MainWindow) -> None:
    window.compare.enter(lanes_of(LEARNING, [{}, {"initialization": {"seed": 5}}]))
    racing(qtbot, window)
    window.compare.edit_lane("A")
    choose(window, "lane-setting", "learning-rate")
    number(window, "lane-value").setValue(-1)
    message = find(window, MessageBar, "message")
    assert message.text() == "training.learning_rate must be a number from 0 to 1000000000, not -1.0."
    assert number(window, "lane-value").value() == 1.2
    window.compare.remove_lane("A")
    assert message.text() == "A race has 2 to 6 lanes, got 1."
    assert len(window.workspace.lanes) == 2
    for _ in range(5):
        window.compare.add_open()
    assert message.text() == "A race has 2 to 6 lanes, got 7."
    assert len(window.workspace.lanes) == 6


def test_own_lanes_come_again_while_the_data_are_theirs(qtbot: QtBot, window: MainWindow) -> None:
    lanes = lanes_of(LEARNING, [{}, {"initialization": {"seed": 5}}])
    window.compare.enter(lanes)
    racing(qtbot, window)
    window.compare.leave()
    settle(qtbot, window)
    enter(qtbot, window)
    assert window.workspace.lanes == lanes
    window.compare.leave()
    window.workspace.document.change(LEARNING.with_(data={"seed": 4}), "seed")
    settle(qtbot, window)
    enter(qtbot, window)
    assert window.compare.preset == "start"
    assert {lane.experiment.data.seed for lane in window.workspace.lanes} == {4}


def test_a_letter_opens_the_lane_and_undo_comes_back(qtbot: QtBot, window: MainWindow) -> None:
    step_alone(qtbot, window, 12)
    enter(qtbot, window)
    step(qtbot, window, 150)
    qtbot.mouseClick(find(window, QWidget, "lane-D"), Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert not window.compare.active
    assert window.workspace.iteration == 150
    lane = PRESETS["start"].lanes(LEARNING)[3].experiment
    assert window.workspace.experiment == lane.with_(title="Lane D: weights He")
    assert find(window, QWidget, "score").isVisible()
    action(window, "action-undo").trigger()
    assert racing(qtbot, window).iteration == 150
    window.compare.leave()
    settle(qtbot, window)
    assert (window.workspace.experiment, window.workspace.iteration) == (LEARNING, 12)


def test_the_editor_goes_with_the_race(qtbot: QtBot, window: MainWindow) -> None:
    enter(qtbot, window)
    window.compare.edit_lane("A")
    editor = window.findChild(LaneEditor)
    assert editor is not None
    assert editor.isVisible()
    window.compare.leave()
    assert not editor.isVisible()


def test_a_layer_is_chosen_for_all_views(qtbot: QtBot, window: MainWindow) -> None:
    enter(qtbot, window)
    assert window.compare.view is not None
    qtbot.mouseClick(find(window, QWidget, "race-layer-2"), Qt.MouseButton.LeftButton)
    assert window.workspace.pointing.selection is not None
    assert window.workspace.pointing.selection.layer == 2
    view = window.compare.view
    assert view is not None
    qtbot.waitUntil(lambda: view.frame is not None)
    assert view.layer == 2


def test_closing_in_the_middle_of_a_race(qtbot: QtBot) -> None:
    with shown_window(qtbot, LEARNING) as window:
        window.compare.enter(PRESETS["seeds"].lanes(LEARNING))
        racing(qtbot, window)
        window.workspace.run()
        qtbot.waitUntil(lambda: window.workspace.iteration > 5)
        window.close()
        assert not window.workspace.pump.training_thread.isRunning()


def test_a_race_that_a_lesson_shows_is_the_lesson_s(qtbot: QtBot, window: MainWindow) -> None:
    """Begun elsewhere: it is shown, but Escape and the lanes' buttons do not change it."""
    window.workspace.own.set_aside()
    window.workspace.own.borrow(LEARNING)
    window.workspace.racing.begin(PRESETS["scale"].lanes(LEARNING))
    racing(qtbot, window)
    assert find(window, QWidget, "race-view").isVisible()
    assert not find(window, QWidget, "lane-A-edit").isVisible()
    box = find(window, QComboBox, "race-preset")
    assert not box.isVisible()
    box.setCurrentIndex(box.findData("seeds"))
    assert len(window.workspace.lanes) == 3
    assert not action(window, "action-compare").isEnabled()
    qtbot.keyClick(window.focusWidget() or window, Qt.Key.Key_Escape)
    assert window.compare.active
    window.workspace.own.bring_back()
    settle(qtbot, window)
    assert not window.compare.active
    enter(qtbot, window)
    assert find(window, QWidget, "lane-A-edit").isVisible()
    assert window.compare.preset == "start"


def test_a_person_s_own_race_is_back_after_a_lesson(qtbot: QtBot, window: MainWindow) -> None:
    enter(qtbot, window)
    before = step(qtbot, window, 7)
    workspace = window.workspace
    lanes = workspace.lanes
    window.lessons.begin(find_lesson("hidden-layer"))
    settle(qtbot, window)
    assert not window.compare.active
    window.lessons.leave()
    qtbot.waitUntil(lambda: workspace.race_frame is not None and workspace.iteration == 7)
    after = racing(qtbot, window)
    assert workspace.lanes == lanes
    assert (window.compare.own, window.compare.preset) == (True, "start")
    assert find(window, QWidget, "lane-A-edit").isVisible()
    assert [frame.cost for frame in after.frames] == [frame.cost for frame in before.frames]
    window.compare.leave()
    settle(qtbot, window)
    assert not window.compare.active


def test_another_file_opened_from_a_lesson_brings_no_race_back(qtbot: QtBot, window: MainWindow) -> None:
    enter(qtbot, window)
    window.lessons.begin(find_lesson("hidden-layer"))
    settle(qtbot, window)
    window.workspace.document.open(LEARNING)
    settle(qtbot, window)
    assert not window.compare.active


@pytest.mark.parametrize("before", [False, True])
def test_a_race_of_a_lesson_shows_the_layer_that_the_step_selects(
    qtbot: QtBot, window: MainWindow, before: bool
) -> None:
    if before:
        enter(qtbot, window)
    deep = LEARNING.with_(network={"hidden": [{"units": 3, "activation": "tanh"}] * 2})
    lesson = find_lesson("hidden-layer")
    step = replace(
        lesson.steps[0],
        experiment=deep,
        lanes=PRESETS["scale"].lanes(deep),
        select="W2[0,0]",
        views=("race",),
    )
    window.lessons.begin(replace(lesson, steps=(step,)))
    racing(qtbot, window)
    view = window.compare.view
    assert view is not None
    qtbot.waitUntil(lambda: view.frame is not None)
    assert view.layer == 2


@pytest.mark.parametrize("size", [(960, 640), (1280, 800), (1920, 1080)])
def test_it_takes_all_the_room_and_gives_it_back(
    qtbot: QtBot, window: MainWindow, size: tuple[int, int]
) -> None:
    window.resize(*size)
    before = {name: find(window, QWidget, name).isVisible() for name in ("left-panel", "rail", "score")}
    enter(qtbot, window)
    assert [name for name in before if find(window, QWidget, name).isVisible()] == []
    view = find(window, QWidget, "race-view")
    assert view.width() > 0.95 * size[0]
    window.resize(size[0] + 100, size[1] + 50)
    qtbot.waitUntil(lambda: view.width() > 0.95 * (size[0] + 100))
    assert [name for name in before if find(window, QWidget, name).isVisible()] == []
    window.resize(*size)
    window.compare.leave()
    settle(qtbot, window)
    assert before == {name: find(window, QWidget, name).isVisible() for name in before}


def test_signal_and_gradient_stand_below_the_lanes_where_a_lesson_shows_them(
    qtbot: QtBot, window: MainWindow
) -> None:
    race = enter(qtbot, window)
    window.compare.page.show_signal(True)
    view = find(window, SignalView, "signal-view")
    assert view.isVisible()
    assert [line.letter for line in view.panels[0].lines] == [lane.letter for lane in race.lanes]
    assert find(window, QWidget, "race-view").isVisible()
    window.compare.page.show_signal(False)
    assert not view.isVisible()


# ---- parts that take turns -----------------------------------------------------------------------


def assert_whole(window: MainWindow) -> None:
    """Every part of the view shows the workspace's frame."""
    race, view = window.workspace.race_frame, window.compare.view
    assert race is not None
    assert view is not None
    assert view.frame is race
    for i, (frame, column) in enumerate(zip(race.frames, view.columns, strict=True)):
        assert frame.plane is not None
        layer = frame.network.layers[view.layer - 1]
        np.testing.assert_array_equal(column.plane.values, frame.plane.probability)
        assert column.text("cost") == format_number(frame.cost)
        assert column.weights.values is layer.W
        assert column.biases.values is layer.b
        assert column.bars.histogram is frame.pictures[view.layer - 1].activations
        iterations, _ = view.cost.curves[i].getData()
        assert iterations[-1] == view.cost.iterations.position(np.array([frame.iteration]))[0]
    assert find(window, QLabel, "iteration").text() == str(race.iteration)
    assert window.timeline.iteration == race.iteration


def test_while_a_race_goes_on_planes_numbers_and_layers_take_turns(qtbot: QtBot, window: MainWindow) -> None:
    workspace = window.workspace
    enter(qtbot, window)
    view = window.compare.view
    assert view is not None
    told: list[tuple[bool, bool, bool]] = []

    def look(race: RaceFrame) -> None:
        if workspace.state is State.RUNNING:
            frame, column = race.frames[3], view.columns[3]
            assert frame.plane is not None
            planes = np.array_equal(column.plane.values, frame.plane.probability)
            costs = column.text("cost") == format_number(frame.cost)
            told.append((planes, costs, column.weights.values is frame.network.layers[0].W))

    workspace.raceFrameReady.connect(look)
    workspace.speed.set_pace("max")
    workspace.run_to(10**8)
    qtbot.waitUntil(lambda: len(told) >= 9)
    workspace.pause()
    at_rest(qtbot, window)
    assert all(any(parts) for parts in told)
    planes, layers = [drawn for drawn, _, _ in told], [drawn for _, _, drawn in told]
    assert all(before or now for before, now in pairwise(planes)), "at least every other frame"
    assert any(layers)
    assert not all(layers), "they are not drawn with each"
    assert_whole(window)


def test_a_race_s_last_frame_is_shown_whole_even_if_it_comes_before_the_rest_is_known(
    qtbot: QtBot, window: MainWindow
) -> None:
    workspace = window.workspace
    enter(qtbot, window)
    delivery = workspace.pump
    for _ in range(2):  # whichever part's turn it is
        workspace.run()
        qtbot.waitUntil(lambda: workspace.state is State.RUNNING)
        workspace.pause()
        while delivery.loop.status.state is State.RUNNING:  # no event is handled meanwhile
            time.sleep(0.001)
        delivery.tick()  # the timer is sooner than the news
        assert workspace.state is State.RUNNING
        qtbot.waitUntil(lambda: workspace.state is not State.RUNNING)
        assert_whole(window)


def test_what_changes_while_a_race_goes_on_is_drawn_whole(qtbot: QtBot, window: MainWindow) -> None:
    """Another layer, other colours, another size: no part waits for its turn."""
    enter(qtbot, window)
    race = step(qtbot, window, 20)
    view = window.compare.view
    assert view is not None
    later = Race(race.lanes, race.run)
    later.advance(30)
    frame = later.frame()
    view.show_race(frame, Turn.COSTS)
    assert view.columns[0].weights.values is race.frames[0].network.layers[0].W
    view.select_layer(2)
    for column, each in zip(view.columns, frame.frames, strict=True):
        assert column.weights.values is each.network.layers[1].W
        assert column.text("cost") == format_number(each.cost)
    view.show_race(race, Turn.LAYERS)
    assert view.columns[3].text("cost") == format_number(frame.frames[3].cost)
    view.resize(view.width() - 40, view.height())
    assert view.columns[3].text("cost") == format_number(race.frames[3].cost)


def test_a_click_on_a_lane_of_a_race_that_was_just_left_does_nothing(
    qtbot: QtBot, window: MainWindow
) -> None:
    enter(qtbot, window)
    view = window.compare.view
    assert view is not None
    window.compare.leave()
    assert window.workspace.lanes == ()
    before = window.workspace.experiment
    view.laneOpened.emit("B")
    settle(qtbot, window)
    assert window.workspace.experiment == before
    assert window.workspace.lanes == ()
