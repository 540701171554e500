"""Points drawn in the real window, by mouse and keyboard: used, changed, taken back, kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from clipping import clipped
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QToolButton
from pytestqt.qtbot import QtBot
from windows import action, find, settle, shown_window

from app.main_window import MainWindow
from app.panels.drawing.draw_board import DrawBoard
from app.panels.drawing.draw_canvas import DrawCanvas
from app.panels.drawing.draw_picture import Answers
from app.panels.message_bar import MessageBar
from app.runtime.settings import Settings
from symgui.data import load_data
from symgui.experiment import Experiment, opening_experiment
from symgui.figures.palette import LIGHT

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    with shown_window(qtbot) as window:
        window.resize(1280, 800)
        yield window


def opened(qtbot: QtBot, window: MainWindow) -> tuple[DrawBoard, DrawCanvas]:
    """By the button above the boundary."""
    qtbot.mouseClick(find(window, QToolButton, "boundary-draw"), Qt.MouseButton.LeftButton)
    assert window.drawing.on
    board = window.drawing.board
    qtbot.waitUntil(board.canvas.hasFocus)
    return board, board.canvas


def press(qtbot: QtBot, board: DrawBoard, name: str) -> None:
    qtbot.mouseClick(find(board, QAbstractButton, name), Qt.MouseButton.LeftButton)


def pixel(canvas: DrawCanvas, x1: float, x2: float) -> QPoint:
    return canvas.pixel(x1, x2).toPoint()


def summary(board: DrawBoard) -> str:
    return find(board, QLabel, "draw-summary").text()


def small(window: MainWindow, qtbot: QtBot) -> None:
    """A table of one's own is opened: three points, the second for testing."""
    table = {"features": ("length", "width"), "classes": ("blue", "red"), "name": "mine.csv",
             "rows": ((1.0, 20.0, 0.0), (2.0, 40.0, 1.0), (3.0, 30.0, 1.0))}  # fmt: skip
    data = {"kind": "file", "samples": 2, "test_samples": 1, "seed": 4, "table": table, "standardize": True}
    window.workspace.document.open(opening_experiment().with_(data=data))
    settle(qtbot, window)


def test_the_examples_on_the_boundary_are_there_to_be_changed(qtbot: QtBot, window: MainWindow) -> None:
    before = load_data(window.workspace.experiment.data)
    board, canvas = opened(qtbot, window)
    assert summary(board) == "400 points: 200 of class 0, 200 of class 1."
    assert not window.boundary.isVisible()
    assert not window.cost.isVisible(), "the drawing has the column alone"
    first = board.drawn.points[0]
    press(qtbot, board, "draw-class-1")
    qtbot.mouseClick(canvas, Qt.MouseButton.RightButton, pos=pixel(canvas, first.x1, first.x2))
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=pixel(canvas, -4.0, 4.0))
    press(qtbot, board, "draw-take")
    settle(qtbot, window)
    now = load_data(window.workspace.experiment.data)
    np.testing.assert_array_equal(now.X[:, :-1], before.X[:, 1:])
    assert np.abs(now.X[:, -1] - (-4.0, 4.0)).max() < 0.05
    assert now.labels[-1] == 1
    assert window.boundary.isVisible()
    assert window.cost.isVisible()
    action(window, "action-undo").trigger()
    settle(qtbot, window)
    assert window.workspace.experiment == opening_experiment()


def test_xor_is_drawn_from_the_keyboard_alone(qtbot: QtBot, window: MainWindow) -> None:
    board, canvas = opened(qtbot, window)
    board.clear.click()
    assert summary(board) == "No points yet: click or drag in the plane."
    assert not board.take.isEnabled()
    right, up = (Qt.Key.Key_Right,) * 10, (Qt.Key.Key_Up,) * 10
    left, down = (Qt.Key.Key_Left,) * 10, (Qt.Key.Key_Down,) * 10
    for keys in ("1", right, " ", "0", up, " ", "1", left, " ", "0", down, " "):
        for key in keys:
            qtbot.keyClick(canvas, key)
    assert window.workspace.iteration == 0, "the keys are the drawing's, not the run's"
    assert summary(board) == "4 points: 2 of class 0, 2 of class 1."
    drawn = board.drawn.points
    a, b, c, d = drawn
    assert (a.label, b.label, c.label, d.label) == (1, 0, 1, 0)
    assert (a.x1, b.x2, d.x1) == (b.x1, c.x2, c.x1)
    qtbot.keyClick(canvas, Qt.Key.Key_Z, CONTROL)
    assert board.drawn.points == drawn[:-1]
    qtbot.keyClick(canvas, Qt.Key.Key_Y, CONTROL)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    settle(qtbot, window)
    data = window.workspace.experiment.data
    assert data.table is not None
    assert data.table.name == "drawn"
    assert data.table.rows == tuple((p.x1, p.x2, float(p.label)) for p in drawn)


