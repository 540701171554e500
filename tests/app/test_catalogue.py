"""One record a view that lessons can name."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.views.catalogue import TABS, VIEWS, make_for_stage, records
from symgui import view_names


def test_there_is_a_record_for_each_view_that_lessons_name_and_no_other() -> None:
    assert sorted(record.name for record in records()) == sorted(view_names.VIEWS)
    assert tuple(VIEWS) == view_names.VIEWS


@pytest.mark.parametrize("tab", TABS, ids=lambda tab: tab.name)
def test_a_tab_shows_one_kind_of_view_and_is_found_by_its_name(qtbot: QtBot, tab: object) -> None:
    view = tab.make()
    qtbot.addWidget(view)
    assert view.objectName() == f"{tab.name}-view"
    assert [other.name for other in TABS].count(tab.name) == 1


@pytest.mark.parametrize("name", view_names.VIEWS)
def test_on_the_stage_it_is_a_view_of_its_own(qtbot: QtBot, name: str) -> None:
    one, other = make_for_stage(name), make_for_stage(name)
    for view in (one, other):
        qtbot.addWidget(view)
        assert view.presented
    assert one is not other


def test_why_and_the_induction_are_one_view_that_shows_either(qtbot: QtBot) -> None:
    for name, shows_induction in (("why", False), ("induction", True)):
        view = make_for_stage(name)
        qtbot.addWidget(view)
        assert view.induction_button.isChecked() is shows_induction
        view.choose("why")
        assert view.gradient_button.isChecked()
