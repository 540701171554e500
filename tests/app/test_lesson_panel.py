"""The lesson panel: what it shows of a lesson, and what it tells when something is pressed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lesson_cases import LESSON, QUESTION, units
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot
from windows import find

from app.look.theme import COLOURS, DARK
from app.panels.lesson.choice_button import ChoiceButton
from app.panels.lesson.progress_dots import ProgressDots
from app.panels.lesson.shown import Shown
from app.panels.lesson_panel import LessonPanel
from app.views.base.math_line import Symbol
from app.views.base.statement_row import CHECKING, OPEN, WRONG, StatementRow
from app.views.base.typeset_label import TypesetLabel
from symgui.lessons.claim import Checked
from symgui.lessons.shipped import shipped_lessons

ASKED = Shown(LESSON, 1, right=(None, None), results=(None, None), can_choose=True, claims_hidden=True)
FAILED = Checked(units(4), "effective units of layer 1 = 4", False, "4", "1")


@pytest.fixture
def panel(qtbot: QtBot) -> LessonPanel:
    panel = LessonPanel()
    qtbot.addWidget(panel)
    panel.resize(260, 700)
    panel.set_open(True)
    panel.show()
    return panel


def in_sight(panel: LessonPanel, name: str) -> bool:
    return find(panel, QWidget, name).isVisible()


def test_it_says_where_the_lesson_stands(panel: LessonPanel) -> None:
    panel.show_state(ASKED)
    assert find(panel, QLabel, "lesson-title").text() == "By hand"
    assert find(panel, QLabel, "lesson-progress").text() == "step 2 of 3"
    assert find(panel, QLabel, "lesson-step-title").text() == "Guess"
    assert find(panel, TypesetLabel, "lesson-text").text() == "Small random weights."
    assert find(panel, TypesetLabel, "lesson-question").text() == QUESTION.text


def test_claims_that_would_give_the_answer_away_wait(panel: LessonPanel) -> None:
    panel.show_state(ASKED)
    assert not in_sight(panel, "lesson-claim-1")
    panel.show_state(replace(ASKED, claims_hidden=False, checking=True))
    assert in_sight(panel, "lesson-claim-1")
    assert find(panel, StatementRow, "lesson-claim-1").statement.mark == CHECKING


def test_a_claim_that_fails_says_both_numbers(panel: LessonPanel) -> None:
    panel.show_state(replace(ASKED, claims_hidden=False, results=(FAILED, None)))
    row = find(panel, StatementRow, "lesson-claim-1")
    assert row.statement.mark == WRONG
    assert row.text() == "effective units of layer 1 = 4\nfound 1, 4 expected"
    assert "fails" in row.accessibleName()
    assert find(panel, StatementRow, "lesson-claim-2").statement.mark == OPEN


def test_choices_are_pressed_until_they_are_revealed(qtbot: QtBot, panel: LessonPanel) -> None:
    panel.show_state(ASKED)
    second = find(panel, ChoiceButton, "lesson-choice-2")
    with qtbot.waitSignal(panel.chosen) as pressed:
        qtbot.mouseClick(second, Qt.MouseButton.LeftButton)
    assert pressed.args == [1]
    assert second.toolTip() == "Commit to this answer (key B or 2)"
    figures = ("|W|: found 0, more than 0 expected", "|W| = 0")
    panel.show_state(replace(ASKED, committed=0, right=(False, True), answers=figures, can_choose=False))
    assert (second.toolTip(), second.accessibleDescription()) == ("|W| = 0", "|W| = 0")
    first = find(panel, ChoiceButton, "lesson-choice-1")
    assert (first.chosen, first.verdict, first.isEnabled()) == (True, False, False)
    assert (second.chosen, second.verdict) == (False, True)
    assert first.accessibleName() == "A: one, chosen, wrong"
    assert first.toolTip() == "|W|: found 0, more than 0 expected"


def test_a_dot_jumps_to_its_step(qtbot: QtBot, panel: LessonPanel) -> None:
    panel.show_state(ASKED)
    dots = find(panel, ProgressDots, "lesson-dots")
    with qtbot.waitSignal(panel.jumped) as jumped:
        qtbot.mouseClick(dots, Qt.MouseButton.LeftButton, pos=dots.center(2).toPoint())
    assert jumped.args == [2]
    with qtbot.waitSignal(panel.jumped) as jumped:
        qtbot.keyClick(dots, Qt.Key.Key_Left)
    assert jumped.args == [0]


@pytest.mark.parametrize("name", ["next", "previous", "restart", "leave"])
def test_each_button_tells_what_it_is_for(qtbot: QtBot, panel: LessonPanel, name: str) -> None:
    panel.show_state(ASKED)
    with qtbot.waitSignal(getattr(panel, f"{name}Pressed")):
        qtbot.mouseClick(find(panel, QWidget, f"lesson-{name}"), Qt.MouseButton.LeftButton)


def test_another_step_takes_the_place_of_the_one_before(panel: LessonPanel) -> None:
    panel.show_state(ASKED)
    panel.show_state(Shown(LESSON, 0, results=(None,)))
    assert not in_sight(panel, "lesson-question")
    assert [row.objectName() for row in panel.page.claims.rows] == ["lesson-claim-1"]
    panel.show_state(ASKED)
    assert [button.text() for button in panel.page.question.buttons] == ["one", "four"]


def test_notes_are_the_lecturers_and_open_on_a_press(qtbot: QtBot, panel: LessonPanel) -> None:
    noted = replace(LESSON, steps=(replace(LESSON.steps[0], notes="Wait for an answer."),))
    panel.show_state(Shown(noted, 0, results=(None,)))
    assert not in_sight(panel, "lesson-notes")
    qtbot.mouseClick(find(panel, QWidget, "lesson-notes-button"), Qt.MouseButton.LeftButton)
    assert in_sight(panel, "lesson-notes")


def test_the_list_is_by_number_and_a_press_chooses(qtbot: QtBot, panel: LessonPanel) -> None:
    core = replace(LESSON, id="core-one", part="core", number=2, title="The core")
    second = replace(LESSON, id="second-one", part="second", number=1, title="The second")
    panel.show_lessons((core, second, LESSON))
    sections = [label.text() for label in panel.list.findChildren(QLabel)]
    assert sections == ["LESSONS", "Core lecture: 2\nSecond lecture: 1", "YOUR OWN"]
    assert list(panel.list.buttons) == ["second-one", "core-one", LESSON.id]
    with qtbot.waitSignal(panel.lessonChosen) as chosen:
        qtbot.mouseClick(find(panel, QWidget, "lesson-core-one"), Qt.MouseButton.LeftButton)
    assert chosen.args == [core]
    COLOURS.use(DARK)


def test_the_shipped_lessons_are_listed_in_the_order_of_their_numbers(panel: LessonPanel) -> None:
    panel.show_lessons(shipped_lessons())
    shown = [button.number for button in panel.list.buttons.values()]
    assert shown == [str(number) for number in range(1, len(shown) + 1)]
    words = panel.list.findChildren(QLabel)[1].text()
    assert words == "Core lecture: 2, 4 to 7\nSecond lecture: 1, 3, 8 to 12\nAppendix: 13 to 23"


def test_the_list_marks_the_lesson_that_is_open(panel: LessonPanel) -> None:
    core = replace(LESSON, id="core-one", part="core", number=2, title="The core")
    panel.show_lessons((core, LESSON), core)
    buttons = panel.list.buttons
    assert [buttons[name].is_current for name in ("core-one", LESSON.id)] == [True, False]
    assert buttons["core-one"].accessibleDescription() == "open"
    assert buttons["core-one"].font().bold()
    assert panel.leave.toolTip().startswith("Leave the lesson")
    panel.show_lessons((core, LESSON))
    assert not buttons["core-one"].is_current
    assert not buttons["core-one"].font().bold()
    assert panel.leave.toolTip() == "Close the list of lessons"


def test_an_answer_is_set_as_a_formula_and_moves_nothing_when_it_is_chosen(qtbot: QtBot) -> None:
    button = ChoiceButton(0, "Only the output's bias b[2] of all")
    qtbot.addWidget(button)
    heights = []
    for chosen, verdict in ((False, None), (True, None), (True, True), (False, False)):
        button.show_state(chosen, verdict, verdict is None)
        heights.append([button.heightForWidth(width) for width in (120, 180, 400)])
    assert heights == [heights[0]] * 4
    assert Symbol("b", "[2]") in button.words.lines[0]
    button.resize(180, button.heightForWidth(180))
    button.show()
    assert button.rect().contains(button.words.geometry())
    with qtbot.waitSignal(button.clicked):
        button.setEnabled(True)
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton, pos=button.words.geometry().center())
