"""Presenting: the stage driven by a lesson from the keyboard alone, and the window as it was afterwards."""

from __future__ import annotations

import threading
from dataclasses import replace

from lesson_cases import LESSON
from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid
from windows import shown_window, tab_view

from app.look.theme import DARK
from app.main_window import MainWindow
from app.stage.presenter import RACE_WITHOUT_LESSON, WITHOUT_LESSON, Presenter
from app.stage.stage import Stage
from app.views.flat_directions.spectrum_page import SpectrumPage
from app.views.study.study_view import StudyView
from symgui.lessons import find_lesson
from symgui.lessons.lesson import Goal, Lesson


def presenting(window: MainWindow, lesson: Lesson | None = None) -> Stage:
    """The stage as large as a projector's picture."""
    if lesson is not None:
        window.lessons.begin(lesson)
    presenter = Presenter(window, window.workspace, window.lessons.lecture, window)
    window.presenter = presenter
    presenter.stage.resize(1024, 768)
    presenter.start(full_screen=False)
    return presenter.stage


def press(qtbot: QtBot, stage: Stage, key: Qt.Key) -> None:
    qtbot.keyClick(stage, key)


def done(window: MainWindow) -> bool:
    lecture = window.lessons.lecture
    return lecture.phase == "done" and None not in (*lecture.checks.results, *lecture.checks.answers)


def test_a_lesson_is_given_with_a_clicker_alone(qtbot: QtBot, window: MainWindow) -> None:
    stage = presenting(window, LESSON)
    assert not window.isVisible()
    assert stage.title.text() == "Zeros"
    assert (stage.foot.dots.index, stage.foot.dots.count) == (0, 3)
    press(qtbot, stage, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: done(window))
    qtbot.waitUntil(lambda: stage.foot.iteration.value.text() == "40")
    assert [row.mark for row in stage.words.said] == ["✓"]
    assert stage.findChild(QWidget, "stage-claim-1").isVisible()

    press(qtbot, stage, Qt.Key.Key_PageDown)
    assert stage.title.text() == "Guess"
    assert stage.words.question.text().startswith("How many units")
    assert [row.mark for row in stage.words.said] == ["A", "B"]
    assert stage.foot.verdict.text == ""  # it may give the answer away
    press(qtbot, stage, Qt.Key.Key_B)
    assert [row.chosen for row in stage.words.said] == [False, True]
    press(qtbot, stage, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: done(window))
    assert stage.foot.verdict.text
    marks = [row.mark for row in stage.words.said]
    assert marks[:2] == ["A ✗", "B ✓"]
    assert sorted(marks[2:]) == ["✓", "✗"]  # four units; but the cost is not as low as the claim has it
    (wrong,) = (row for row in stage.words.said if row.mark == "✗")
    assert "found 0.6" in " ".join(map(str, wrong.line))

    press(qtbot, stage, Qt.Key.Key_Right)
    assert stage.title.text() == "Look"
    press(qtbot, stage, Qt.Key.Key_PageUp)
    assert stage.title.text() == "Guess"
    press(qtbot, stage, Qt.Key.Key_Home)
    assert stage.title.text() == "Zeros"


def test_while_it_presents_the_windows_views_draw_nothing(qtbot: QtBot, window: MainWindow) -> None:
    stage = presenting(window, LESSON)
    drawn: list[object] = []
    window.boundary.draw_frame = drawn.append  # type: ignore[method-assign]
    press(qtbot, stage, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: done(window))
    assert drawn == []
    press(qtbot, stage, Qt.Key.Key_Escape)
    assert drawn == [window.workspace.frame]


