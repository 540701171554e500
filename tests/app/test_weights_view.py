"""The heatmaps: every number in its cell, one printed scale, zero unlike anything else."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from score_runs import explicit, run_frame, shown_score
from stage_cases import settle
from view_runs import experiment, frame_of, small_normal

from app.look.theme import COLOURS, DARK, LIGHT, Palette
from app.runtime.selection import Selection
from app.views.painting.canvas import Canvas
from app.views.painting.canvas_fonts import Fonts
from app.views.painting.heatmap_drawing import Heatmap, cell_text
from app.views.score.legend import Legend
from app.views.score.row import PADDING
from app.views.score.score_view import ScoreView
from symgui.experiment import WeightInit
from symgui.figures.colors import CellColors, cell_table
from symgui.training.frame import Frame
from symgui.training.run import RecordedRun


@pytest.fixture(scope="module")
def frozen() -> Frame:
    return frame_of(experiment(), 20)


@pytest.fixture(scope="module")
def healthy() -> Frame:
    return frame_of(experiment(weights=small_normal()), 1_000)


def pixel(canvas: Canvas, point: QPointF) -> str:
    image = canvas.viewport().grab().toImage()
    return image.pixelColor(point.toPoint()).name()


def press(qtbot: QtBot, score: ScoreView, key: Qt.Key) -> Selection:
    with qtbot.waitSignal(score.selected) as said:
        qtbot.keyClick(score.weights.canvas, key)
    assert said.args is not None
    score.show_selection(said.args[0], None)
    return said.args[0]


def test_heatmaps_hold_the_parameters_on_one_symmetric_scale(qtbot: QtBot, healthy: Frame) -> None:
    score = shown_score(qtbot, healthy)
    for layer in healthy.network.layers:
        W, b = score.weights.weights[layer.number], score.weights.biases[layer.number]
        assert np.array_equal(W.values, layer.W)
        assert np.array_equal(b.values, layer.b)
        assert W.levels == b.levels == (-healthy.weight_scale, healthy.weight_scale)
        assert np.array_equal(W.image.image > 128, layer.W > 0)
    end = f"{healthy.weight_scale:g}"
    assert score.weights.legend == (f"−{end}", "0", f"+{end}")


def test_the_legend_has_the_colours_of_the_cells_whatever_is_told_first(qtbot: QtBot, healthy: Frame) -> None:
    row = shown_score(qtbot, healthy).weights
    column, legend = row.columns.of(0), Legend(row.canvas)
    assert column is not None
    end = QPointF(column.left + PADDING + 0.5, round(14 + row.fonts.small_height) + Legend.HEIGHT / 2)
    for palette in (DARK, LIGHT):  # drawn once more before the row has heard of the other theme
        legend.show(column, 1.0, cell_table(palette), row)
        found, full = QColor(pixel(row.canvas, end)), QColor(palette.negative)
        assert found.getRgb() == pytest.approx(full.getRgb(), abs=10)


def test_digits_stand_in_wide_cells(qtbot: QtBot, healthy: Frame) -> None:
    score = shown_score(qtbot, healthy)
    W = healthy.network.layers[0].W
    texts = {(j, k): text for j, k, text in score.weights.weights[1].texts}
    assert len(texts) == W.size
    for (j, k), text in texts.items():
        assert float(text.replace("−", "-")) == pytest.approx(W[j, k], rel=0.05)


@pytest.mark.parametrize("width", [680, 632])  # of windows of 1280 and 1024 pixels
def test_the_columns_of_the_opening_case_have_room_for_every_digit(
    qtbot: QtBot, healthy: Frame, width: int
) -> None:
    score = shown_score(qtbot, healthy)
    score.resize(width, 630)
    score.show_frame(healthy)
    for layer in healthy.network.layers:
        W, b = score.weights.weights[layer.number], score.weights.biases[layer.number]
        assert len(W.texts) == layer.W.size
        assert len(b.texts) == layer.units
        column = score.weights.columns.of(layer.number)
        assert column.left <= W.rect.left() < W.rect.right() < b.rect.left() < b.rect.right() <= column.right


def test_zeros_are_hollow_and_say_so(qtbot: QtBot, frozen: Frame) -> None:
    score = shown_score(qtbot, frozen)
    heatmap = score.weights.weights[1]
    assert {text for _, _, text in heatmap.texts} == {"0"}
    cell = heatmap.cell_rect(1, 1)
    assert pixel(score.weights.canvas, QPointF(cell.left() + 5, cell.top() + 5)) == LIGHT.paper.lower()
    assert pixel(score.weights.canvas, QPointF(cell.left(), cell.top() + 5)) == LIGHT.edge.lower()


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_the_smallest_weight_is_not_the_colour_of_zero(qtbot: QtBot, palette: Palette) -> None:
    frame = run_frame(layers=explicit([[1e-300, 0], [-1e-300, 5], [0, 0], [0, 0]]))
    score = shown_score(qtbot, frame)
    COLOURS.use(palette)
    heatmap = score.weights.weights[1]
    colors = [
        pixel(score.weights.canvas, heatmap.cell_rect(j, 0).topLeft() + QPointF(4, 4)) for j in (0, 1, 2)
    ]
    assert colors[2] == palette.paper.lower()
    assert len({*colors, QColor(palette.neutral).name()}) == 4


def test_only_zeros_say_zero(qtbot: QtBot) -> None:
    frame = run_frame(layers=explicit([[1e-300, 0], [-1e-12, 5], [0, 0], [0, 0]]))
    score = shown_score(qtbot, frame)
    texts = {(j, k): text for j, k, text in score.weights.weights[1].texts}
    assert {place for place, text in texts.items() if text == "0"} == {(0, 1), (2, 0), (2, 1), (3, 0), (3, 1)}
    assert texts[0, 0].endswith("e−300")


def test_text_shrinks_to_its_cell() -> None:
    rooms = (9, 6, 5, 4, 3)
    assert [cell_text(-0.052345, room) for room in rooms] == ["−0.0523", "−0.052", "−.052", "−.05", ""]
    assert [cell_text(10.56, room) for room in (4, 3, 2)] == ["10.6", "11", "11"]
    assert [cell_text(-12_345.6, room) for room in (9, 4.5)] == ["−12346", "−1e4"]
    assert [cell_text(-3e-12, room) for room in (9, 6, 4.5)] == ["−3.00e−12", "−3e−12", "≈0"]
    assert [cell_text(0.0, room) for room in (9, 4.5, 1)] == ["0", "0", "0"]


@pytest.mark.parametrize("size", [(34, 16), (34, 12), (40, 16), (60, 24)])
def test_a_cell_of_34_by_16_has_its_digits(
    heatmap: Callable[..., tuple[Canvas, Heatmap]], size: tuple[int, int]
) -> None:
    """What it says is the number, rounded to the digits that are written."""
    drawn = np.random.RandomState(1).randn(6, 5)
    values = drawn * 10.0 ** np.arange(-2, 4).reshape(6, 1)
    _, made = heatmap(values, size)
    texts = {(row, column): text for row, column, text in made.texts}
    assert texts.keys() == {(row, column) for row in range(6) for column in range(5)}
    for place, text in texts.items():
        if text == "≈0":
            assert abs(values[place]) < 0.001
            continue
        written = text.replace("−", "-")
        mantissa = written.partition("e")[0].lstrip("-").replace(".", "").lstrip("0")
        rounding = 0.5 * 10.0 ** (1 - len(mantissa))  # of the first digit, at most
        assert float(written) == pytest.approx(values[place], rel=rounding * 1.001), text


@pytest.fixture
def heatmap(qtbot: QtBot) -> Callable[..., tuple[Canvas, Heatmap]]:
    def make(
        values: np.ndarray, cell: tuple[int, int], drawn: tuple[int, int] | None = None
    ) -> tuple[Canvas, Heatmap]:
        score = ScoreView()
        qtbot.addWidget(score)
        canvas = Canvas(score)
        made = Heatmap(canvas)
        made.place(10, 10, cell, drawn or values.shape)
        made.show(values, 1.0, CellColors(LIGHT), Fonts(score.font()))
        canvas.resize(400, 300)
        canvas.keep = score  # the parent lives as long as its canvas
        return canvas, made

    return make


def test_nonsense_is_hatched_with_its_word(heatmap: Callable[..., tuple[Canvas, Heatmap]]) -> None:
    values = np.array([[np.nan, np.inf], [-np.inf, 0.5]])
    canvas, made = heatmap(values, (60, 24))
    assert [text for _, _, text in made.texts] == ["nan", "inf", "−inf", "0.500"]
    image = canvas.viewport().grab().toImage()
    corner = {image.pixelColor(12 + i, 12 + i).name() for i in range(8)}
    corner |= {image.pixelColor(12 + i, 12).name() for i in range(8)}
    assert LIGHT.edge.lower() in corner
    assert LIGHT.paper.lower() in corner


def test_a_wide_matrix_is_pooled_by_its_largest_weights(
    heatmap: Callable[..., tuple[Canvas, Heatmap]],
) -> None:
    values = np.random.RandomState(0).randn(512, 512) * 0.01
    values[100, 300] = -1.0
    _, made = heatmap(values, (3, 3), (30, 100))
    assert made.pooled
    assert np.array_equal(made.values, values)
    indices = np.asarray(made.image.image)
    assert indices.shape == (30, 100)
    assert indices.min() == 2
    assert np.argwhere(indices == 2).tolist() == [[100 * 30 // 512, 300 * 100 // 512]]
    # the pointer finds the very weight
    where = made.cell_rect(100, 300)
    assert made.cell_at(where.center()) == (100, 300)


def test_every_cell_is_found_where_it_is_drawn(heatmap: Callable[..., tuple[Canvas, Heatmap]]) -> None:
    _, made = heatmap(np.ones((3, 4)), (20, 10))
    for j in range(3):
        for k in range(4):
            assert made.cell_at(made.cell_rect(j, k).center()) == (j, k)
    assert made.cell_at(QPointF(5, 5)) is None


def test_all_512_units_are_there(qtbot: QtBot) -> None:
    frame = run_frame(hidden=((512, "tanh"), (512, "tanh")), weights=WeightInit(scheme="he"))
    score = shown_score(qtbot, frame)
    heatmap = score.weights.weights[2]
    assert heatmap.values.shape == (512, 512)
    assert heatmap.pooled
    # an average would be far paler than the largest of some 50 weights
    share = np.abs(np.asarray(heatmap.image.image).astype(int) - 128.5) / 127
    assert share.mean() > 1.5 * np.abs(heatmap.values).mean() / frame.weight_scale


def test_twins_share_a_bracket_and_a_letter(qtbot: QtBot, frozen: Frame) -> None:
    score = shown_score(qtbot, frozen)
    bracket = score.weights.brackets.brackets[0]
    rect = score.weights.weights[1].rect
    assert bracket.top == pytest.approx(rect.top(), abs=2)
    assert bracket.bottom == pytest.approx(rect.bottom(), abs=3)
    assert [text.text for text in score.weights.letters if text.text] == ["A"]


def test_alternating_twins_have_their_letter_on_every_row(qtbot: QtBot) -> None:
    frame = run_frame(layers=explicit([[1, 2], [2, 1], [1, 2], [2, 1]], [[0.5, -0.5, 0.5, -0.5]]))
    score = shown_score(qtbot, frame)
    letters = sorted((text.item.pos().y(), text.text) for text in score.weights.letters if text.text)
    assert [letter for _, letter in letters] == ["A", "B", "A", "B"]


def test_a_click_selects_and_a_second_edits(qtbot: QtBot, healthy: Frame) -> None:
    score = shown_score(qtbot, healthy)
    view = score.weights
    place = view.weights[1].cell_rect(2, 1).center().toPoint()
    with qtbot.waitSignal(score.selected) as chosen:
        qtbot.mouseClick(view.canvas.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args == [Selection(1, 2, 1)]
    with qtbot.waitSignal(score.editRequested) as wanted:
        qtbot.mouseDClick(view.canvas.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert wanted.args == [Selection(1, 2, 1)]
    bias = view.biases[2].cell_rect(0, 0).center().toPoint()
    with qtbot.waitSignal(score.selected) as chosen:
        qtbot.mouseClick(view.canvas.viewport(), Qt.MouseButton.LeftButton, pos=bias)
    assert chosen.args == [Selection(2, 0, -1)]


def test_the_pointer_is_told_once_a_cell(qtbot: QtBot, healthy: Frame) -> None:
    score = shown_score(qtbot, healthy)
    said: list[Selection | None] = []
    score.hovered.connect(said.append)
    rect = score.weights.weights[1].cell_rect(0, 0)
    for offset in (QPoint(3, 3), QPoint(6, 6), QPoint(9, 5)):
        qtbot.mouseMove(score.weights.canvas.viewport(), rect.topLeft().toPoint() + offset)
    assert said == [Selection(1, 0, 0)]


def test_arrows_walk_through_all_parameters(qtbot: QtBot, healthy: Frame) -> None:
    score = shown_score(qtbot, healthy)
    score.weights.setFocus()
    walk = [press(qtbot, score, Qt.Key.Key_Right) for _ in range(9)]
    assert walk[:4] == [Selection(1, 0, 0), Selection(1, 0, 1), Selection(1, 0, -1), Selection(2, 0, 0)]
    assert walk[-3:] == [Selection(2, 0, 3), Selection(2, 0, -1), Selection(2, 0, -1)]
    back = [press(qtbot, score, Qt.Key.Key_Left) for _ in range(6)]
    assert back[-2:] == [Selection(1, 0, -1), Selection(1, 0, 1)]
    down = [press(qtbot, score, Qt.Key.Key_Down) for _ in range(4)]
    assert down[-2:] == [Selection(1, 3, 1), Selection(1, 3, 1)]
    assert press(qtbot, score, Qt.Key.Key_Up) == Selection(1, 2, 1)


def test_f2_asks_to_edit_the_selected_parameter(qtbot: QtBot, healthy: Frame) -> None:
    score = shown_score(qtbot, healthy)
    score.show_selection(Selection(1, 1, -1), None)
    with qtbot.waitSignal(score.editRequested) as wanted:
        qtbot.keyClick(score.weights.canvas, Qt.Key.Key_F2)
    assert wanted.args == [Selection(1, 1, -1)]


def test_keys_that_mean_nothing_here_go_on_to_the_window(qtbot: QtBot, healthy: Frame) -> None:
    score = shown_score(qtbot, healthy)
    said: list[object] = []
    score.selected.connect(said.append)
    qtbot.keyClick(score.weights.canvas, Qt.Key.Key_Space)
    assert said == []


def test_the_selected_cell_is_framed(qtbot: QtBot, healthy: Frame) -> None:
    score = shown_score(qtbot, healthy)
    score.show_selection(Selection(1, 1, 0), Selection(1, 2))
    marks = score.weights.marks
    heatmap = score.weights.weights[1]
    assert marks.cell == heatmap.cell_rect(1, 0)
    assert marks.lit == [
        heatmap.row_rect(2),
        score.weights.biases[1].row_rect(2),
        score.weights.weights[2].column_rect(2),
    ]
    score.show_selection(Selection(1, 1), None)
    assert marks.cell is None
    assert len(marks.thin) == 3


def test_nothing_is_repainted_while_nothing_changes(qtbot: QtBot) -> None:
    run = RecordedRun(experiment())
    run.advance(1)
    score = shown_score(qtbot, run.frame(), (804, 700))
    settle()
    changed: list[object] = []
    for row in score.rows:
        row.canvas.scene().changed.connect(changed.append)
    run.advance(50)
    score.show_frame(run.frame())
    settle()
    assert [regions for regions in changed if regions] == []
    items = [len(row.canvas.items()) for row in score.rows]
    for _ in range(3):
        run.advance(1)
        score.show_frame(run.frame())
    assert [len(row.canvas.items()) for row in score.rows] == items


@pytest.mark.parametrize("value", [0.125, 0.0], ids=["number", "zero"])
def test_digits_stand_whole_or_not_at_all(
    heatmap: Callable[..., tuple[Canvas, Heatmap]], value: float
) -> None:
    inked: dict[int, int] = {}
    for height in range(6, 25):
        canvas, made = heatmap(np.full((3, 1), value), (50, height))
        if made.texts:
            image = canvas.viewport().grab().toImage()
            rim = 0 if value else 1
            cell = made.cell_rect(1, 0).adjusted(3, rim, -3, -1 - rim).toRect()
            rows = [
                {image.pixelColor(x, y).name() for x in range(cell.left(), cell.right())}
                for y in range(cell.top(), cell.bottom() + 1)
            ]
            inked[height] = sum(len(colors) > 1 for colors in rows)
    assert len(set(inked.values())) == 1, inked
    assert sorted(inked) == list(range(min(inked), 25))
    assert 6 < min(inked) <= 12


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
def test_cells_end_at_their_lines_on_any_screen(
    heatmap: Callable[..., tuple[Canvas, Heatmap]], ratio: float
) -> None:
    canvas, made = heatmap(np.full((4, 5), 1.0), (31, 17))
    picture = QImage(round(400 * ratio), round(300 * ratio), QImage.Format.Format_RGB32)
    picture.setDevicePixelRatio(ratio)
    picture.fill(QColor(LIGHT.paper))
    painter = QPainter(picture)
    canvas.scene().render(painter, QRectF(0, 0, 400, 300), QRectF(0, 0, 400, 300))
    painter.end()
    cell = made.cell_rect(1, 1).center() * ratio
    across = [picture.pixelColor(x, round(cell.y())).name() for x in range(picture.width())]
    down = [picture.pixelColor(round(cell.x()), y).name() for y in range(picture.height())]
    for line, cells in ((across, 5), (down, 4)):
        begun = [k for k in range(1, len(line)) if line[k] != LIGHT.paper.lower() == line[k - 1]]
        assert len(begun) == cells, line[:200]


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_the_focus_of_the_keys_is_a_line_of_ink_around_the_row(qtbot: QtBot, palette: Palette) -> None:
    score = shown_score(qtbot, run_frame())
    COLOURS.use(palette)
    canvas = score.weights.canvas

    def inked() -> int:
        """Pixels of ink down the middle of the left rim."""
        image = canvas.grab().toImage()
        middle = canvas.height() // 2
        return sum(
            image.pixelColor(x, middle).name() == QColor(palette.ink).name().lower() for x in range(12)
        )

    assert inked() == 0
    QApplication.sendEvent(canvas, QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.TabFocusReason))
    assert canvas.key_focus
    assert inked() >= 2