def test_the_mouse_draws_and_erases_in_strokes(qtbot: QtBot, window: MainWindow) -> None:
    board, canvas = opened(qtbot, window)
    board.clear.click()
    press(qtbot, board, "draw-class-more")
    assert [button.text() for button in board.chips.buttons] == ["class 0", "class 1", "class 2"]
    start, end = pixel(canvas, -1.0, -1.0), pixel(canvas, 1.0, -1.0)
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start)
    for k in range(1, 41):
        qtbot.mouseMove(canvas, start + (end - start) * k / 40)
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=end)
    if len(board.drawn.points) == 1:  # a platform whose moved mouse presses no button
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=end)
    drawn = board.drawn.points
    assert len(drawn) > 1
    assert {point.label for point in drawn} == {2}, "a class that was just added is the one that is drawn"
    assert not board.chips.fewer.isEnabled(), "points are of class 2"
    qtbot.mouseClick(canvas, Qt.MouseButton.RightButton, pos=start)
    assert len(board.drawn.points) == len(drawn) - 1
    board.undo.click()
    assert board.drawn.points == drawn
    board.clear.click()
    qtbot.keyClick(canvas, Qt.Key.Key_Z, CONTROL)
    assert board.drawn.points == drawn
    board.erase.click()
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=pixel(canvas, drawn[0].x1, drawn[0].x2))
    assert drawn[0] not in board.drawn.points


def test_test_examples_are_drawn_as_such(qtbot: QtBot, window: MainWindow) -> None:
    board, canvas = opened(qtbot, window)
    board.clear.click()
    board.test.click()
    qtbot.keyClick(canvas, Qt.Key.Key_Space)
    assert "at least one is needed to train on" in summary(board)
    assert not board.take.isEnabled()
    board.test.click()
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=pixel(canvas, 1.0, 1.0))
    assert summary(board) == "2 points: 2 of class 0, 0 of class 1. 1 for testing."
    board.take.click()
    settle(qtbot, window)
    held = load_data(window.workspace.experiment.data)
    assert held.X.round(1).tolist() == [[1.0], [1.0]]
    assert held.X_test.shape == (2, 1)


def test_the_points_of_a_small_table_are_changed(qtbot: QtBot, window: MainWindow) -> None:
    small(window, qtbot)
    before = load_data(window.workspace.experiment.data)
    board, canvas = opened(qtbot, window)
    assert summary(board) == "3 points: 1 of blue, 2 of red. 1 for testing."
    tested = next(point for point in board.drawn.points if point.test)
    trained = next(point for point in board.drawn.points if not point.test)
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=pixel(canvas, 2.0, 25.0))
    qtbot.mouseMove(canvas, pixel(canvas, 2.0, 25.0))
    assert canvas.accessibleDescription().endswith("a point of class blue")
    qtbot.mouseClick(canvas, Qt.MouseButton.RightButton, pos=pixel(canvas, trained.x1, trained.x2))
    board.take.click()
    settle(qtbot, window)
    now = window.workspace.experiment.data
    assert now.table is not None
    assert (now.table.features, now.table.classes) == (("length", "width"), ("blue", "red"))
    assert (now.samples, now.test_samples, now.seed, now.standardize) == (2, 1, 4, True)
    held = load_data(now)
    assert (held.labels_test == before.labels_test).all()
    given = held.X_test[:, 0] * held.deviations + held.means
    assert given == pytest.approx([tested.x1, tested.x2])


def test_behind_the_points_is_what_the_network_answers(qtbot: QtBot, window: MainWindow) -> None:
    small(window, qtbot)
    board, _ = opened(qtbot, window)
    frame = window.boundary.frame
    assert frame is not None
    answers = Answers.of(frame)
    assert answers is not None
    held = load_data(frame.experiment.data)
    # in the units of the table, although the network is given standardized inputs
    assert frame.plane is not None
    np.testing.assert_allclose(answers.x1, frame.plane.x1 * held.deviations[0] + held.means[0])
    left, right, bottom, top = answers.area
    assert all(left < p.x1 < right and bottom < p.x2 < top for p in board.drawn.points)
    image = answers.image(LIGHT)
    assert (image.width(), image.height()) == (answers.x1.size, answers.x2.size)
    assert image.pixelColor(0, 0).name() == LIGHT.neutral.lower(), "all weights are 0: ŷ is ½"


def test_of_many_features_it_begins_empty_and_says_so(qtbot: QtBot, window: MainWindow) -> None:
    window.workspace.document.open(Experiment().with_(data={"kind": "digits", "samples": 20}))
    settle(qtbot, window)
    board, canvas = opened(qtbot, window)
    assert summary(board) == "The examples have 64 features: the drawing begins empty, with two inputs."
    for key in ("1", " ", Qt.Key.Key_Right, "0", " ", Qt.Key.Key_Return):
        qtbot.keyClick(canvas, key)
    settle(qtbot, window)
    assert window.workspace.experiment.sizes[0] == 2
    assert window.workspace.experiment.data.samples == 2


