"""The score as a whole: rows that agree, room that is shared, work that is saved."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from score_runs import run_frame, shown_score
from view_runs import experiment, small_normal

from app.look.theme import DARK, LIGHT
from app.runtime.selection import Selection
from app.views.score.score import ScoreView
from symgui.experiment import WeightInit
from symgui.training.run import Run


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
    heatmap = score.weights.heatmap(1).rect
    assert column.left < heatmap.left() < score.weights.bias_heatmap(1).rect.right() < column.right


def test_the_gradients_come_with_the_height_or_by_choice(qtbot: QtBot) -> None:
    score = shown_score(qtbot, run_frame())
    assert not score.gradients.isVisible()
    score.resize(804, 660)
    assert score.gradients.isVisible()
    assert score.gradients.height() >= 115
    with qtbot.waitSignal(score.gradients_toggled) as said:
        qtbot.mouseClick(score.gradients_button, Qt.MouseButton.LeftButton)
    assert said.args == [False]
    assert not score.gradients.isVisible()
    score.resize(804, 900)
    assert not score.gradients.isVisible()
    score.set_gradients_shown(None)
    assert score.gradients.isVisible()
    assert score.gradients.text("remark", 1) == "dW[1] = 0, exactly"


def test_a_selected_layer_gets_room_for_its_digits(qtbot: QtBot) -> None:
    frame = run_frame(hidden=((9, "relu"), (5, "relu")), weights=WeightInit(scheme="he"))
    score = shown_score(qtbot, frame, (804, 660))
    assert score.weights.heatmap(2).texts == []
    score.show_selection(Selection(2, 0, 0), None)
    assert len(score.weights.heatmap(2).texts) == 45
    first = score.columns.of(1)
    assert first is not None
    assert first.narrow
    assert 1 in score.activations.dots.values
    assert 2 in score.activations.bars


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
    assert score.weights._marks.cell == score.weights.heatmap(1).cell_rect(0, 0)
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
    run = Run(experiment())
    score.show_frame(run.frame())
    run.advance(3)
    latest = run.frame()
    score.show_frame(latest)
    assert score.weights.weights == {}
    score.show()
    assert score.weights.frame is latest
    assert score.weights.heatmap(1).values is latest.network.layers[0].W


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
    assert len(score.weights.heatmap(1).texts) == 8


def test_both_palettes_paint_card_and_rows(qtbot: QtBot) -> None:
    score = shown_score(qtbot, run_frame())
    for palette in (DARK, LIGHT):
        score.apply_palette(palette)
        image = score.grab().toImage()
        for row in score.rows[:3]:
            assert image.pixelColor(row.geometry().center().x(), row.y() + 3).name() == palette.paper.lower()
        assert image.pixelColor(2, 200).name() == palette.paper.lower()


def test_a_larger_font_makes_larger_words(qtbot: QtBot) -> None:
    score = shown_score(qtbot, run_frame(), (1_200, 900))
    before = score.network._top
    font = score.font()
    font.setPixelSize(26)
    score.setFont(font)
    assert score.network._top * score.network.canvas.unit > 1.6 * before
    assert score.network.text("subtitle", 1) == "1 of 4 units effective"
