"""A lesson given in the real window, by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from person import Person, at_the_window, parameters
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.lecture import Lecture, StepPhase
from app.main_window import MainWindow
from app.panels.step_dialog import StepDialog
from app.runtime.settings import Settings
from app.views.base.statement_row import RIGHT, WRONG, StatementRow
from app.views.checklist.checklist_view import ChecklistView
from app.views.prove.collapse_page import CollapsePage
from symgui.experiment import opening_experiment
from symgui.lessons import Lesson, find_lesson, load_lesson, shipped_lessons
from symgui.training.states import State

LESSON = Path(__file__).parent / "a-lesson.lesson.md"


@pytest.fixture
def person(qtbot: QtBot) -> Iterator[Person]:
    with at_the_window(qtbot) as person:
        yield person


def lecture(person: Person) -> Lecture:
    return person.window.lessons.lecture


def opened(person: Person, path: Path = LESSON) -> None:
    assert person.window.lessons.open_file(path), person.window.message.text()
    person.wait(lambda: person.settled)


def done(person: Person) -> None:
    given = lecture(person)
    person.wait(
        lambda: given.phase is StepPhase.DONE and None not in (*given.checks.results, *given.checks.answers)
    )


def test_a_lesson_by_page_down_alone(person: Person) -> None:
    opened(person)
    assert person.read("lesson-title") == "Two starts"
    assert person.read("lesson-progress") == "step 1 of 3"
    person.key(Qt.Key.Key_PageDown)
    done(person)
    assert person.iteration == 50
    assert person.part(StatementRow, "lesson-claim-1").statement.mark == RIGHT
    person.picture("lesson-done")
    person.key(Qt.Key.Key_PageDown)
    assert person.read("lesson-progress") == "step 2 of 3"
    assert lecture(person).phase is StepPhase.ASKED
    person.key(Qt.Key.Key_PageDown)
    assert person.part(QLabel, "lesson-message").isVisible()
    person.key(Qt.Key.Key_B)
    assert lecture(person).committed == 1
    person.key(Qt.Key.Key_PageDown)
    done(person)
    assert lecture(person).right(1)
    person.key(Qt.Key.Key_PageDown)
    person.key(Qt.Key.Key_PageDown)
    done(person)
    assert person.read("lesson-progress") == "step 3 of 3"
    person.key(Qt.Key.Key_PageUp)
    assert person.read("lesson-progress") == "step 2 of 3"
    assert lecture(person).phase is StepPhase.DONE


def test_a_wrong_claim_is_shown_as_failed_with_both_numbers(person: Person) -> None:
    opened(person)
    lecture(person).go(2)
    person.key(Qt.Key.Key_PageDown)
    done(person)
    row = person.part(StatementRow, "lesson-claim-1")
    assert row.statement.mark == WRONG
    assert "0.1" in row.text()
    assert f"{person.frame.cost:.3g}" in row.text()


def test_the_arrows_stay_the_runs(person: Person) -> None:
    opened(person)
    person.key(Qt.Key.Key_Right)
    person.wait(lambda: person.iteration == 1)
    person.key(Qt.Key.Key_Left)
    person.wait(lambda: person.iteration == 0)
    assert lecture(person).index == 0


def test_what_a_step_names_is_ringed_and_its_tab_in_front(person: Person) -> None:
    window = person.window
    opened(person)
    ring = person.part(QWidget, "lesson-highlight")
    person.wait(lambda: ring.isVisible())
    heatmap = window.score.weights.weights[1]
    corner = window.score.weights.canvas.mapTo(window, heatmap.rect.topLeft().toPoint())
    (rect,) = window.lessons.guide.highlight.rects
    assert rect.contains(corner)
    assert window.tabs.stack.currentWidget() is window.why
    assert window.tabs.is_open


def test_leaving_midway_brings_everything_back(person: Person) -> None:
    window, workspace = person.window, person.workspace
    person.choose("weight-scheme", "normal")
    person.rests()
    workspace.step(30)
    person.wait(lambda: person.iteration == 30)
    workspace.document.edit({"W1[0,0]": 0.5})
    person.wait(lambda: workspace.document.undo_stack.count() == 2)
    person.command("action-gradients")
    page = person.part(QWidget, "symmetry-view")
    window.tabs.show_page(page)
    before, stack = person.rests(), workspace.document.undo_stack
    gradients = window.score.gradients_shown
    opened(person)
    person.key(Qt.Key.Key_PageDown)
    person.wait(lambda: workspace.state is State.RUNNING or lecture(person).phase is StepPhase.DONE)
    person.command("action-lesson-leave")
    person.wait(lambda: person.settled and person.iteration == 30)
    after = person.frame
    assert (after.experiment, parameters(after)) == (before.experiment, parameters(before))
    assert workspace.document.undo_stack is stack
    assert person.part(QWidget, "left-panel").isVisible()
    assert not person.part(QWidget, "lesson-panel").isVisible()
    assert window.tabs.stack.currentWidget() is page
    assert window.score.gradients_shown == gradients
    person.wait(lambda: not person.part(QWidget, "lesson-highlight").isVisible())
    person.command("action-undo")
    person.wait(lambda: person.settled and not workspace.experiment.changes)


def test_a_lesson_file_is_read_again_when_it_is_saved(person: Person, tmp_path: Path) -> None:
    path = tmp_path / "mine.lesson.md"
    text = LESSON.read_text(encoding="utf-8")
    path.write_text(text, encoding="utf-8")
    opened(person, path)
    path.write_text(text.replace("Two starts", "Two other starts"), encoding="utf-8")
    person.wait(lambda: person.read("lesson-title") == "Two other starts")
    other = tmp_path / "other"  # as editors do that put a new file in the place of the old
    other.write_text(text.replace("Two starts", "Third"), encoding="utf-8")
    other.replace(path)
    person.wait(lambda: person.read("lesson-title") == "Third")
    path.write_text(text.replace("Third", "Fourth"), encoding="utf-8")
    person.wait(lambda: person.read("lesson-title") == "Two starts")


def test_a_damaged_version_is_told_of_and_the_good_one_stays(person: Person, tmp_path: Path) -> None:
    path = tmp_path / "mine.lesson.md"
    text = LESSON.read_text(encoding="utf-8")
    path.write_text(text, encoding="utf-8")
    opened(person, path)
    path.write_text(text.replace('pace = "max"', 'pace = "fast"'), encoding="utf-8")
    person.wait(lambda: "pace" in person.window.message.text())
    assert "line" in person.window.message.text()
    assert person.read("lesson-title") == "Two starts"
    path.write_text(text, encoding="utf-8")
    person.wait(lambda: person.window.message.text() == "")


def test_a_file_that_is_no_lesson_changes_nothing(person: Person, tmp_path: Path) -> None:
    path = tmp_path / "no.lesson.md"
    path.write_text("# Nothing", encoding="utf-8")
    experiment = person.workspace.experiment
    assert not person.window.lessons.open_file(path)
    assert "no.lesson.md" in person.window.message.text()
    assert not lecture(person).active
    assert person.workspace.experiment == experiment


@pytest.mark.parametrize("lesson", shipped_lessons(), ids=lambda lesson: lesson.id)
def test_a_shipped_lesson_by_keyboard_alone_with_every_claim_green(person: Person, lesson: Lesson) -> None:
    """Clicked from start to end with the key that a clicker sends; every run is finished at once."""
    person.window.lessons.begin(lesson)
    given = lecture(person)
    for index, step in enumerate(lesson.steps):
        assert given.index == index
        assert person.read("lesson-step-title") == step.title
        if step.question is not None:
            person.key(Qt.Key.Key_1)
            assert given.phase is StepPhase.COMMITTED
        while given.phase is not StepPhase.DONE:
            before = given.phase
            person.key(Qt.Key.Key_PageDown)
            person.wait(lambda before=before: given.phase is not before)
        person.wait(lambda: None not in (*given.checks.results, *given.checks.answers))
        if step.question is not None:
            assert [given.right(k) for k in range(len(step.question.choices))].count(True) == 1
        assert given.checks.failure == ""
        assert [found.statement for found in given.checks.results if found and not found.passed] == []
        if index + 1 < len(lesson.steps):
            person.key(Qt.Key.Key_PageDown)
    assert given.is_last
    person.command("action-lesson-leave")
    person.wait(lambda: person.settled and not given.active)


def test_a_race_stands_beside_what_the_lesson_says_of_it(person: Person) -> None:
    race = next(
        (lesson, index)
        for lesson in shipped_lessons()
        for index, step in enumerate(lesson.steps)
        if step.lanes
    )
    panel = person.window.lessons.panel
    person.window.lessons.begin(*race)
    person.wait(lambda: person.workspace.race_frame is not None)
    view = person.part(QWidget, "race-view")
    person.wait(lambda: view.isVisible() and panel.isVisible())
    assert (
        panel.mapTo(person.window, panel.rect().bottomRight()).x() < view.mapTo(person.window, QPoint()).x()
    )
    person.command("action-lesson-leave")
    person.wait(lambda: person.settled and not view.isVisible())
    assert not panel.isVisible()
    assert person.part(QWidget, "left-panel").isVisible()


def test_a_view_that_only_lessons_have_comes_and_goes_with_its_step(person: Person) -> None:
    lesson = find_lesson("layers-multiply")
    index = next(k for k, step in enumerate(lesson.steps) if "signal" in step.views and not step.lanes)
    person.window.lessons.begin(lesson, index)
    person.wait(lambda: person.settled)
    view = person.part(QWidget, "signal-view")
    assert view.isVisible()
    person.command("action-lesson-leave")
    person.wait(lambda: person.settled)
    assert not view.isVisible()
    bar = person.window.tabs.bar
    assert [bar.tabText(k) for k in range(bar.count()) if bar.isTabVisible(k)][-1] != "Signal"


def test_a_study_that_a_step_shows_begins_by_itself_when_the_claims_are_checked(person: Person) -> None:
    lesson = find_lesson("price-of-four")
    index = next(k for k, step in enumerate(lesson.steps) if "collapse" in step.views)
    person.window.lessons.begin(lesson, index)
    done(person)
    page = person.part(CollapsePage, "prove-page")
    person.wait(lambda: page.last is not None and not page.active)
    assert page.last is not None
    assert (page.last.iteration, page.last.difference) == (2000, pytest.approx(0.0, abs=1e-12))
    assert [found.passed for found in lecture(person).checks.results if found] == [True, True]


def test_closing_during_a_lesson_remembers_the_persons_own_work(qtbot: QtBot, tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    window = MainWindow(opening_experiment(), settings)
    window.show()
    window.workspace.step(7)
    qtbot.waitUntil(lambda: window.workspace.iteration == 7)
    window.workspace.document.edit({"W1[0,0]": 0.5})
    qtbot.waitUntil(lambda: len(window.workspace.experiment.changes) == 1)
    own = window.workspace.experiment
    window.lessons.open_file(LESSON)
    qtbot.waitUntil(lambda: window.workspace.current_frame is not None)
    window.close()
    window.deleteLater()
    again = Settings(tmp_path)
    session = again.sessions.take().session
    again.sessions.close()
    assert session is not None
    assert session.now.run.experiment == own
    assert again.lesson_files == (LESSON,)


def test_what_is_on_screen_becomes_a_step(person: Person, tmp_path: Path) -> None:
    path = tmp_path / "mine.lesson.md"
    lessons, workspace = person.window.lessons, person.workspace
    person.choose("weight-scheme", "normal")
    person.rests()
    workspace.step(30)
    person.wait(lambda: person.iteration == 30)
    workspace.document.edit({"W1[0,0]": 0.5})
    person.wait(lambda: len(workspace.experiment.changes) == 1)
    kept = workspace.experiment
    lessons.writer.write(path, "One unit is pushed", "It goes its own way.", is_new=True)
    workspace.step(20)
    person.wait(lambda: person.iteration == 50)
    lessons.writer.write(path, "Later", with_claims=True)
    lesson = load_lesson(path)
    assert [step.title for step in lesson.steps] == ["One unit is pushed", "Later"]
    assert (lesson.steps[0].experiment, lesson.steps[0].start) == (kept, 30)
    assert lessons.library.files == (path,)
    lessons.begin(lesson, 1)
    person.wait(lambda: person.settled and person.iteration == 50)
    assert len(lesson.steps[1].claims) == 2


def test_a_step_that_cannot_be_is_refused_in_its_form(person: Person, tmp_path: Path) -> None:
    path = tmp_path / "mine.lesson.md"
    path.write_text(LESSON.read_text(encoding="utf-8"), encoding="utf-8")
    opened(person, path)
    person.command("action-lesson-save-step")
    dialog = person.part(StepDialog, "step-dialog")
    dialog.title.setText("")
    dialog.wanted.emit()
    assert dialog.problem.isVisible()
    assert len(load_lesson(path).steps) == 3
    dialog.title.setText("A fourth one")
    dialog.wanted.emit()
    assert not dialog.isVisible()
    assert [step.title for step in load_lesson(path).steps][3:] == ["A fourth one"]
    person.wait(lambda: person.read("lesson-progress") == "step 1 of 4")


def test_opening_something_else_leaves_the_lesson(person: Person, tmp_path: Path) -> None:
    path = tmp_path / "other.symgui.json"
    other = opening_experiment().with_(title="Another one", training={"learning_rate": 0.5})
    other.save(path)
    opened(person)
    person.key(Qt.Key.Key_PageDown)
    done(person)
    (tmp_path / "broken.symgui.json").write_text("{", encoding="utf-8")
    assert not person.window.open_file(tmp_path / "broken.symgui.json")
    assert lecture(person).active, "nothing was opened"
    assert person.window.open_file(path)
    person.wait(lambda: person.settled and person.workspace.experiment == other)
    assert not lecture(person).active
    assert not person.part(QWidget, "lesson-panel").isVisible()
    assert person.workspace.document.path == path
    assert not person.workspace.document.modified


def test_a_rule_of_the_checklist_leads_to_its_lesson(person: Person) -> None:
    person.window.lessons.begin(find_lesson("recipe"))
    person.wait(lambda: person.settled)
    view = person.part(ChecklistView, "checklist-view")
    person.wait(lambda: view.items and view.rows[0].isVisible())
    person.qtbot.mouseClick(view.rows[0], Qt.MouseButton.LeftButton)
    given = lecture(person).lesson
    assert given is not None
    assert given.number == view.items[0].rule.lesson