def test_escape_brings_the_window_back_as_it_was(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(1100, 800)
    geometry, sizes = window.geometry(), window.body.columns.sizes()
    tab = window.tabs.bar.currentIndex()
    stage = presenting(window)
    press(qtbot, stage, Qt.Key.Key_Escape)
    assert window.isVisible()
    assert not stage.isVisible()
    assert window.geometry() == geometry
    assert window.body.columns.sizes() == sizes
    assert window.tabs.bar.currentIndex() == tab


def test_a_lesson_stays_at_its_step(qtbot: QtBot, window: MainWindow) -> None:
    stage = presenting(window, LESSON)
    window.lessons.lecture.go(2)
    press(qtbot, stage, Qt.Key.Key_Escape)
    assert window.lessons.lecture.index == 2
    window.present()
    assert stage.isVisible()
    assert stage.title.text() == "Look"


def test_closing_the_stage_ends_presenting(qtbot: QtBot, window: MainWindow) -> None:
    stage = presenting(window)
    stage.close()
    assert window.isVisible()


def test_a_failure_is_told_in_the_window(qtbot: QtBot, window: MainWindow) -> None:
    stage = presenting(window)
    window.workspace.failed.disconnect(window.failures.report)
    window.workspace.failed.emit("Traceback: it broke", True)
    assert window.isVisible()
    assert not stage.isVisible()


def test_f5_covers_the_screen(qtbot: QtBot, window: MainWindow) -> None:
    window.findChild(QAction, "action-present").trigger()
    stage = window.presenter.stage
    assert stage.isFullScreen()
    assert stage.geometry() == window.screen().geometry()
    window.presenter.end()


def test_without_a_lesson_the_open_run_is_shown_and_stepped(qtbot: QtBot, window: MainWindow) -> None:
    stage = presenting(window)
    assert stage.names == WITHOUT_LESSON
    press(qtbot, stage, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: stage.foot.iteration.value.text() == "1")
    press(qtbot, stage, Qt.Key.Key_PageUp)
    qtbot.waitUntil(lambda: stage.foot.iteration.value.text() == "0")


def test_what_a_step_points_at_is_marked(qtbot: QtBot, window: MainWindow) -> None:
    stage = presenting(window, LESSON)
    assert stage.views[0].selection == window.workspace.pointing.selection
    rings = window.presenter.highlight
    weights = stage.views[0].weights
    qtbot.waitUntil(lambda: len(rings.rects) == 1)
    heatmap, unit = weights.weights[1].rect, weights.canvas.unit
    corner = weights.canvas.mapTo(stage, (heatmap.bottomRight() * unit).toPoint())
    assert unit > 1.5
    assert rings.rects[0].bottomRight().toPoint() == corner
    window.lessons.lecture.go(1)
    cost = stage.foot.cost
    qtbot.waitUntil(lambda: rings.rects and rings.rects[0].size().toSize() == cost.size())
    assert rings.rects[0].topLeft().toPoint() == cost.mapTo(stage, QPoint(0, 0))


def test_a_study_begins_when_the_claims_are_decided(qtbot: QtBot, window: MainWindow) -> None:
    step = replace(LESSON.steps[0], views=("collapse", "network"))
    stage = presenting(window, replace(LESSON, steps=(step,)))
    page = stage.views[0].page
    assert page.origin is None
    press(qtbot, stage, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: done(window))
    qtbot.waitUntil(lambda: page.last is not None and not page.active)
    assert page.last.difference == 0.0


def test_a_study_that_was_left_begins_anew_when_its_step_is_shown_again(
    qtbot: QtBot, window: MainWindow
) -> None:
    step = replace(LESSON.steps[0], views=("collapse", "nudge"), claims=(), goal=Goal())
    stage = presenting(window, replace(LESSON, steps=(step, LESSON.steps[0])))
    pages = [view.page for view in stage.views]
    qtbot.waitUntil(lambda: pages[0].active)
    window.workspace.studies.begin("another", iter(range(3)))
    assert not any(page.active for page in pages)
    press(qtbot, stage, Qt.Key.Key_PageDown)
    press(qtbot, stage, Qt.Key.Key_PageUp)
    qtbot.waitUntil(lambda: all(page.origin and not page.active for page in pages))
    assert pages[0].last is not None, "one study waits for the other"


def test_in_the_window_a_study_is_about_what_the_step_shows(qtbot: QtBot, window: MainWindow) -> None:
    step = replace(LESSON.steps[0], views=("collapse",), claims=(), goal=Goal())
    window.lessons.begin(replace(LESSON, steps=(step,)))
    window.tabs.show_page(tab_view(window, "prove"))
    page = tab_view(window, "prove").view.collapse
    qtbot.waitUntil(lambda: page.origin is not None and not page.active)
    assert not page.stale


def test_words_that_were_changed_in_the_file_are_shown(qtbot: QtBot, window: MainWindow) -> None:
    stage = presenting(window, LESSON)
    changed = replace(LESSON.steps[0], title="Nothing but zeros")
    window.lessons.lecture.replace(replace(LESSON, steps=(changed, *LESSON.steps[1:2])))
    assert "zeros" in str(stage.title.lines)
    assert stage.foot.dots.count == 2


def test_the_theme_follows(qtbot: QtBot, window: MainWindow) -> None:
    stage = presenting(window)
    window.theme.choose("dark")
    assert stage.grab().toImage().pixelColor(3, 3).name() == DARK.paper.lower()


def test_nothing_is_left_behind(qtbot: QtBot) -> None:
    before = threading.active_count()
    with shown_window(qtbot) as window:
        stage = presenting(window, LESSON)
        press(qtbot, stage, Qt.Key.Key_PageDown)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not isValid(stage)
    assert threading.active_count() <= before


def test_a_key_that_is_held_down_counts_once(qtbot: QtBot, window: MainWindow) -> None:
    stage = presenting(window, LESSON)
    window.lessons.lecture.go(1)
    for repeated in (False, True, True, True):
        event = QKeyEvent(
            QEvent.Type.KeyPress, Qt.Key.Key_PageDown, Qt.KeyboardModifier.NoModifier, "", repeated
        )
        QApplication.sendEvent(stage, event)
    assert window.lessons.lecture.phase == "asked"  # nobody has seen the answer


def test_b_blanks_where_it_answers_nothing(qtbot: QtBot, window: MainWindow) -> None:
    stage = presenting(window, LESSON)
    press(qtbot, stage, Qt.Key.Key_B)
    assert stage.blank
    press(qtbot, stage, Qt.Key.Key_PageDown)
    assert not stage.blank
    assert window.lessons.lecture.phase == "ready"  # the key that brings the picture back does no more
    window.lessons.lecture.go(1)
    press(qtbot, stage, Qt.Key.Key_B)
    assert not stage.blank
    assert window.lessons.lecture.committed == 1


def test_ctrl_and_a_number_go_to_a_step(qtbot: QtBot, window: MainWindow) -> None:
    stage = presenting(window, LESSON)
    qtbot.keyClick(stage, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert stage.title.text() == "Look"
    qtbot.keyClick(stage, Qt.Key.Key_9, Qt.KeyboardModifier.ControlModifier)
    assert stage.title.text() == "Look"
    qtbot.keyClick(stage, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.lessons.lecture.phase == "asked"
    assert window.lessons.lecture.committed is None


def test_the_keys_stay_the_stages_whatever_is_clicked(qtbot: QtBot, window: MainWindow) -> None:
    window.compare.toggle()
    qtbot.waitUntil(lambda: window.workspace.race_frame is not None)
    stage = presenting(window)
    with qtbot.waitActive(stage):
        stage.activateWindow()
    assert stage.names == RACE_WITHOUT_LESSON
    (view,) = stage.views
    qtbot.waitUntil(lambda: len(view.race.heads) == len(window.workspace.lanes))
    for button in view.findChildren(QAbstractButton):
        if button.isVisible():
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
            assert stage.focusWidget() is stage
    press(qtbot, stage, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: stage.foot.iteration.value.text() == "1")


def test_claims_keep_their_places_from_the_runs_end_on(qtbot: QtBot, window: MainWindow) -> None:
    stage = presenting(window, LESSON)
    rows: list[tuple[str, ...]] = []
    window.lessons.lecture.changed.connect(lambda: rows.append(tuple(r.mark for r in stage.words.said)))
    press(qtbot, stage, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: done(window))
    rows = [row for k, row in enumerate(rows) if k == 0 or row != rows[k - 1]]
    assert rows == [(), ("…",), ("✓",)]


def test_a_window_closed_while_presenting_leaves_nothing_that_looks_for_its_stage(
    qtbot: QtBot, window: MainWindow
) -> None:
    stage = presenting(window, LESSON)
    stage.composed.emit()  # in a moment the step's words are to be pointed at
    assert any(timer.isActive() for timer in window.presenter.findChildren(QTimer))
    window.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not isValid(stage)
    window.theme.toggle()
    QApplication.processEvents()  # what a timer had in store happens now
    window.show()
    window.present()
    assert window.presenter.stage is not stage


def test_a_study_of_a_step_that_is_done_in_the_window_is_made_on_the_stage_too(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.lessons.begin(find_lesson("flat-directions"))
    qtbot.waitUntil(lambda: window.lessons.lecture.decided)
    stage = presenting(window)
    (view,) = stage.views
    assert isinstance(view, StudyView)
    page = view.page
    assert isinstance(page, SpectrumPage)
    qtbot.waitUntil(lambda: page.result is not None)
    assert page.result is not None
    assert len(page.result.curvature.eigenvalues) == 5
