"""The timeline: where the run is, what happened, and where a person wants to go."""

from __future__ import annotations

from itertools import pairwise

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from view_runs import experiment, frame_of, small_normal

from app.look.type_sizes import small_font
from app.views.timeline.event_marks import RANKS, SHAPES
from app.views.timeline.timeline import Flag, Timeline
from app.views.timeline.track import NO_EVENT, NO_SYMMETRY
from symgui.experiment import Change
from symgui.training.frame import Event, Frame
from symgui.training.lanes import lanes_of
from symgui.training.presets import PRESETS
from symgui.training.race import Race
from symgui.training.run import RecordedRun


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
    track = timeline.bar()
    assert timeline.x_of(0) == track.left()
    assert timeline.x_of(10_000) == track.right()
    assert timeline.x_of(99) == pytest.approx(track.left() + track.width() / 2, abs=0.01)
    timeline.set_logarithmic(False)
    assert timeline.x_of(5_000) == pytest.approx(track.center().x())


def test_words_say_where_it_is_and_what_happened_last(timeline: Timeline, frame: Frame) -> None:
    assert timeline.sentence() == ""
    timeline.show_frame(replace(frame, events=()))
    assert timeline.sentence().startswith("500 of 10\u2009000")
    events = (Event(40, "symmetric"), Event(450, "symmetry broken"), Event(900, "not yet"))
    timeline.show_frame(replace(frame, events=events))
    assert timeline.events == events
    assert timeline.sentence().endswith("symmetry broken")


def test_where_words_are_too_long_those_go_first_that_can_be_seen(timeline: Timeline, frame: Frame) -> None:
    """How far it has been and what was planned are on the track; what happened is said nowhere else."""
    metrics = QFontMetricsF(small_font(timeline))
    timeline.show_frame(replace(frame, events=(Event(450, "symmetry broken"),), furthest=900))
    whole = "500 of 10\u2009000  ·  been to 900  ·  symmetry broken"
    shorter = ("500 of 10\u2009000  ·  symmetry broken", "500  ·  symmetry broken")
    assert timeline.sentence() == whole
    for words in (whole, *shorter):
        room = metrics.horizontalAdvance(words)
        assert timeline.written(room) == words
        assert timeline.written(room + 1) == words
        assert metrics.horizontalAdvance(timeline.written(room - 1)) <= room - 1
    assert timeline.written(metrics.horizontalAdvance(shorter[1]) - 1).endswith("…")


def test_before_anything_happens_the_start_is_said(timeline: Timeline) -> None:
    timeline.show_frame(frame_of(experiment(weights=small_normal()), 1))
    assert timeline.sentence().endswith(NO_SYMMETRY)
    timeline.show_frame(frame_of(experiment(), 1))
    assert timeline.sentence().endswith(NO_EVENT)


def test_recorded_changes_are_events(timeline: Timeline) -> None:
    run = RecordedRun(experiment(weights=small_normal()))
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
    before = timeline.bar()
    words = "a very long account of what has happened here, longer than there is room for it"
    timeline.show_frame(replace(frame, events=(Event(400, words),)))
    assert timeline.bar() == before
    assert not timeline.grab().isNull()


def test_it_can_be_drawn_at_every_width_with_and_without_a_run(timeline: Timeline, frame: Frame) -> None:
    for shown in (None, frame, frame_of(experiment(iterations=0))):
        timeline.show_frame(shown)
        for width in (200, 1024, 1920):
            timeline.resize(width, timeline.height())
            QApplication.processEvents()
            assert 0 < timeline.bar().left() < timeline.bar().right() < width


def test_marks_tell_kinds_apart_and_do_not_lie_on_each_other(timeline: Timeline, frame: Frame) -> None:
    events = (
        Event(10, "symmetry broken", "symmetry"),
        Event(100, "α → 0.1", "edited"),
        Event(100, "forked: the way to 500 is gone", "forked"),
        Event(400, "train accuracy over 90 %", "accuracy"),
    )
    timeline.show_frame(replace(frame, events=events))
    assert [kind for _, kind in timeline.marks()] == ["symmetry", "forked", "accuracy"]
    assert set(SHAPES) == set(RANKS)
    shapes = [str(shape) for shape in SHAPES.values()]
    assert len(set(shapes)) == len(shapes)


def test_a_press_on_a_mark_goes_exactly_there(timeline: Timeline, frame: Frame, qtbot: QtBot) -> None:
    timeline.show_frame(replace(frame, iteration=3, events=(Event(317, "symmetry broken", "symmetry"),)))
    timeline.set_flags([Flag(441, "before the edit")])
    for there, y in ((317, 5), (441, timeline.height() - 6)):
        with qtbot.waitSignal(timeline.sought) as caught:
            near = QPoint(round(timeline.x_of(there)) + 2, y)
            qtbot.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=near)
        assert caught.args == [there]


