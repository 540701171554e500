"""The parameters: W[l] beside b[l] under their layer, all on one scale, symmetric around zero and printed."""

from __future__ import annotations

import math
from functools import partial

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.look.theme import LIGHT, Palette, colours
from app.runtime.selection import Selection
from app.views.base.spoken import weights_sentence
from app.views.base.spot import Spot
from app.views.painting.brackets import LANE, Bracket, contiguous, lanes
from app.views.painting.canvas import LEFT, RIGHT, CanvasText
from app.views.painting.columns import Column
from app.views.painting.heatmap_drawing import (
    NARROWEST_BIAS,
    TALLEST_CELL,
    WIDEST_BIAS,
    WIDEST_CELL,
    Heatmap,
    digits_width,
    fit_cells,
)
from app.views.painting.texts import parameter_text
from app.views.score.legend import Legend
from app.views.score.marks import CellMarks, RowBrackets
from app.views.score.matrix_room import spacing
from app.views.score.row import PADDING, ScoreRow
from symgui.figures.colors import CellColors
from symgui.figures.groups import Group, companions, layer_groups
from symgui.training.frame import Frame

NAME_AIR = 10.0
"""Between the row's name and the first title, at least, before an audience."""
LARGER = 1.4
"""How much larger cells may be before an audience."""
STEPS = {
    Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0),
}  # fmt: skip
ENDS = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: -1}
"""The first and the last number of a unit's row: its bias."""
EDIT_KEYS = (Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class WeightsView(ScoreRow):
    """Row 2 of the score; one Tab stop, in which the arrows move the selection.

    Attributes
    ----------
    weights, biases : dict of int to Heatmap
        By layer, for the columns in sight.
    titles : dict of (str, int) to CanvasText
        By ``"W"`` or ``"b"``, and layer.
    brackets : RowBrackets
        `.brackets`: those of twins, beside the rows of W.
    letters : list of CanvasText
        Of the brackets; those that are not needed have no text.
    marks : CellMarks
        `.cell`, `.lit`: what is selected and what is pointed at.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("weights-view", "WEIGHTS", parent)
        self.setAccessibleName("Weights and biases")
        self.weights: dict[int, Heatmap] = {}
        self.biases: dict[int, Heatmap] = {}
        self.titles: dict[tuple[str, int], CanvasText] = {}
        self.letters: list[CanvasText] = []
        self._colors = CellColors(LIGHT)
        self._legend = Legend(self.canvas)
        self.brackets = RowBrackets(self.canvas)
        self.marks = CellMarks(self.canvas)
        self.canvas.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.canvas.own_keys = (*STEPS, *ENDS)
        self.canvas.keyPressed.connect(self._key)
        self.canvas.focusChanged.connect(self._show_focus)
        self.setFocusProxy(self.canvas)

    @property
    def legend(self) -> tuple[str, str, str]:
        """The printed ends and middle of the colour scale."""
        return self._legend.printed

    # Geometry

    def row_name(self, name: str) -> str:
        """The name, but nothing where it would touch the first matrix's title, which says the same."""
        first = self.columns.of(0)
        room = first.width if first is not None else 0.0
        crowded = PADDING + self.fonts.width(name) + NAME_AIR > room
        return "" if self.presented and crowded else name

    def place(self, frame: Frame) -> None:
        """Put the two heatmaps of every column in sight."""
        shown = {column.layer for column in self.columns.visible if column.layer}
        for maps in (self.weights, self.biases):
            for layer in list(maps):
                if layer not in shown:
                    maps.pop(layer).remove(self.canvas)
            for layer in shown - maps.keys():
                maps[layer] = Heatmap(self.canvas)
        for layer in {layer for _, layer in self.titles} - shown:
            self.titles["W", layer].hide()
            self.titles["b", layer].hide()
        for column in self.columns.visible:
            if column.layer:
                self._place_layer(frame, column)
        self.brackets.set_bounds(QRectF(0.0, 0.0, self.width_, self.height_))
        self.marks.set_bounds(QRectF(0.0, 0.0, self.width_, self.height_))

    def _place_layer(self, frame: Frame, column: Column) -> None:
        rows, inputs = frame.network.layers[column.layer - 1].W.shape
        scale = self.fonts.scale * (LARGER if self.presented else 1.0)
        name = 0 if column.narrow else math.ceil(self.fonts.title_width(f"b[{column.layer}]"))
        digits = digits_width(self.fonts)
        margin, letters, gap = spacing(column, rows, (inputs + 1) * digits, name + inputs * digits)
        room = math.floor(column.width - 2 * margin - letters - gap)
        beside = room - inputs * digits
        share = beside if beside >= max(name, NARROWEST_BIAS) else room // (inputs + 1)
        bias = max(NARROWEST_BIAS, min(max(round(WIDEST_BIAS * scale), digits), share))
        width, drawn_columns = fit_cells(
            room - max(bias, name), inputs, max(round(WIDEST_CELL * scale), digits)
        )
        title = self.fonts.title_height + 2.0
        height, drawn_rows = fit_cells(
            math.floor(self.height_ - 14.0 - title), rows, round(TALLEST_CELL * scale)
        )
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
        l, ink, fonts = column.layer, colours().ink, self.fonts
        w_name, b_name = f"W[{l}]", f"b[{l}]"
        font, width = fonts.title, fonts.title_width
        if column.narrow or width(w_name) > b_left - column.left - 6.0:
            font, width = fonts.strong, partial(fonts.width, strong=True)
        if width(w_name) > b_left - left - 2.0:
            left = column.left + 4.0
        if width(w_name) > b_left - left - 2.0:
            w_name = "W"
        if b_left + width(b_name) > column.right:
            b_name = "b"
        self._title("W", l).show(w_name, left, top, font, ink, LEFT)
        self._title("b", l).show(b_name, b_left, top, font, ink, LEFT)

    def named_rect(self, kind: str, layer: int) -> QRectF | None:
        """A heatmap (``"W"`` or ``"b"``) with its name above it; None if the layer is not in sight."""
        heatmap = (self.biases if kind == "b" else self.weights).get(layer)
        if heatmap is None:
            return None
        return heatmap.rect.united(self._title(kind, layer).rect)

    def _title(self, kind: str, layer: int) -> CanvasText:
        if (kind, layer) not in self.titles:
            self.titles[kind, layer] = CanvasText(self.canvas)
        return self.titles[kind, layer]

    def sentence(self) -> str:
        """The parameter that is selected, then all of them."""
        if self.frame is None:
            return ""
        chosen = self.selection
        here = chosen is not None and chosen.is_parameter and self._cell_rect(chosen) is not None
        said = weights_sentence(self.frame)
        return f"{parameter_text(self.frame, chosen)}; {said}" if chosen is not None and here else said

    # Numbers

    def draw_palette(self, palette: Palette) -> None:
        """Take the colours."""
        super().draw_palette(palette)
        self._colors = CellColors(palette)
        self._placed = None  # the titles take the new ink

    def fill(self, frame: Frame | None) -> None:
        """Colour every cell, and bracket the rows of equal units."""
        if frame is None:
            self._clear()
            return
        limit = frame.weight_scale
        for layer, heatmap in self.weights.items():
            state = frame.network.layers[layer - 1]
            heatmap.show(state.W, limit, self._colors, self.fonts)
            self.biases[layer].show(state.b, limit, self._colors, self.fonts)
        inputs = self.columns.of(0)
        if inputs is not None:
            self._legend.show(inputs, limit, self._colors.table, self)
        self._fill_brackets(frame)

    def _clear(self) -> None:
        self._placed = None
        for maps in (self.weights, self.biases):
            while maps:
                maps.popitem()[1].remove(self.canvas)
        for text in (*self.titles.values(), *self.letters):
            text.hide()
        self.brackets.display(())
        self._legend.hide()

    def _fill_brackets(self, frame: Frame) -> None:
        """Mark the rows of equal units: a bracket a group, or, where groups alternate, a letter a row."""
        brackets: list[Bracket] = []
        letters: list[tuple[str, float, float]] = []
        for column in self.columns.visible:
            found = layer_groups(frame, column.layer)
            if not found:
                continue
            heatmap = self.weights[column.layer]
            x = heatmap.rect.left() - 7.0
            middle = self.fonts.small_height / 2
            alternate = not all(contiguous(g.units, range(g.units[0], g.units[-1] + 1)) for g in found)
            if alternate and heatmap.cell_rect(0, 0).height() >= self.fonts.small_height - 2.0:
                letters += [
                    (group.letter, x + 2.0, heatmap.row_rect(unit).center().y() - middle)
                    for group in found
                    for unit in group.units
                ]
                continue
            brackets += row_brackets(heatmap, found, x, column.left + 1.0)
            if not column.narrow and not alternate:
                letters += [
                    (group.letter, x - 4.0, (bracket.top + bracket.bottom) / 2 - middle)
                    for group, bracket in zip(found, brackets[-len(found) :], strict=True)
                ]
        self.brackets.display(tuple(brackets))
        self._fill_letters(letters)

    def _fill_letters(self, letters: list[tuple[str, float, float]]) -> None:
        """Write (letter, right end, top), leaving out what would overlap the one above."""
        used, last_x, free = 0, math.nan, -math.inf
        for letter, x, y in sorted(letters, key=lambda entry: entry[1:]):
            if x == last_x and y < free:
                continue
            if used == len(self.letters):
                self.letters.append(CanvasText(self.canvas))
            self.letters[used].show(letter, x, y, self.fonts.strong, colours().ink, RIGHT)
            used, last_x, free = used + 1, x, y + self.fonts.small_height - 2.0
        for text in self.letters[used:]:
            text.hide()

    # Pointing

    def spots(self, name: str, at: Selection | None) -> list[Spot]:
        """A cell, a whole matrix, or a unit's row of both matrix and biases."""
        if at is None or name[0] not in "Wbu":
            return []
        if at.row is None:
            named = self.named_rect(name[0], at.layer)
            return [] if named is None else [self.spot(named)]
        if at.column is None:
            maps = [maps[at.layer] for maps in (self.weights, self.biases) if at.layer in maps]
            return [self.spot(each.row_rect(at.row)) for each in maps]
        cells = (self.biases if at.column < 0 else self.weights).get(at.layer)
        return [] if cells is None else [self.spot(cells.cell_rect(at.row, max(at.column, 0)))]

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

    def draw_selection(self, selection: Selection | None, hover: Selection | None) -> None:
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
        self.marks.display(cell, thin, lit, focused=self.canvas.key_focus)

    def _unit_rects(self, layer: int, unit: int, *, outgoing: bool) -> list[QRectF]:
        """Row `unit` of W[layer] and b[layer], and its column of W[layer + 1]."""
        here = [maps[layer] for maps in (self.weights, self.biases) if layer in maps]
        rects = [heatmap.row_rect(unit) for heatmap in here if unit < len(heatmap.values)]
        if outgoing and layer + 1 in self.weights:
            rects.append(self.weights[layer + 1].column_rect(unit))
        return rects

    def selected_rect(self) -> QRectF | None:
        """Where the selected weight or bias is drawn; None if it is not."""
        return self._cell_rect(self.selection) if self.selection is not None else None

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
            self.draw_selection(self.selection, self.hover)

    def _key(self, event: QKeyEvent) -> None:
        if self.frame is None:
            return
        here = self.selection
        key = Qt.Key(event.key())
        if key in STEPS:
            self.selected.emit(self._beside(here, *STEPS[key]))
            event.accept()
        elif key in ENDS:
            start = self._beside(here, 0, 0)
            self.selected.emit(Selection(start.layer, start.row, ENDS[key]))
            event.accept()
        elif key in EDIT_KEYS and here is not None and here.is_parameter:
            self.editRequested.emit(here)
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


def row_brackets(heatmap: Heatmap, found: tuple[Group, ...], x: float, least: float) -> list[Bracket]:
    """Brackets on the left of the rows of each group, the first lane at `x`, none left of `least`."""
    rects = [[heatmap.row_rect(group.units[i]) for i in (0, -1)] for group in found]
    spans = [(first.top() + 1.0, last.bottom() - 2.0) for first, last in rects]
    brackets = []
    for group, (top, bottom), lane in zip(found, spans, lanes(spans), strict=True):
        apart = not contiguous(group.units, range(group.units[0], group.units[-1] + 1))
        members = tuple(heatmap.row_rect(unit).center().y() for unit in group.units) if apart else ()
        brackets.append(Bracket(max(x - LANE * lane, least), top, bottom, members, toward=1.0))
    return brackets
