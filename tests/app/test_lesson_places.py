"""Names of places in a network, and where they are to be seen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from pytestqt.qtbot import QtBot
from stage_cases import settle, shown_stage
from windows import shown_window

from app.lecture.places import selection_of
from app.lecture.target_areas import spots
from app.runtime.selection import Selection
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
        window.score.set_gradients_shown(True)
        qtbot.waitUntil(lambda: window.score.gradients.isVisible())
        widgets = window.lessons.guide.targets.widgets()
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
        widgets = window.lessons.guide.targets.widgets()
        ((_, whole),) = spots("W1", OPENING, widgets)
        ((_, cell),) = spots("W1[3,1]", OPENING, widgets)
        assert whole.contains(cell)


def test_rings_hold_names_and_letters_and_cut_no_tile(qtbot: QtBot) -> None:
    stage = shown_stage(qtbot, (1024, 768), ("network", "weights"))
    experiment, seen = stage.views[0].frame.experiment, stage.spots()
    ((_, named),) = spots("W1", experiment, seen)
    unit = seen["weights"].canvas.unit
    assert named.contains(QRectF(seen["weights"].weights[1].rect.topLeft() * unit, named.size() * 0.1))
    assert named.top() < seen["weights"].weights[1].rect.top() * unit - 10
    stage.show_views(("network", "boundary"))
    settle()
    seen = stage.spots()
    network = seen["network"]
    ((_, lines),) = spots("W1", experiment, seen)
    ((_, column),) = spots("A1", experiment, seen)
    assert not lines.intersects(column)
    tiles = [
        QRectF(tile.topLeft() * network.canvas.unit, tile.size() * network.canvas.unit)
        for tile in (network.tiles[layer, unit].rect for layer in (0, 1) for unit in range(2))
    ]
    assert not any(lines.intersects(tile) for tile in tiles)
    assert column.left() < tiles[2].left() - 10  # the letter of the twins is in the ring
