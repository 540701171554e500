"""The checklist as a view."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from view_runs import experiment, frame_of

from app.look.theme import COLOURS, DARK
from app.views.checklist.checklist_view import ChecklistView
from symgui.experiment import WeightInit
from symgui.lessons.checklist import checklist


def shown(qtbot: QtBot, width: int = 900) -> ChecklistView:
    view = ChecklistView()
    qtbot.addWidget(view)
    view.resize(width, 420)
    view.show()
    return view


def test_a_row_a_rule_with_its_mark_and_evidence(qtbot: QtBot) -> None:
    view = shown(qtbot)
    frame = frame_of(experiment(weights=WeightInit(scheme="constant", value=0.5)), 40)
    view.show_frame(frame)
    assert view.items == checklist(frame)
    marks = {None: "–", True: "✓", False: "✗"}
    for row, item in zip(view.rows, view.items, strict=True):
        assert row.mark.text() == marks[item.holds]
        assert row.words.text().startswith(item.rule.text)
        assert row.words.text().endswith(f"→ lesson {item.rule.lesson}")
    assert not view.overflows()
    COLOURS.use(DARK)
    assert DARK.ink in view.rows[0].styleSheet()


def test_a_click_asks_for_the_lesson(qtbot: QtBot) -> None:
    view = shown(qtbot)
    view.show_frame(frame_of(experiment()))
    with qtbot.waitSignal(view.lessonChosen) as heard:
        qtbot.mouseClick(view.rows[1], Qt.MouseButton.LeftButton)
    assert heard.args == [view.items[1].rule.lesson]


def test_it_follows_the_run_and_empties(qtbot: QtBot) -> None:
    view = shown(qtbot)
    view.show_frame(None)
    assert view.note.isVisible()
    view.show_frame(frame_of(experiment(), 0, 1))
    assert not view.note.isVisible()
    assert view.rows[0].mark.text() == "✗"
    view.show_frame(frame_of(experiment(weights=WeightInit(scheme="xavier")), 0, 2))
    assert view.rows[0].mark.text() == "✓"


def test_one_column_where_it_is_narrow(qtbot: QtBot) -> None:
    narrow, wide = shown(qtbot, 300), shown(qtbot, 900)
    for view in (narrow, wide):
        view.show_frame(frame_of(experiment()))
    qtbot.waitUntil(lambda: wide.rows[4].x() > wide.rows[0].x())
    qtbot.waitUntil(lambda: narrow.rows[4].y() > narrow.rows[3].y())
    assert narrow.rows[4].x() == narrow.rows[0].x()
