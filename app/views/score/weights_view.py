"""The parameters: W[l] beside b[l] under their layer, all on one scale, symmetric around zero and printed."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from app.format import limit as limit_text
from app.theme import LIGHT, Palette
from app.views.score.brackets import LANE, Bracket, contiguous, lanes
from app.views.score.canvas import CENTER, LEFT, RIGHT, Canvas, Drawing, Text
from app.views.score.colors import NEGATIVE_END, POSITIVE_END, ColorTable, cell_table, mixed
from app.views.score.columns import Column
from app.views.score.groups import companions, layer_groups
from app.views.score.heatmap import DIGITS_FROM, SMALLEST_CELL, Heatmap
from app.views.score.image import IndexImage
from app.views.score.row import PADDING, Row
from app.views.selection import Selection
from symgui.training.frame import Frame

WIDEST_CELL = 54
TALLEST_CELL = 24
WIDEST_BIAS = 46
NARROWEST_BIAS = 8
GAP = 15
"""Between W and b."""
LETTER_ROOM = 24.0
"""On the left of W, for the twins' brackets and letters."""
MOST_DIGITS = 16
"""More numbers in a row than this are not given room for their digits."""
STEPS = {
    Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0),
}  # fmt: skip
EDIT_KEYS = (Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class WeightsView(Row):
    """Row 2 of the score; one Tab stop, in which the arrows move the selection.

    Attributes
    ----------
    weights, biases : dict of int to Heatmap
        By layer, for the columns in sight.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("weights-view", "WEIGHTS", parent)
        self.setAccessibleName("Weights and biases")
        self.weights: dict[int, Heatmap] = {}
        self.biases: dict[int, Heatmap] = {}
        self._titles: dict[tuple[str, int], Text] = {}
        self._letters: list[Text] = []
        self._table: ColorTable = cell_table(LIGHT)
        self._legend = Legend(self.canvas)
        self._brackets = RowBrackets(self.canvas)
        self._marks = CellMarks(self.canvas)
        self.canvas.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.canvas.key_pressed.connect(self._key)
        self.canvas.focus_changed.connect(self._show_focus)
        self.setFocusProxy(self.canvas)

    def heatmap(self, layer: int) -> Heatmap:
        """W[layer]; a KeyError if its column is out of sight."""
        return self.weights[layer]

    def bias_heatmap(self, layer: int) -> Heatmap:
        """b[layer]; a KeyError if its column is out of sight."""
        return self.biases[layer]

    @property
    def legend(self) -> tuple[str, str, str]:
        """The printed ends and middle of the colour scale."""
        return self._legend.printed

    # Geometry

    def place(self, frame: Frame) -> None:
        """Put the two heatmaps of every column in sight."""
        shown = {column.layer for column in self.columns.visible if column.layer}
        for maps in (self.weights, self.biases):
            for layer in list(maps):
                if layer not in shown:
                    maps.pop(layer).remove(self.canvas)
            for layer in shown - maps.keys():
                maps[layer] = Heatmap(self.canvas)
                maps[layer].recolor(self.palette_)
        for layer in {layer for _, layer in self._titles} - shown:
            self._titles["W", layer].hide()
            self._titles["b", layer].hide()
        for column in self.columns.visible:
            if column.layer:
                self._place_layer(frame, column)
        self._brackets.set_bounds(QRectF(0.0, 0.0, self.width_, self.height_))
        self._marks.set_bounds(QRectF(0.0, 0.0, self.width_, self.height_))

    def _place_layer(self, frame: Frame, column: Column) -> None:
        rows, inputs = frame.network.layers[column.layer - 1].W.shape
        margin = 4.0 if column.narrow else 8.0
        letters = 8.0 if column.narrow else LETTER_ROOM
        gap = 5 if column.narrow else GAP
        room = math.floor(column.width - 2 * margin - letters - gap)
        bias = max(NARROWEST_BIAS, min(WIDEST_BIAS, room // (inputs + 1)))
        name = 0 if column.narrow else math.ceil(self.fonts.title_width(f"b[{column.layer}]"))
        width, drawn_columns = _fit(room - max(bias, name), inputs, WIDEST_CELL)
        title = self.fonts.title_height + 2.0
        height, drawn_rows = _fit(math.floor(self.height_ - 14.0 - title), rows, TALLEST_CELL)
        total = drawn_columns * width + gap + max(bias, name)
        left = round(column.left + margin + letters + (room + gap - total) / 2)
        if not column.narrow:
            left -= round(letters / 2)
        top = round((self.height_ - title - drawn_rows * height) / 2 + title)
        self.weights[column.layer].place(left, top, (width, height), (drawn_rows, drawn_columns))
        b_left = left + drawn_columns * width + gap
        self.biases[column.layer].place(b_left, top, (bias, height), (drawn_rows, 1))
        self._place_titles(column, left, b_left, top - title)

    def _place_titles(self, column: Column, left: float, b_left: float, top: float) -> None:
        l, ink = column.layer, self.palette_.ink
        font = self.fonts.strong if column.narrow else self.fonts.title
        w_name, b_name = f"W[{l}]", f"b[{l}]"
        if self.fonts.width(w_name, strong=True) > b_left - left - 2.0:
            left = column.left + 4.0
        if b_left + self.fonts.width(b_name, strong=True) > column.right:
            b_name = "b"
        self._title("W", l).show(w_name, left, top, font, ink, LEFT)
        self._title("b", l).show(b_name, b_left, top, font, ink, LEFT)

    def _title(self, kind: str, layer: int) -> Text:
        if (kind, layer) not in self._titles:
            self._titles[kind, layer] = Text(self.canvas)
        return self._titles[kind, layer]

    # Numbers

    def draw_palette(self, palette: Palette) -> None:
        """Take the colours."""
        super().draw_palette(palette)
        self._table = cell_table(palette)
        self._placed = None  # the titles take the new ink
        for heatmap in (*self.weights.values(), *self.biases.values()):
            heatmap.recolor(palette)
        for item in (self._legend, self._brackets, self._marks):
            item.recolor(palette)

    def fill(self, frame: Frame | None) -> None:
        """Colour every cell, and bracket the rows of equal units."""
        if frame is None:
            self._clear()
            return
        limit = frame.weight_scale
        for layer, heatmap in self.weights.items():
            state = frame.network.layers[layer - 1]
            heatmap.show(state.W, limit, self._table, self.fonts)
            self.biases[layer].show(state.b, limit, self._table, self.fonts)
        inputs = self.columns.of(0)
        if inputs is not None:
            self._legend.show(inputs, self.height_, limit, self._table, self)
        self._fill_brackets(frame)

    def _clear(self) -> None:
        self._placed = None
        for maps in (self.weights, self.biases):
            while maps:
                maps.popitem()[1].remove(self.canvas)
        for text in (*self._titles.values(), *self._letters):
            text.hide()
        self._brackets.display(())
        self._legend.hide()

    def _fill_brackets(self, frame: Frame) -> None:
        brackets, used = [], 0
        for column in self.columns.visible:
            found = layer_groups(frame, column.layer)
            if not found:
                continue
            heatmap = self.weights[column.layer]
            rects = [[heatmap.row_rect(group.units[i]) for i in (0, -1)] for group in found]
            spans = [(first.top() + 1.0, last.bottom() - 2.0) for first, last in rects]
            lowest = -math.inf
            for group, (top, bottom), lane in zip(found, spans, lanes(spans), strict=True):
                x = heatmap.rect.left() - 7.0 - LANE * lane
                if x < column.left + 1.0:
                    continue
                apart = not contiguous(group.units, range(group.units[0], group.units[-1] + 1))
                members = (heatmap.row_rect(unit).center().y() for unit in group.units) if apart else ()
                brackets.append(Bracket(x, top, bottom, tuple(members), toward=1.0))
                y = (top + bottom - self.fonts.small_height) / 2
                if lane == 0 and y >= lowest and not column.narrow:
                    if used == len(self._letters):
                        self._letters.append(Text(self.canvas))
                    self._letters[used].show(
                        group.letter, x - 4.0, y, self.fonts.strong, self.palette_.ink, RIGHT
                    )
                    used += 1
                    lowest = y + self.fonts.small_height
        for text in self._letters[used:]:
            text.hide()
        self._brackets.display(tuple(brackets))

    # Pointing

    def selection_at(self, point: QPointF) -> Selection | None:
        """The parameter under `point`; beside the cells, the layer."""
        for layer, heatmap in self.weights.items():
            cell = heatmap.cell_at(point)
            if cell is not None:
                return Selection(layer, *cell)
            cell = self.biases[layer].cell_at(point)
            if cell is not None:
                return Selection(layer, cell[0], -1)
        column = self.columns.at(point.x())
        return Selection(column.layer) if column is not None and column.layer else None

    def mark(self, selection: Selection | None, hover: Selection | None) -> None:
        """Frame the selected cell (or its unit's row and column), light the rows of hovered twins."""
        frame = self.frame
        lit: list[QRectF] = []
        thin: list[QRectF] = []
        cell: QRectF | None = None
        if frame is not None and hover is not None and hover.row is not None:
            whole = hover.column is None
            for unit in companions(frame, hover.layer, hover.row):
                lit += self._unit_rects(hover.layer, unit, outgoing=whole)
        if frame is not None and selection is not None and selection.row is not None:
            cell = self._cell_rect(selection)
            if selection.column is None:
                thin = self._unit_rects(selection.layer, selection.row, outgoing=True)
        self._marks.display(cell, thin, lit, focused=self.canvas.key_focus)

    def _unit_rects(self, layer: int, unit: int, *, outgoing: bool) -> list[QRectF]:
        """Row `unit` of W[layer] and b[layer], and its column of W[layer + 1]."""
        here = [maps[layer] for maps in (self.weights, self.biases) if layer in maps]
        rects = [heatmap.row_rect(unit) for heatmap in here if unit < len(heatmap.values)]
        if outgoing and layer + 1 in self.weights:
            rects.append(self.weights[layer + 1].column_rect(unit))
        return rects

    def _cell_rect(self, selection: Selection) -> QRectF | None:
        row, column, layer = selection.row, selection.column, selection.layer
        if row is None or column is None or layer not in self.weights:
            return None
        heatmap = self.biases[layer] if column < 0 else self.weights[layer]
        rows, columns = heatmap.values.shape
        if row >= rows or column >= columns:
            return None
        return heatmap.cell_rect(row, max(column, 0))

    # Keys

    def _show_focus(self) -> None:
        if self.isVisible():
            self.mark(self.selection, self.hover)

    def _key(self, event: QKeyEvent) -> None:
        if self.frame is None:
            return
        here = self.selection
        key = Qt.Key(event.key())
        if key in STEPS:
            self.selected.emit(self._beside(here, *STEPS[key]))
            event.accept()
        elif key in EDIT_KEYS and here is not None and here.is_parameter:
            self.edit_requested.emit(here)
            event.accept()

    def _beside(self, here: Selection | None, down: int, right: int) -> Selection:
        """The parameter next to `here`; past b[l] follows W[l + 1], past the ends nothing changes."""
        assert self.frame is not None
        layers = self.frame.network.layers
        if here is None or here.row is None or not 1 <= here.layer <= len(layers):
            layer = min(max(here.layer, 1), len(layers)) if here is not None else 1
            return Selection(layer, 0, 0)
        layer, rows, inputs = here.layer, *layers[here.layer - 1].W.shape
        place = inputs if here.column is not None and here.column < 0 else here.column or 0
        row = min(max(here.row + down, 0), rows - 1)
        place += right
        if place < 0 and layer > 1:
            layer -= 1
            rows, inputs = layers[layer - 1].W.shape
            place = inputs
        elif place > inputs and layer < len(layers):
            layer += 1
            rows, inputs = layers[layer - 1].W.shape
            place = 0
        place = min(max(place, 0), inputs)
        return Selection(layer, min(row, rows - 1), -1 if place == inputs else place)


def needed_width(inputs: int) -> float:
    """Pixels a column needs to write the digits of n_in + 1 numbers in a row; what it can use if many."""
    cells = (inputs + 1) * (DIGITS_FROM + 1)
    if inputs > MOST_DIGITS:
        cells = (inputs + 1) * 2 * SMALLEST_CELL + WIDEST_BIAS
    return cells + GAP + LETTER_ROOM + 20.0


def _fit(room: int, count: int, largest: int) -> tuple[int, int]:
    """Pixels of a cell and number of drawn cells so that `count` numbers take at most `room` pixels."""
    size = min(largest, room // count)
    if size >= SMALLEST_CELL:
        return size, count
    return SMALLEST_CELL, max(1, min(count, room // SMALLEST_CELL))


class Legend:
    """The colour scale: a bar from −limit over a hollow zero to +limit, its ends printed."""

    WIDTH, HEIGHT, ZERO_WIDTH = 112.0, 8.0, 8.0

    def __init__(self, canvas: Canvas) -> None:
        self._halves = [IndexImage(canvas, z=1.0) for _ in range(2)]
        middle = (NEGATIVE_END + POSITIVE_END) // 2
        self._ranges = (np.arange(NEGATIVE_END, middle + 1), np.arange(middle + 1, POSITIVE_END + 1))
        self._texts = [Text(canvas) for _ in range(3)]
        self._zero = HollowZero(canvas)
        self._shown: tuple[object, ...] = ()
        self.printed = ("", "", "")

    def show(self, column: Column, height: float, limit: float, table: ColorTable, row: Row) -> None:
        """Draw it in the input's column."""
        shown = (column, height, limit, id(table), row.fonts)
        if shown == self._shown:
            return
        self._shown = shown
        width = min(self.WIDTH, column.width - PADDING - 8.0)
        left = column.left + min(PADDING + 8.0, (column.width - width) / 2)
        top = round(min(30.0, max(26.0, 0.28 * height)))
        half = (width - self.ZERO_WIDTH) / 2
        for item, indices, x in zip(
            self._halves, self._ranges, (left, left + half + self.ZERO_WIDTH), strict=True
        ):
            item.display(indices[None].astype(np.uint8), table)
            item.setRect(QRectF(x, top, half, self.HEIGHT))
            item.setVisible(True)
        self._zero.set_bounds(QRectF(left + half, top, self.ZERO_WIDTH, self.HEIGHT))
        self._zero.setVisible(True)
        end = limit_text(limit)
        self.printed = (f"−{end}", "0", f"+{end}")
        if row.fonts.width("".join(self.printed)) + 12.0 > width:
            self.printed = (f"−{end}", "", f"+{end}")
        y = top + self.HEIGHT + 4.0
        places = ((left, LEFT), (left + width / 2, CENTER), (left + width, RIGHT))
        for text, words, (x, anchor) in zip(self._texts, self.printed, places, strict=True):
            text.show(words, x, y, row.fonts.small, row.palette_.muted, anchor)

    def recolor(self, palette: Palette) -> None:
        """Take the rim's colour; the bar follows with the next `show`."""
        self._zero.recolor(palette)
        self._shown = ()

    def hide(self) -> None:
        """Take it away."""
        self._shown = ()
        self.printed = ("", "", "")
        for half in self._halves:
            half.setVisible(False)
        self._zero.setVisible(False)
        for text in self._texts:
            text.hide()


class HollowZero(Drawing):
    """The middle of the legend: an exact zero, as in a cell."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas, z=3.0)

    def draw(self, painter: QPainter) -> None:
        """A rim."""
        painter.setPen(QPen(QColor(self.palette.edge), 1.0))
        painter.drawRect(self.boundingRect().adjusted(1.5, 0.5, -1.5, -0.5))


class RowBrackets(Drawing):
    """The brackets on the left of the heatmaps."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas, z=3.0)
        self.brackets: tuple[Bracket, ...] = ()

    def display(self, brackets: tuple[Bracket, ...]) -> None:
        """Repaint if something differs."""
        if brackets != self.brackets:
            self.brackets = brackets
            self.update()

    def draw(self, painter: QPainter) -> None:
        """Lines."""
        painter.setPen(QPen(QColor(self.palette.ink), 1.4))
        for bracket in self.brackets:
            painter.drawPath(bracket.path())


class CellMarks(Drawing):
    """The selected cell, the selected unit's row and column, the rows of hovered twins, the focus."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas, z=6.0)
        self.cell: QRectF | None = None
        self.thin: list[QRectF] = []
        self.lit: list[QRectF] = []
        self.focused = False

    def display(self, cell: QRectF | None, thin: list[QRectF], lit: list[QRectF], *, focused: bool) -> None:
        """Repaint if something differs."""
        if (cell, thin, lit, focused) != (self.cell, self.thin, self.lit, self.focused):
            self.cell, self.thin, self.lit, self.focused = cell, thin, lit, focused
            self.update()

    def draw(self, painter: QPainter) -> None:
        """Light rings below, ink frames above."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(mixed(self.palette.paper, self.palette.ink, 0.45), 2.5))
        for rect in self.lit:
            painter.drawRoundedRect(rect.adjusted(-2.0, -1.5, 1.0, 0.5), 2.0, 2.0)
        ink = QColor(self.palette.ink)
        painter.setPen(QPen(ink, 1.2))
        for rect in self.thin:
            painter.drawRect(rect.adjusted(-1.5, -1.5, 0.5, 0.5))
        if self.cell is not None:
            painter.setPen(QPen(QColor(self.palette.paper), 4.0))
            painter.drawRect(self.cell.adjusted(-1.0, -1.0, 0.0, 0.0))
            painter.setPen(QPen(ink, 2.0))
            painter.drawRect(self.cell.adjusted(-1.0, -1.0, 0.0, 0.0))
        if self.focused:
            painter.setPen(QPen(QColor(self.palette.edge), 1.0, Qt.PenStyle.DotLine))
            painter.drawRect(self.boundingRect().adjusted(3.5, 2.5, -3.5, -2.5))
