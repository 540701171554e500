"""Tables of other inputs than two in the real window: every view, a plane through them, names, pictures."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from windows import action, all_done, choice, find, number, settle

from app.look.theme import colours
from app.main_window import MainWindow
from app.runtime.selection import Selection
from app.views.base.confusion import paint_counts
from app.views.catalogue import VIEWS, make_for_stage
from symgui.experiment import DataSpec, Experiment, LayerSpec
from symgui.experiment.table_spec import TableSpec
from symgui.figures.units import tile_name
from symgui.training.section import InputSection


def own(
    inputs: int, classes: int, rows: int, *, equal: bool = False, tests: int = 0, picture: bool = False
) -> DataSpec:
    X = np.random.RandomState(1).randn(rows, inputs)
    if equal:
        X[:] = 3.0
    side = int(np.sqrt(inputs))
    table = TableSpec(
        features=tuple(f"feature {k}" for k in range(inputs)),
        classes=tuple(f"kind{k}" for k in range(classes)),
        rows=tuple((*row, float(i % classes)) for i, row in enumerate(X.tolist())),
        picture=(side, side) if picture else None,
    )
    return DataSpec(kind="file", table=table, samples=rows - tests, test_samples=tests)


def on(data: DataSpec, *hidden: int) -> Experiment:
    return Experiment().with_(
        data=data,
        network={"hidden": [LayerSpec(units=units) for units in hidden]},
        initialization={"weights": {"scheme": "normal", "scale": 0.5}},
        training={"iterations": 20},
    )


@pytest.mark.parametrize(
    ("data", "hidden"),
    [
        (own(1, 2, 2), (1,)),
        (own(1, 10, 12, tests=2), ()),
        (own(2, 2, 2, equal=True, tests=1), (12, 3)),
        (own(3, 2, 3, tests=1), (4,)),
        (own(5, 3, 4, equal=True), (2,)),
        (own(64, 2, 4), (4,)),
        (own(784, 10, 20, equal=True, tests=2), (3,)),
    ],
    ids=["1", "1 of ten classes", "2 all equal", "3", "5 all equal", "64", "784"],
)
def test_every_view_shows_whatever_table(
    qtbot: QtBot, window: MainWindow, data: DataSpec, hidden: tuple[int, ...]
) -> None:
    window.workspace.document.open(on(data, *hidden))
    settle(qtbot, window)
    for view in window.tab_views.values():
        card = window.side if view in (window.boundary, window.cost) else window.tabs
        card.show_page(view)
    places = ((1, 0, 0), (1, 0, data.inputs - 1), (1, 0, -1), (0, 0))
    for selection in (Selection(*place) for place in places):
        window.workspace.pointing.select(selection)
    window.workspace.section.choose(InputSection())
    for _ in range(4):
        window.slow_stepping.next()
        all_done(qtbot, window)
    window.workspace.step(2)
    all_done(qtbot, window)
    window.grab()
    frame = window.workspace.current_frame
    assert frame is not None
    assert (frame.section is None) == (data.inputs <= 2)
    for name in set(VIEWS) - {"race"}:
        view = make_for_stage(name)
        qtbot.addWidget(view)
        view.resize(900, 600)
        view.show_frame(frame)
        view.show()
        assert not view.failure, f"{name}: {view.failure}"
    window.compare.enter()
    qtbot.waitUntil(lambda: window.workspace.race_frame is not None)
    window.workspace.step(2)
    all_done(qtbot, window)
    window.grab()
    lanes = window.workspace.race_frame
    assert lanes is not None
    assert all((each.drawn_plane is None) == (data.inputs < 2) for each in lanes.frames)
    window.compare.leave()
    assert [view.failure for view in (*window.views, *window.score.rows) if view.failure] == []
    assert window.failures.told == []


def test_the_lanes_of_a_race_show_a_plane_that_is_chosen_there(qtbot: QtBot, window: MainWindow) -> None:
    window.workspace.document.open(on(own(4, 2, 12), 3))
    settle(qtbot, window)
    window.compare.enter()
    qtbot.waitUntil(lambda: window.workspace.race_frame is not None)
    view = window.compare.view
    assert view is not None
    qtbot.waitUntil(lambda: all(column.plane.counts is not None for column in view.columns))
    shown = choice(window, "race-section")
    shown.setFocus()
    qtbot.keyClick(shown, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: all(column.plane.values is not None for column in view.columns))
    planes = view.header.common.toolTip()
    assert "principal direction 1" in planes
    qtbot.keyClick(shown, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: "others at their mean" in view.header.common.toolTip())
    window.compare.leave()
    bar = window.boundary.section_bar
    assert bar.section == InputSection("features", 0, 1)
    qtbot.waitUntil(lambda: window.boundary.plane.drawn is not None)
    bar.shown.setCurrentIndex(0)
    assert window.workspace.section.shown is None


def test_a_plane_through_many_inputs_is_chosen(qtbot: QtBot, window: MainWindow) -> None:
    bar = window.boundary.section_bar
    assert not bar.isVisible(), "two inputs are a plane"
    window.workspace.document.open(on(own(4, 2, 12), 3))
    settle(qtbot, window)
    assert window.boundary.answers.isVisible()
    shown = choice(window, "boundary-shown")
    shown.setFocus()
    qtbot.keyClick(shown, Qt.Key.Key_Down)
    qtbot.keyClick(shown, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: window.boundary.plane.drawn is not None)
    note = find(window, QLabel, "boundary-section-words")
    qtbot.waitUntil(lambda: note.text() == "others at their mean")
    assert window.boundary.accessibleName() == "Decision boundary, a section"
    choice(window, "boundary-first").setCurrentIndex(2)
    choice(window, "boundary-held").setCurrentIndex(1)
    number(window, "boundary-example").setValue(5)
    qtbot.waitUntil(lambda: note.text() == "others as in example 5")
    frame = window.workspace.current_frame
    assert frame is not None
    points = [point.pos() for point in window.boundary.plane.train_points.points()]
    np.testing.assert_allclose([[p.x(), p.y()] for p in points], frame.data.X[[2, 1]].T)
    window.workspace.step(3)
    all_done(qtbot, window)
    assert window.workspace.current_frame is not None
    assert window.workspace.current_frame.section is not None, "the run goes on with it"
    shown.setCurrentIndex(0)
    qtbot.waitUntil(window.boundary.answers.isVisible)
    window.workspace.document.open(on(DataSpec()))
    settle(qtbot, window)
    assert not bar.isVisible()
    action(window, "action-undo").trigger()
    settle(qtbot, window)
    assert bar.isVisible()


def test_classes_are_called_by_their_names(qtbot: QtBot, window: MainWindow) -> None:
    window.workspace.document.open(on(own(5, 3, 12), 3))
    settle(qtbot, window)
    matrix = window.boundary.matrix
    assert matrix.names == ("kind0", "kind1", "kind2")
    assert "1: kind1" in matrix.toolTip()
    assert window.boundary.key.text() == "", "no markers, nothing to say of them"
    drawn = []
    for names in (matrix.names, ("0", "1", "2"), ("a" * 80, "1", "2")):
        image = QImage(300, 300, QImage.Format.Format_RGB32)
        image.fill(0)
        painter = QPainter(image)
        assert matrix.counts is not None
        paint_counts(painter, matrix.counts, 300, colours(), window.font(), names)
        painter.end()
        drawn.append(image)
    assert drawn[0] != drawn[1]
    assert drawn[1] == drawn[2], "where one finds no room all are numbers"


def test_the_output_says_whose_probability_it_is(qtbot: QtBot, window: MainWindow) -> None:
    assert window.score.network.text("subtitle", 2) == "ŷ = P(y = 1)"
    window.workspace.document.open(on(own(3, 2, 6), 3))
    settle(qtbot, window)
    assert window.score.network.text("subtitle", 2) == "ŷ = P(kind1)"


def test_only_pictures_are_drawn_as_pictures(qtbot: QtBot, window: MainWindow) -> None:
    for picture, name in ((False, "a"), (True, "w")):
        window.workspace.document.open(on(own(64, 2, 6, picture=picture), 3))
        settle(qtbot, window)
        frame = window.workspace.current_frame
        assert frame is not None
        assert frame.data.picture == ((8, 8) if picture else None)
        assert tile_name(frame, 1) == name