def test_escape_keeps_the_drawing_for_the_next_time(qtbot: QtBot, window: MainWindow) -> None:
    board, canvas = opened(qtbot, window)
    begun = board.drawn.points
    for key in (" ", Qt.Key.Key_Right, " "):
        qtbot.keyClick(canvas, key)
    drawn = board.drawn.points
    assert len(drawn) == len(begun) + 2
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert not window.drawing.on
    assert "kept" in find(window, MessageBar, "message").text()
    assert window.workspace.experiment == opening_experiment()
    again, canvas = opened(qtbot, window)
    assert again.drawn.points == drawn
    qtbot.keyClick(canvas, Qt.Key.Key_Z, CONTROL)
    assert again.drawn.points == drawn[:-1]
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert not window.drawing.unused
    window.workspace.document.undo_stack.undo()
    settle(qtbot, window)
    fresh, _ = opened(qtbot, window)
    assert fresh.drawn.points == begun


def test_what_is_left_is_not_used_any_more(qtbot: QtBot, window: MainWindow) -> None:
    before = window.workspace.experiment
    action(window, "action-draw").trigger()
    action(window, "action-draw").trigger()
    window.drawing.board.take.click()  # a key may come for the button that has just gone
    assert not window.drawing.on
    assert window.workspace.experiment == before


def test_a_drawing_over_other_data_is_kept_beside_this_one(qtbot: QtBot, window: MainWindow) -> None:
    _, canvas = opened(qtbot, window)
    qtbot.keyClick(canvas, Qt.Key.Key_Space)
    window.workspace.document.open(opening_experiment().with_(data={"kind": "xor-table"}))
    settle(qtbot, window)
    assert window.drawing.on, "what is open changed, and the drawing stays"
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    board, canvas = opened(qtbot, window)
    assert summary(board) == "4 points: 2 of class 0, 2 of class 1."
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    window.workspace.document.undo_stack.undo()
    settle(qtbot, window)
    board, _ = opened(qtbot, window)
    assert len(board.drawn.points) == 401


def with_own_weights() -> Experiment:
    """One whose output is one unit, whatever the classes."""
    return opening_experiment().with_(
        network={"hidden": ({"units": 2},)},
        initialization={
            "weights": {"scheme": "explicit", "values": [[[1.0, 0.0], [0.0, 1.0]], [[1.0, -1.0]]]}
        },
    )


def test_a_drawing_that_the_weights_have_no_room_for_stays_when_a_table_is_opened(qtbot: QtBot) -> None:
    with shown_window(qtbot, with_own_weights()) as window:
        board, canvas = opened(qtbot, window)
        board.chips.more.click()
        for key in ("2", " ", Qt.Key.Key_Escape):
            qtbot.keyClick(canvas, key)
        (drawing,) = window.drawing.unused
        small(window, qtbot)
        assert window.drawing.unused == [drawing]


def test_a_drawing_that_the_weights_have_no_room_for_is_kept_all_the_same(
    qtbot: QtBot, tmp_path: Path
) -> None:
    """A third class over weights of one's own, whose output is one unit: what is open is kept, too."""
    own = with_own_weights()
    with shown_window(qtbot, own, Settings(tmp_path)) as window:
        board, canvas = opened(qtbot, window)
        board.chips.more.click()
        for key in ("2", " ", Qt.Key.Key_Escape):
            qtbot.keyClick(canvas, key)
        drawn = len(board.drawn.points)
    found = Settings(tmp_path).sessions.take().session
    assert found is not None
    assert found.closed
    assert found.now.run.experiment == own
    (kept,) = found.earlier
    assert kept.run.experiment.data.classes == 3
    assert kept.run.experiment.data.samples == drawn
    assert kept.run.experiment.network == own.network


def test_a_window_that_closes_leaves_the_drawing_to_the_next_one(qtbot: QtBot, tmp_path: Path) -> None:
    with shown_window(qtbot, settings=Settings(tmp_path)) as window:
        board, canvas = opened(qtbot, window)
        board.clear.click()
        for key in (" ", Qt.Key.Key_Right, "1", " "):
            qtbot.keyClick(canvas, key)
        drawn = board.drawn.data(seed=opening_experiment().data.seed)
    settings = Settings(tmp_path)
    found = settings.sessions.take(latest=True)
    with shown_window(qtbot, settings=settings) as window:
        assert window.keeper is not None
        window.keeper.take(found)
        assert [work.name for work in window.keeper.earlier] == ["Drawn points"]
        window.keeper.open(0)
        settle(qtbot, window)
        assert window.workspace.experiment.data == drawn


def test_a_race_has_no_boundary_to_draw_on(qtbot: QtBot, window: MainWindow) -> None:
    action(window, "action-compare").trigger()
    qtbot.waitUntil(lambda: window.workspace.race_frame is not None)
    assert not action(window, "action-draw").isEnabled()
    window.drawing.begin()
    assert not window.drawing.on


@pytest.mark.parametrize("size", [(800, 440), (1024, 600), (1280, 800)])
def test_nothing_of_it_is_cut(qtbot: QtBot, window: MainWindow, size: tuple[int, int]) -> None:
    window.resize(*size)
    board, _ = opened(qtbot, window)
    for _ in range(5):
        board.chips.more.click()
    qtbot.waitUntil(lambda: not clipped(board), timeout=20_000)
