"""While a lesson's question is open, nothing says its answer outright; who does anything himself sees all."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lesson_cases import LESSON, NORMAL, QUESTION, ZEROS
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot
from stage_cases import settle as settle_views
from view_runs import experiment, frame_of
from windows import action, find, settle, tab_view

from app.look.verdict_pill import VerdictPill
from app.look.verdict_words import NOT_YET
from app.main_window import MainWindow
from app.panels.hints import NOT_YET as NO_HINT
from app.runtime.selection import Selection
from app.stage.presenter import Presenter
from app.views.base.cost_plot import CostPlot
from app.views.base.frame_view import FrameView
from app.views.base.typeset_label import TypesetLabel
from app.views.catalogue import VIEWS, make_for_stage
from app.views.why.explained import NOT_YET as NO_WHY
from symgui.experiment import WeightInit
from symgui.lessons.lesson import Goal, Lesson, Step
from symgui.training.frame import Frame
from symgui.training.lanes import lanes_from
from symgui.training.race import Race
from symgui.training.states import State
from symgui.training.withholding import TELLING, TELLING_EVENTS, WITHHELD, race_without, without

WHY_NOT_YET = WITHHELD.evidence
ASKED = Step("Guess", "Every weight is zero.", ZEROS, goal=Goal(40), pace="max", question=QUESTION)


def ask(qtbot: QtBot, window: MainWindow, step: Step = ASKED) -> None:
    """A lesson of one step whose question is open."""
    window.lessons.begin(replace(LESSON, steps=(step,)))
    settle(qtbot, window)


def says(window: MainWindow) -> tuple[str, str, str]:
    """What chip, Why and hint say."""
    why = window.why
    return (
        window.toolbar.verdict.text(),
        why.hint.text() + why.first.text(),
        find(window, QLabel, "hint").text(),
    )


def test_what_would_answer_it_waits_until_the_step_runs(qtbot: QtBot, window: MainWindow) -> None:
    before = says(window)
    ask(qtbot, window)
    chip = window.toolbar.verdict
    assert says(window) == (NOT_YET.text, NO_WHY, NO_HINT)
    assert (chip.toolTip(), chip.accessibleDescription()) == (WHY_NOT_YET, WHY_NOT_YET)
    chip.click()
    assert find(window, QLabel, "verdict-evidence").text() == WHY_NOT_YET
    window.lessons.lecture.choose(0)
    assert chip.text() == NOT_YET.text, "it may still be changed"

    window.lessons.lecture.next()
    qtbot.waitUntil(lambda: window.lessons.lecture.decided)
    verdict, why, hint = says(window)
    assert verdict.startswith("Frozen")
    assert chip.toolTip() != WHY_NOT_YET
    assert find(window, QLabel, "verdict-evidence").text().startswith(chip.toolTip().splitlines()[0])
    assert "= 0" in why
    assert hint != NO_HINT
    window.lessons.leave()
    settle(qtbot, window)
    assert says(window) == before


def test_why_that_was_out_of_sight_meanwhile_explains_when_it_is_looked_at(
    qtbot: QtBot, window: MainWindow
) -> None:
    ask(qtbot, window)
    window.tabs.show_page(tab_view(window, "values"))
    window.lessons.leave()
    settle(qtbot, window)
    window.tabs.show_page(window.why)
    assert window.why.first.text()


@pytest.mark.parametrize("act", ["leave", "step", "edit", "settings", "race", "seek"])
def test_who_does_anything_himself_sees_all(qtbot: QtBot, window: MainWindow, act: str) -> None:
    ask(qtbot, window)
    workspace = window.workspace
    if act == "leave":
        window.lessons.leave()
    elif act == "step":
        action(window, "action-step").trigger()
    elif act == "edit":
        workspace.document.edit({"W1[0,0]": 0.5})
    elif act == "settings":
        workspace.document.change(NORMAL, "another start")
    elif act == "race":
        window.compare.enter()
    else:
        workspace.step(3)
        qtbot.waitUntil(lambda: workspace.iteration == 3)
        workspace.seek(0)
    qtbot.waitUntil(lambda: window.toolbar.verdict.text() != NOT_YET.text)
    assert not window.lessons.lecture.withheld
    assert find(window, QLabel, "hint").text() != NO_HINT


def test_a_step_that_begins_later_waits_for_its_beginning(qtbot: QtBot, window: MainWindow) -> None:
    ask(qtbot, window, replace(ASKED, start=30))
    qtbot.waitUntil(lambda: window.workspace.iteration == 30 and window.workspace.state is not State.RUNNING)
    assert says(window)[0] == NOT_YET.text
    window.workspace.back()
    qtbot.waitUntil(lambda: says(window)[0] != NOT_YET.text)


def test_what_the_step_itself_shows_is_shown(qtbot: QtBot, window: MainWindow) -> None:
    ask(qtbot, window, replace(ASKED, views=("why",)))
    assert says(window)[0] == NOT_YET.text
    assert window.why.first.text()
    ask(qtbot, window, replace(ASKED, highlight=("verdict",)))
    verdict, why, _ = says(window)
    assert verdict.startswith("Frozen")
    assert why == NO_WHY


def test_without_a_question_nothing_is_withheld(qtbot: QtBot, window: MainWindow) -> None:
    ask(qtbot, window, replace(ASKED, question=None))
    assert says(window)[0].startswith("Frozen")
    assert window.why.first.text()


def race_step() -> Lesson:
    lanes = lanes_from([ZEROS, NORMAL])
    return replace(LESSON, steps=(replace(ASKED, lanes=lanes, views=("race",)),))


def test_no_lane_of_a_race_says_its_verdict(qtbot: QtBot, window: MainWindow) -> None:
    window.lessons.begin(race_step())
    qtbot.waitUntil(lambda: window.workspace.race_frame is not None)
    view = window.compare.view
    assert view is not None
    qtbot.waitUntil(lambda: len(view.heads) == 2)
    assert [head.pill.words for head in view.heads] == [NOT_YET, NOT_YET]
    assert {head.pill.toolTip() for head in view.heads} == {WHY_NOT_YET}
    window.lessons.lecture.run_step()
    qtbot.waitUntil(lambda: window.lessons.lecture.decided)
    assert [head.pill.words.name for head in view.heads if head.pill.words] == ["Frozen", "Healthy"]
    assert WHY_NOT_YET not in {head.pill.toolTip() for head in view.heads}


def texts(root: QWidget) -> str:
    """All that a view writes, also in tool tips and for screen readers."""
    found = []
    for widget in (root, *root.findChildren(QWidget)):
        found += [widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()]
        if isinstance(widget, (QLabel, QAbstractButton, TypesetLabel)):
            found.append(widget.text())
        elif isinstance(widget, VerdictPill):
            found.append(widget.text)
        elif isinstance(widget, CostPlot):
            found += [label.text() for label in widget.labels() if label.isVisible()]
    return "\n".join(found).replace("for every", "of each")


def shown_on_the_stage(qtbot: QtBot, name: str) -> FrameView:
    view = make_for_stage(name)
    qtbot.addWidget(view)
    view.resize(1000, 700)
    view.show()
    view.show_selection(Selection(1, 0, 0), None)
    return view


TELLS = {"why": "for ever", "induction": "equal again", "cost": "for ever", "race": "Frozen"}
"""Views that tell what becomes of the frozen network, and what they write of it."""


@pytest.mark.parametrize("name", VIEWS)
def test_no_view_tells_the_answer_of_a_frame_that_lacks_it_and_each_does_once_it_is_whole(
    qtbot: QtBot, name: str
) -> None:
    view = shown_on_the_stage(qtbot, name)
    race = Race(lanes_from([ZEROS, NORMAL]))
    frame = race.frame().frames[0] if name == "race" else frame_of(ZEROS, 3)
    answers = (frame.verdict.evidence, "Frozen", "for ever", *filter(None, [TELLS.get(name)]))

    def show(names: frozenset[str]) -> str:
        if name == "race":
            view.show_race(race_without(race.frame(), names))
        else:
            view.show_frame(without(frame, names))
        view.speak()
        settle_views()
        return texts(view)

    said = show(TELLING)
    assert not [answer for answer in answers if answer in said]
    said = show(frozenset())
    assert TELLS.get(name, "") in said


def test_a_frame_lacks_what_is_withheld_and_nothing_else() -> None:
    frame = frame_of(ZEROS, 3)
    assert frame.standstill
    lacking = without(frame, TELLING)
    assert (lacking.verdict, lacking.standstill) == (WITHHELD, False)
    assert lacking.network is frame.network
    assert without(frame, {"why"}).verdict is frame.verdict
    assert without(frame, ()) is frame
    saturated = frame_of(experiment(weights=WeightInit(scheme="constant", value=-99.0)))
    kinds = {event.kind for event in saturated.events}
    assert "saturated" in kinds
    assert {event.kind for event in without(saturated, TELLING).events} == kinds - TELLING_EVENTS


def test_what_the_workspace_hands_out_lacks_it_and_what_the_engine_asks_does_not(
    qtbot: QtBot, window: MainWindow
) -> None:
    handed: list[Frame] = []
    window.workspace.frameReady.connect(handed.append)
    ask(qtbot, window)
    assert handed[-1].verdict is WITHHELD
    frame = window.workspace.current_frame
    assert frame is not None
    assert frame.verdict.name == "frozen"
    window.lessons.lecture.next()
    window.lessons.lecture.next()
    qtbot.waitUntil(lambda: window.lessons.lecture.decided)
    whole = next(each for each in handed if each.run == frame.run and not each.withheld)
    assert whole.network is frame.network, "the same frame, at once"


def test_the_stage_keeps_why_and_verdict_back_too(qtbot: QtBot, window: MainWindow) -> None:
    window.lessons.begin(replace(LESSON, steps=(ASKED,)))
    presenter = Presenter(window, window.workspace, window.lessons.lecture, window)
    window.presenter = presenter
    presenter.stage.resize(1024, 768)
    presenter.start(full_screen=False)
    qtbot.waitUntil(lambda: window.workspace.current_frame is not None)
    stage = presenter.stage
    stage.show_views(("why", "cost"))
    assert stage.foot.verdict.text == ""
    assert stage.views[0].first.text() == NO_WHY
    window.lessons.lecture.run_step()
    qtbot.waitUntil(lambda: window.lessons.lecture.decided)
    assert stage.foot.verdict.text.startswith("Frozen")
    assert "= 0" in stage.views[0].first.text()


def test_nor_does_the_stage(qtbot: QtBot, window: MainWindow) -> None:
    window.lessons.begin(race_step())
    presenter = Presenter(window, window.workspace, window.lessons.lecture, window)
    window.presenter = presenter
    presenter.stage.resize(1024, 768)
    presenter.start(full_screen=False)
    qtbot.waitUntil(lambda: window.workspace.race_frame is not None)
    pill = presenter.stage.findChild(QWidget, "lane-A-verdict")
    assert pill is not None
    assert pill.words == NOT_YET
    window.lessons.lecture.run_step()
    qtbot.waitUntil(lambda: window.lessons.lecture.decided)
    assert pill.words.name == "Frozen"
