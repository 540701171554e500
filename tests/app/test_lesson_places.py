"""Names of places in a network, and where they are to be seen."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot
from windows import shown_window

from app.lecture.places import selection_of
from app.lecture.pointing import spots
from app.selection import Selection
from symgui.experiment import opening_experiment

OPENING = opening_experiment()


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("W1[0,1]", Selection(1, 0, 1)),
        ("b2[0]", Selection(2, 0, -1)),
        ("unit 1.4", Selection(1, 3)),
        ("dW2", Selection(2)),
        ("A0", Selection(0)),
        ("W1[4,0]", None),
        ("W1[0,2]", None),
        ("W3", None),
        ("unit 1.5", None),
        ("cost", None),
        ("", None),
    ],
)
def test_names_of_places(name: str, place: Selection | None) -> None:
    assert selection_of(name, OPENING) == place


def test_every_name_is_to_be_seen_inside_its_widget(qtbot: QtBot) -> None:
    with shown_window(qtbot) as window:
        window.resize(1440, 900)
        window.set_gradients(True)
        qtbot.waitUntil(lambda: window.score.gradients.isVisible())
        widgets = window.lessons.guide.stand.widgets
        for name in (
            "W1", "b1", "W2", "W1[3,1]", "b2[0]", "A1", "A2", "A0", "dW1", "Z1", "unit 1.2", "unit 2.1",
            "cost", "accuracy", "verdict", "effective-units", "boundary", "timeline",
        ):  # fmt: skip
            found = spots(name, OPENING, widgets)
            assert found, name
            for widget, rect in found:
                assert rect.width() > 8, name
                assert rect.height() > 8, name
                inside = rect.toAlignedRect()
                assert widget.rect().adjusted(-2, -2, 2, 2).contains(inside), (name, inside, widget.rect())


def test_a_whole_matrix_holds_its_cells(qtbot: QtBot) -> None:
    with shown_window(qtbot) as window:
        widgets = window.lessons.guide.stand.widgets
        ((_, whole),) = spots("W1", OPENING, widgets)
        ((_, cell),) = spots("W1[3,1]", OPENING, widgets)
        assert whole.contains(cell)