def test_beyond_what_was_planned_no_part_is_larger_than_its_whole(timeline: Timeline, frame: Frame) -> None:
    timeline.show_frame(replace(frame, iteration=12_000, furthest=12_000))
    assert timeline.sentence().startswith("12\u2009000, planned 10\u2009000")


def test_where_it_has_been_is_said_beyond_the_knob_only(timeline: Timeline, frame: Frame) -> None:
    timeline.show_frame(frame)
    assert "been to" not in timeline.sentence()
    assert "another way" not in timeline.tip()
    timeline.show_frame(replace(frame, iteration=20))
    assert timeline.sentence().startswith("20 of 10\u2009000  ·  been to 500")
    assert "another way, and the one up to 500 is gone" in timeline.tip()


def test_a_race_s_marks_are_letters(timeline: Timeline, frame: Frame) -> None:
    race = Race(PRESETS["start"].lanes(experiment()))
    race.advance(300)
    race.seek(120)
    shown = race.frame()
    timeline.show_race(shown)
    assert (timeline.iteration, timeline.furthest) == (120, 300)
    assert timeline.events == shown.events
    assert timeline.marks() == []
    assert {letter for _, letters in timeline.letters() for letter in letters} <= set("ABCD")
    past = [event.with_lane for event in shown.events if event.iteration <= 120]
    assert timeline.sentence() == f"120 of 10\u2009000  ·  been to 300  ·  {past[-1]}"
    assert not timeline.grab().isNull()
    timeline.show_frame(frame)
    assert timeline.iteration == 500
    assert timeline.letters() == []


def test_letters_that_would_lie_on_each_other_stand_together(timeline: Timeline) -> None:
    lanes = PRESETS["depth"].lanes(experiment())
    race = Race(lanes)
    timeline.show_race(race.frame())
    places = timeline.letters()
    assert all(b - a > 5 for (a, _), (b, _) in pairwise(places))
    for _, letters in places:
        assert len(set(letters)) == len(letters)


# ---- recorded changes to come --------------------------------------------------------------------

CHANGES = (
    Change(at=1200, learning_rate=0.1),
    Change(at=1500, set={"W1[0,1]": 0.3}),
    Change(at=90_000, set={"b1[0]": 2.0}),
)


def test_a_file_opened_at_its_start_shows_where_its_changes_will_be(timeline: Timeline) -> None:
    run = RecordedRun(experiment(weights=small_normal()).with_(changes=CHANGES))
    timeline.show_frame(run.frame())
    assert [(event.iteration, event.text) for event in timeline.coming] == [
        (1200, "α → 0.1"), (1500, "W[1]₁,₂ → 0.3"), (90_000, "b[1]₁ → 2"),
    ]  # fmt: skip
    assert timeline.events == ()
    assert timeline.sentence() == "0 of 10\u2009000  ·  at 1\u2009200: α → 0.1"
    x = timeline.x_of(1500)
    assert timeline.near(x) == [(1500, "to come: W[1]₁,₂ → 0.3")]
    with_marks = timeline.grab().toImage()
    timeline.show_frame(replace(run.frame(), experiment=run.experiment.with_(changes=())))
    bare = timeline.grab().toImage()
    middle = timeline.height() // 2
    for at in (1200, 1500):
        x = round(timeline.x_of(at))
        columns = [
            [image.pixel(x + dx, y) for dx in (-4, 0, 4) for y in range(middle - 16, middle - 6)]
            for image in (with_marks, bare)
        ]
        assert columns[0] != columns[1], "a pale mark stands there"


def test_what_has_come_is_an_event_and_no_longer_to_come(timeline: Timeline) -> None:
    run = RecordedRun(experiment(weights=small_normal()).with_(changes=CHANGES))
    run.advance(1300)
    timeline.show_frame(run.frame())
    assert [event.iteration for event in timeline.coming] == [1500, 90_000]
    assert (1200, "α → 0.1") in [(event.iteration, event.text) for event in timeline.events]
    assert timeline.sentence().endswith("·  at 1\u2009500: W[1]₁,₂ → 0.3")
    run.seek(0)
    timeline.show_frame(run.frame())
    assert [event.iteration for event in timeline.coming] == [1500, 90_000], "it has been beyond 1200"


def test_in_a_race_what_is_to_come_has_its_lane(timeline: Timeline) -> None:
    spec = experiment(weights=small_normal())
    race = Race(lanes_of(spec, [{}, {"changes": CHANGES[:1]}]), 1)
    timeline.show_race(race.frame())
    assert [(event.lane, event.iteration, event.text) for event in timeline.coming] == [
        ("B", 1200, "α → 0.1")
    ]
    assert timeline.sentence().endswith("at 1\u2009200: B: α → 0.1")
    race.advance(1200)
    timeline.show_race(race.frame())
    assert timeline.coming == ()
