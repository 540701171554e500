"""The score as a whole: rows that agree, room that is shared, work that is saved."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from score_runs import run_frame, shown_score
from view_runs import experiment, small_normal

from app.look.theme import COLOURS, DARK, LIGHT
from app.runtime.selection import Selection
from app.views.painting.columns import LEAST_HEIGHTS
from app.views.score.score_view import ScoreView
from symgui.experiment import WeightInit
from symgui.training.run import RecordedRun


def turn_wheel(widget: QWidget, delta: int) -> None:
    """Turn the wheel over the middle of `widget`."""
    at = QPointF(widget.rect().center())
    no_button, no_key = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    turn = QWheelEvent(
        at, widget.mapToGlobal(at), QPoint(), QPoint(0, delta), no_button, no_key,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, turn)


def test_rows_have_the_names_tests_know_and_share_their_columns(qtbot: QtBot) -> None:
    score = shown_score(qtbot, run_frame(weights=small_normal()))
    names = [row.objectName() for row in score.rows]
    assert names == ["network-view", "weights-view", "activations-view", "gradients-view"]
    assert all(row.columns is score.columns for row in score.rows)
    column = score.columns.of(1)
    assert column is not None
    tile = score.network.tiles[1, 0].rect
    assert tile.center().x() == pytest.approx(column.center, abs=1)
    assert score.activations.bars[1].boundingRect().center().x() == pytest.approx(column.center, abs=1)
    heatmap = score.weights.weights[1].rect
    assert column.left < heatmap.left() < score.weights.biases[1].rect.right() < column.right


def test_the_gradients_come_with_the_height_or_by_choice(qtbot: QtBot) -> None:
    score = shown_score(qtbot, run_frame())
    assert not score.gradients.isVisible()
    score.resize(804, 660)
    assert score.gradients.isVisible()
    assert score.gradients.height() >= 115
    with qtbot.waitSignal(score.gradientsToggled) as said:
        qtbot.mouseClick(score.gradients_button, Qt.MouseButton.LeftButton)
    assert said.args == [False]
    assert not score.gradients.isVisible()
    score.resize(804, 900)
    assert not score.gradients.isVisible()
    score.set_gradients_shown(None)
    assert score.gradients.isVisible()
    assert score.gradients.text("remark", 1) == "dW[1] = 0, exactly"


def test_a_click_lays_nothing_out_anew(qtbot: QtBot) -> None:
    frame = run_frame(hidden=((9, "relu"), (5, "relu")), weights=WeightInit(scheme="he"))
    score = shown_score(qtbot, frame, (804, 660))

    def places() -> tuple[object, ...]:
        tiles = {key: tile.rect for key, tile in score.network.tiles.items()}
        cells = {layer: heatmap.rect for layer, heatmap in score.weights.weights.items()}
        return score.columns, tiles, cells

    before = places()
    for layer in (1, 2, 3):
        score.show_selection(Selection(layer, 0, 0), None)
        assert places() == before
        assert score.weights.selected_rect() == score.weights.weights[layer].cell_rect(0, 0)


@pytest.mark.parametrize(
    ("hidden", "width"), [((9, 5), 1_000), ((10, 3), 1_133), ((3, 10), 1_133), ((3,), 480), ((10, 5), 1_040)]
)
def test_layers_with_room_for_their_digits_have_them(
    qtbot: QtBot, hidden: tuple[int, ...], width: int
) -> None:
    """1×3 and 3×10 too, and their biases: some columns take what others do not need."""
    layers = tuple((units, "tanh") for units in hidden)
    frame = run_frame(hidden=layers, weights=WeightInit(scheme="normal", scale=1.0))
    score = shown_score(qtbot, frame, (width, 760))
    for layer in frame.network.layers:
        assert len(score.weights.weights[layer.number].texts) == layer.W.size, layer.number
        assert all(text for _, _, text in score.weights.weights[layer.number].texts)
        assert len(score.weights.biases[layer.number].texts) == layer.units


def test_where_not_all_rows_fit_they_scroll_and_stay_readable(qtbot: QtBot) -> None:
    frame = run_frame(weights=small_normal())
    score = shown_score(qtbot, frame, (600, 190))
    assert score.rows_window.bar.isVisible()
    assert score.network.height() >= LEAST_HEIGHTS[0] - 1
    assert len(score.weights.weights[1].texts) == 8
    cell = score.weights.weights[1].cell_rect(3, 1)
    score.show_selection(Selection(1, 3, 1), None)
    score.show_selected()
    assert score.rows_window.in_sight(score.weights.canvas, cell)
    assert score.rows_window.in_sight(score.weights, QRectF(0, 0, 600, 2))
    assert score.rows_window.in_sight(score.weights, QRectF(0, score.weights.height() - 2, 600, 1))
    assert score.rows_window.bar.value() > 0
    score.rows_window.bar.setValue(score.rows_window.bar.maximum())
    assert score.rows_window.in_sight(score.activations, QRectF(0, score.activations.height() - 2, 600, 1))
    assert not score.rows_window.in_sight(score.network, QRectF(0, 0, 600, 20))
    score.resize(600, 330)
    assert not score.rows_window.bar.isVisible()
    assert score.rows_window.in_sight(score.network, QRectF(0, 0, 600, 20))


def test_the_wheel_scrolls_the_rows_where_they_do_not_fit(qtbot: QtBot) -> None:
    score = shown_score(qtbot, run_frame(), (600, 190))
    turn_wheel(score, -120)
    assert score.rows_window.bar.value() > 0
    turn_wheel(score, 240)
    assert score.rows_window.bar.value() == 0


def test_twelve_layers_scroll_and_the_selected_one_comes_into_sight(qtbot: QtBot) -> None:
    score = shown_score(qtbot, run_frame(hidden=((4, "tanh"),) * 12, weights=small_normal()))
    assert score.scroll_bar.isVisible()
    assert score.columns.of(12) is None
    score.scroll_bar.setValue(score.scroll_bar.maximum())
    assert score.columns.of(12) is not None
    assert score.columns.of(1) is None
    assert set(score.weights.weights) == {column.layer for column in score.columns.visible if column.layer}
    score.show_selection(Selection(1, 0, 0), None)
    assert score.columns.of(1) is not None
    assert score.weights.marks.cell == score.weights.weights[1].cell_rect(0, 0)
    score.scroll_bar.setValue(score.scroll_bar.maximum())
    score.show_selection(Selection(1, 0, 0), Selection(12, 0))
    assert score.columns.of(1) is None
    score.show_frame(run_frame())
    assert not score.scroll_bar.isVisible()


@pytest.mark.parametrize("hidden", [0, 1, 2, 5, 12])
@pytest.mark.parametrize("size", [(504, 430), (804, 558), (1_400, 1_000)])
def test_every_depth_at_every_size_stays_inside(qtbot: QtBot, hidden: int, size: tuple[int, int]) -> None:
    frame = run_frame(hidden=((10, "relu"),) * hidden, weights=WeightInit(scheme="he"))
    score = shown_score(qtbot, frame, size)
    for maps in (score.weights.weights, score.weights.biases):
        for layer, heatmap in maps.items():
            column = score.columns.of(layer)
            assert column is not None
            assert column.left <= heatmap.rect.left()
            assert heatmap.rect.right() <= column.right
            assert heatmap.rect.bottom() <= score.weights.height()
    for (layer, unit), tile in score.network.tiles.items():
        if tile.image.isVisible():
            assert 0 < tile.rect.top() < tile.rect.bottom() < score.network.height(), (layer, unit)


def test_a_hidden_score_waits_and_then_draws_the_latest(qtbot: QtBot) -> None:
    score = ScoreView()
    qtbot.addWidget(score)
    score.resize(804, 558)
    run = RecordedRun(experiment())
    score.show_frame(run.frame())
    run.advance(3)
    latest = run.frame()
    score.show_frame(latest)
    assert score.weights.weights == {}
    score.show()
    assert score.weights.frame is latest
    assert score.weights.weights[1].values is latest.network.layers[0].W


def test_the_network_changes_under_a_score_in_use(qtbot: QtBot) -> None:
    score = shown_score(qtbot, run_frame())
    score.show_selection(Selection(2, 0, 3), None)
    for hidden in (((2, "tanh"),), (), ((3, "relu"), (6, "tanh")), ((512, "tanh"),)):
        score.show_frame(run_frame(hidden=hidden))
        assert len(score.columns.visible) == len(hidden) + 2
    score.show_frame(None)
    assert score.weights.weights == {}
    assert score.network.text("empty", 0).startswith("No network yet")
    score.show_frame(run_frame())
    assert score.network.text("empty", 0) == ""
    assert len(score.weights.weights[1].texts) == 8


def test_both_palettes_paint_card_and_rows(qtbot: QtBot) -> None:
    score = shown_score(qtbot, run_frame())
    for palette in (DARK, LIGHT):
        COLOURS.use(palette)
        image = score.grab().toImage()
        for row in score.rows[:3]:
            assert image.pixelColor(row.geometry().center().x(), row.y() + 3).name() == palette.paper.lower()
        assert image.pixelColor(2, 200).name() == palette.paper.lower()


def test_a_larger_font_makes_larger_words(qtbot: QtBot) -> None:
    score = shown_score(qtbot, run_frame(), (1_200, 900))
    before = score.network.texts["title", 1, 0].rect.height()
    font = score.font()
    font.setPixelSize(26)
    score.setFont(font)
    assert score.network.texts["title", 1, 0].rect.height() * score.network.canvas.unit > 1.6 * before
    assert score.network.text("subtitle", 1) == "1 of 4 units effective"


def test_all_rows_have_a_network_for_their_columns(qtbot: QtBot) -> None:
    """Also the rows whose turn it is not when the first frame of a deeper network comes."""
    score = shown_score(qtbot, run_frame(weights=small_normal()), (804, 700))
    deep = run_frame(hidden=((4, "tanh"),) * 3, weights=small_normal())
    score.show_rows(deep, [score.network])
    score.resize(900, 720)
    assert all(row.frame is deep for row in score.rows)
    assert score.weights.weights[4].rect.isValid()
