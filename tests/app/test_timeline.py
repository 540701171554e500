"""The timeline: where the run is, what happened, and where a person wants to go."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from view_runs import experiment, frame_of, small_normal

from app.views.course import NO_EVENT, NO_SYMMETRY
from app.views.timeline import Timeline
from symgui.training.frame import Event, Frame
from symgui.training.run import Run


@pytest.fixture
def timeline(qtbot: QtBot) -> Timeline:
    timeline = Timeline()
    qtbot.addWidget(timeline)
    timeline.resize(1000, timeline.sizeHint().height())
    timeline.show()
    return timeline


@pytest.fixture(scope="module")
def frame() -> Frame:
    return frame_of(experiment(weights=small_normal()), 500)


def at(timeline: Timeline, iteration: int) -> QPoint:
    return QPoint(round(timeline.x_of(iteration)), timeline.height() // 2)


def test_it_lies_on_the_axis_of_the_cost(timeline: Timeline, frame: Frame) -> None:
    timeline.show_frame(frame)
    assert timeline.scale.end == 10_000
    track = timeline.track()
    assert timeline.x_of(0) == track.left()
    assert timeline.x_of(10_000) == track.right()
    assert timeline.x_of(99) == pytest.approx(track.left() + track.width() / 2, abs=0.01)
    timeline.set_logarithmic(False)
    assert timeline.x_of(5_000) == pytest.approx(track.center().x())


def test_words_say_where_it_is_and_what_happened_last(timeline: Timeline, frame: Frame) -> None:
    assert timeline.words() == ""
    timeline.show_frame(replace(frame, events=()))
    assert timeline.words().startswith("500 of 10\u2009000")
    events = (Event(40, "symmetric"), Event(450, "symmetry broken"), Event(900, "not yet"))
    timeline.show_frame(replace(frame, events=events))
    assert timeline.events == events
    assert timeline.words().endswith("symmetry broken")


def test_before_anything_happens_the_start_is_said(timeline: Timeline) -> None:
    timeline.show_frame(frame_of(experiment(weights=small_normal()), 1))
    assert timeline.words().endswith(NO_SYMMETRY)
    timeline.show_frame(frame_of(experiment(), 1))
    assert timeline.words().endswith(NO_EVENT)


def test_recorded_changes_are_events(timeline: Timeline) -> None:
    run = Run(experiment(weights=small_normal()))
    run.advance(30)
    run.set_learning_rate(0.1)
    run.advance(10)
    run.edit({"W1[0,1]": 0.3})
    run.advance(5)
    timeline.show_frame(run.frame())
    edits = [(event.iteration, event.text) for event in timeline.events if event.kind == "edited"]
    assert edits == [(30, "α → 0.1"), (40, "W[1]₁,₂ → 0.3")]


def test_a_click_seeks_and_takes_no_focus(timeline: Timeline, frame: Frame, qtbot: QtBot) -> None:
    timeline.show_frame(frame)
    timeline.clearFocus()
    with qtbot.waitSignal(timeline.sought) as caught:
        qtbot.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=at(timeline, 20))
    assert caught.args[0] == pytest.approx(20, abs=1)
    assert not timeline.hasFocus()


def test_a_drag_seeks_and_ends_at_the_furthest_iteration(
    timeline: Timeline, frame: Frame, qtbot: QtBot
) -> None:
    timeline.show_frame(replace(frame, iteration=100))
    sought: list[int] = []
    timeline.sought.connect(sought.append)
    qtbot.mousePress(timeline, Qt.MouseButton.LeftButton, pos=at(timeline, 50))
    qtbot.mouseMove(timeline, at(timeline, 5))
    qtbot.mouseRelease(timeline, Qt.MouseButton.LeftButton, pos=at(timeline, 5))
    qtbot.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=at(timeline, 9_000))
    assert sought[0] == pytest.approx(50, abs=1)
    assert sought[-1] == timeline.furthest == 500


def test_words_are_no_part_of_the_track(timeline: Timeline, frame: Frame, qtbot: QtBot) -> None:
    timeline.show_frame(frame)
    with qtbot.assertNotEmitted(timeline.sought):
        qtbot.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=QPoint(timeline.width() - 40, 15))
        qtbot.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=QPoint(20, 15))


def test_keys_move_along_only_with_the_focus(timeline: Timeline, frame: Frame, qtbot: QtBot) -> None:
    timeline.show_frame(replace(frame, iteration=100))
    assert timeline.focusPolicy() == Qt.FocusPolicy.TabFocus
    for key, expected in (
        (Qt.Key.Key_Left, 99), (Qt.Key.Key_Right, 101), (Qt.Key.Key_Home, 0), (Qt.Key.Key_End, 500),
    ):  # fmt: skip
        with qtbot.waitSignal(timeline.sought) as caught:
            qtbot.keyClick(timeline, key)
        assert caught.args == [expected]


def test_nothing_moves_when_the_words_change(timeline: Timeline, frame: Frame) -> None:
    timeline.show_frame(frame)
    before = timeline.track()
    words = "a very long account of what has happened here, longer than there is room for it"
    timeline.show_frame(replace(frame, events=(Event(400, words),)))
    assert timeline.track() == before
    assert not timeline.grab().isNull()


def test_it_can_be_drawn_at_every_width_with_and_without_a_run(timeline: Timeline, frame: Frame) -> None:
    for shown in (None, frame, frame_of(experiment(iterations=0))):
        timeline.show_frame(shown)
        for width in (200, 1024, 1920):
            timeline.resize(width, timeline.height())
            QApplication.processEvents()
            assert 0 < timeline.track().left() < timeline.track().right() < width
