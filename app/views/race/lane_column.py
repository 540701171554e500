"""What is drawn of one lane, from the top: boundary, numbers, units, weights, activations."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from app.look.theme import Palette
from app.runtime.selection import Selection
from app.views.painting.bars import Bars
from app.views.painting.canvas import CENTER, LEFT, RIGHT, Canvas, CanvasText, Drawing
from app.views.painting.canvas_fonts import Fonts
from app.views.painting.heatmap_drawing import (
    NARROWEST_BIAS,
    TALLEST_CELL,
    WIDEST_BIAS,
    WIDEST_CELL,
    Heatmap,
    digits_width,
    fit_cells,
)
from app.views.painting.texts import parameter_text, zero_texts
from app.views.painting.tiles import UnitInk
from app.views.race.lane_numbers import BETWEEN, NUMBER_TEXTS, NumbersFit, numbers_tip, place_numbers
from app.views.race.layout import HISTOGRAM, NUMBERS, PLANE, TILES, WEIGHTS, RaceLayout
from app.views.race.plane_drawing import Overlay, PlaneDrawing
from app.views.race.tiles_drawing import RIM, RimPictures, TilesDrawing
from symgui.arrays import FloatArray
from symgui.figures.colors import CellColors, ColorTable
from symgui.figures.groups import layer_groups
from symgui.figures.units import column_of_output, tile_name, tile_values
from symgui.figures.units import shown_units as units_with_tile
from symgui.nn.activations import ACTIVATIONS
from symgui.plain_text.numbers import limit as limit_text
from symgui.training.frame import Frame

RADIUS = 12.0
BETWEEN_TILES = 0.22
"""Of a tile's side."""
TIPS = {
    PLANE: "The network's answer for every input, the line where it is undecided, and the examples;\n"
    "those that no lane is trained on are hollow.",
    TILES: "What each unit of this layer computes over the plane of the inputs, neutral at g(0).\n"
    "A strong rim: this unit is equal to others of its layer.",
    HISTOGRAM: "How the activations of this layer are spread; the hollow bar holds the exact zeros.",
}


class Colours:
    """What all lanes are painted with: palette, tables of colours, type."""

    def __init__(self, palette: Palette, tiles: ColorTable, fonts: Fonts) -> None:
        self.palette = palette
        self.cells = CellColors(palette)
        self.tiles = tiles
        self.fonts = fonts


class Scales(NamedTuple):
    """Where a lane's scales end: ± for weights and tiles, a share of all values for the bars."""

    weights: float
    tiles: float
    top: float


class LaneCard(Drawing):
    """The background of a lane's column."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas, z=-5.0)

    def draw(self, painter: QPainter) -> None:
        """A rounded rectangle."""
        painter.setPen(QPen(QColor(self.palette.line), 1.0))
        painter.setBrush(QColor(self.palette.paper))
        painter.drawRoundedRect(self.boundingRect().adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)


class LaneColumn:
    """A lane's drawings on the canvas of all lanes; made once and given data.

    Attributes
    ----------
    plane : PlaneDrawing
        ``plane.values``, ``plane.line``, ``plane.counts``.
    tiles : TilesDrawing
        ``tiles.indices``, ``tiles.places``, ``tiles.limit``: of the shown units.
    weights, biases : Heatmap
        ``weights.values``, ``weights.levels``, ``weights.texts``.
    bars : Bars
        ``bars.histogram``, ``bars.top``.
    labels : dict of str to CanvasText
        What is written, by name, also what is hidden just now.
    """

    def __init__(self, canvas: Canvas, overlay: Overlay, rims: RimPictures) -> None:
        self._canvas = canvas
        self.card = LaneCard(canvas)
        self.plane = PlaneDrawing(canvas, overlay)
        self.tiles = TilesDrawing(canvas, rims)
        self.weights, self.biases = Heatmap(canvas), Heatmap(canvas)
        self.bars = Bars(canvas)
        self.labels: dict[str, CanvasText] = {}
        self._written: set[str] = set()
        self._rows: dict[str, QRectF] = {}
        self._cells_for: object = None

    def remove(self) -> None:
        """Take everything off the canvas for good."""
        scene = self._canvas.scene()
        for heatmap in (self.weights, self.biases):
            heatmap.remove(self._canvas)
        for item in (self.card, self.plane, self.tiles, self.bars):
            scene.removeItem(item)
        for text in self.labels.values():
            scene.removeItem(text.item)

    def place(self, layout: RaceLayout, index: int, small: QFont) -> None:
        """Lay the drawings into the column `index`."""
        box = layout.lanes[index]
        self.card.set_bounds(QRectF(box.left, box.top, box.width, box.height))
        inner = box.width - 2 * layout.padding
        self._rows = {
            name: QRectF(box.left + layout.padding, top, inner, height)
            for name, (top, height) in layout.rows.items()
        }
        row = self._rows[PLANE]
        side = math.floor(layout.side)
        self.plane.font = small
        self.plane.set_bounds(QRectF(round(row.center().x() - side / 2), row.top(), side, side))
        self._cells_for = None
        if HISTOGRAM in self._rows:
            bars = self._rows[HISTOGRAM]
            line = layout.line
            self.bars.place(QRectF(bars.left(), bars.top(), bars.width(), round(bars.height() - line)))

    @property
    def room_for_numbers(self) -> float:
        """Pixels of width; 0 without a row of numbers."""
        return self._rows[NUMBERS].width() if NUMBERS in self._rows else 0.0

    def show_numbers(self, frame: Frame, fit: NumbersFit, colours: Colours) -> None:
        """Show effective units, accuracy and cost, each over its name."""
        fonts, palette = colours.fonts, colours.palette
        placed = place_numbers(frame, self.room_for_numbers, fit, fonts) if NUMBERS in self._rows else []
        shown = {each.name for each in placed}
        for name in NUMBER_TEXTS & self.labels.keys():
            if name.removesuffix(" label") not in shown:
                self.labels[name].hide()
        font = (fonts.title, fonts.strong)[fit.size] if fit.size < 2 else fonts.small
        for name, text, label, x, anchor in placed:
            row = self._rows[NUMBERS]
            below = row.top() + fonts.title_height
            top = row.top() if font is fonts.title else below - fonts.small_height
            self._write(name, text, row.left() + x, top, font, palette.ink, anchor)
            self._write(f"{name} label", label, row.left() + x, below, fonts.small, palette.muted, anchor)

    def show_layer(self, frame: Frame, layer: int, scales: Scales, colours: Colours) -> None:
        """Show units, weights and activations of layer `layer` on these scales."""
        self._written = set()
        there = layer <= len(frame.network.layers)
        self._show_tiles(frame, layer, scales.tiles, colours, there)
        self._show_weights(frame, layer, scales.weights, colours, there)
        self._show_histogram(frame, layer, scales.top, colours, there)
        if not there:
            self._say_no_layer(layer, colours)
        for name in self.labels.keys() - self._written - NUMBER_TEXTS:
            self.labels[name].hide()

    def text(self, name: str) -> str:
        """What is written.

        ``"effective"``, ``"accuracy"``, ``"cost"``, ``"layer"``, ``"tile limit"``, ``"W"``, ``"b"``,
        ``"weight limit"``, ``"low"``, ``"high"``, ``"A"``, ``"no layer"``.
        """
        return self.labels[name].text if name in self.labels else ""

    def texts(self) -> dict[str, QRectF]:
        """The rectangle of everything that is written, by name."""
        return {
            name: text.item.mapRectToScene(text.item.boundingRect())
            for name, text in self.labels.items()
            if text.text
        }

    def describe(self, frame: Frame, layer: int, point: QPointF) -> str:
        """What lies at `point`, in words; empty if nothing does."""
        name = next((name for name, row in self._rows.items() if row.contains(point)), "")
        there = layer <= len(frame.network.layers)
        if name == NUMBERS:
            return numbers_tip(frame)
        if name == WEIGHTS and there:
            return self._describe_cell(frame, layer, point)
        if name in (TILES, HISTOGRAM) and not there:
            return ""
        return TIPS.get(name, "")

    def _describe_cell(self, frame: Frame, layer: int, point: QPointF) -> str:
        for heatmap, bias in ((self.weights, False), (self.biases, True)):
            cell = heatmap.cell_at(point)
            if cell is not None:
                return parameter_text(frame, Selection(layer, cell[0], -1 if bias else cell[1]))
        return ""

    # Parts

    def _write(
        self, name: str, text: str, x: float, y: float, font: QFont, color: str, anchor: float = LEFT
    ) -> None:
        self._written.add(name)
        if name not in self.labels:
            self.labels[name] = CanvasText(self._canvas)
        self.labels[name].show(text, x, y, font, color, anchor)

    def _show_tiles(self, frame: Frame, layer: int, limit: float, colours: Colours, there: bool) -> None:
        """The layer's name and scale, and below them a picture of each unit."""
        shown = TILES in self._rows and there
        self.tiles.setVisible(shown)
        if not shown:
            return
        fonts, palette, row = colours.fonts, colours.palette, self._rows[TILES]
        values, _ = tile_values(frame, layer)
        scale = f"{tile_name(frame, layer)}: ±{limit_text(limit)}"
        room = row.width() - fonts.width(scale) - BETWEEN * fonts.scale
        title = _fitting(_titles(frame, layer), lambda text: fonts.width(text, strong=True) <= room)
        self._write("layer", title, row.left(), row.top(), fonts.strong, palette.ink)
        self._write("tile limit", scale, row.right(), row.top(), fonts.small, palette.muted, RIGHT)
        area = row.adjusted(0.0, fonts.small_height + 3.0, 0.0, 0.0)
        self.tiles.set_bounds(area.adjusted(-RIM, -RIM, RIM, RIM))
        self.tiles.display(values, limit, colours.tiles, _tile_places(area, len(values)))
        self.tiles.ring(self._rims(frame, layer))

    def _rims(self, frame: Frame, layer: int) -> list[UnitInk]:
        """A strong rim around units that are equal to others."""
        groups = layer_groups(frame, layer)
        rims = []
        for unit, place, bad in zip(
            units_with_tile(frame, layer), self.tiles.places, self.tiles.bad.tolist(), strict=True
        ):
            group = next((group for group in groups if unit in group.units), None)
            rims.append(
                UnitInk(
                    rect=(place.x(), place.y(), place.width(), place.height()),
                    letter=group.letter if group else "",
                    exact=group is None or group.kind == "twins",
                    bad=bad,
                )
            )
        return rims

    def _show_weights(self, frame: Frame, layer: int, limit: float, colours: Colours, there: bool) -> None:
        """W and b on one scale, its limit printed."""
        if WEIGHTS not in self._rows or not there:
            self.weights.hide()
            self.biases.hide()
            return
        state = frame.network.layers[layer - 1]
        fonts, palette, row = colours.fonts, colours.palette, self._rows[WEIGHTS]
        printed = f"±{limit_text(limit)}"
        key = (layer, state.W.shape, len(printed), fonts)
        if key != self._cells_for:
            self._cells_for = key
            self._place_cells(row, state.W, layer, fonts.width(printed), fonts)
        self.weights.show(state.W, limit, colours.cells, fonts)
        self.biases.show(state.b, limit, colours.cells, fonts)
        b_left, top = self.biases.rect.left(), row.top()
        room = row.right() - fonts.width(printed) - b_left - 4.0
        b_name = _fitting((f"b[{layer}]", "b"), lambda text: fonts.width(text, strong=True) <= room)
        self._write("W", f"W[{layer}]", row.left(), top, fonts.strong, palette.ink)
        self._write("b", b_name, b_left, top, fonts.strong, palette.ink)
        self._write("weight limit", printed, row.right(), top, fonts.small, palette.muted, RIGHT)

    def _place_cells(self, row: QRectF, W: FloatArray, layer: int, printed: float, fonts: Fonts) -> None:
        """W on the left, b beside it; the title line above has room for both names and the limit."""
        rows, inputs = W.shape
        scale, gap = fonts.scale, math.ceil(BETWEEN * fonts.scale)
        name = math.ceil(fonts.width(f"W[{layer}]", strong=True))
        title = fonts.small_height + 3.0
        digits = digits_width(fonts)
        bias = min(max(round(WIDEST_BIAS * scale), digits), math.floor(row.width() / (inputs + 1)))
        bias = max(NARROWEST_BIAS, bias)
        # the names and the limit must not touch
        b_name = fonts.width("b", strong=True)
        widest = min(row.width() - gap - bias, row.width() - printed - b_name - gap - 4.0)
        cell = max(round(WIDEST_CELL * scale), digits)
        width, drawn_columns = fit_cells(math.floor(widest), inputs, cell)
        tallest = round(TALLEST_CELL * scale)
        height, drawn_rows = fit_cells(math.floor(row.height() - title), rows, tallest)
        left, top = round(row.left()), round(row.top() + title)
        self.weights.place(left, top, (width, height), (drawn_rows, drawn_columns))
        b_left = left + max(drawn_columns * width, name) + gap
        bias = min(bias, math.floor(row.right() - b_left))
        self.biases.place(b_left, top, (bias, height), (drawn_rows, 1))

    def _show_histogram(self, frame: Frame, layer: int, top: float, colours: Colours, there: bool) -> None:
        """A[l] with the ends of its axis."""
        shown = HISTOGRAM in self._rows and there
        self.bars.setVisible(shown)
        if not shown:
            return
        fonts, palette, row = colours.fonts, colours.palette, self._rows[HISTOGRAM]
        histogram = frame.pictures[layer - 1].activations
        self.bars.display(histogram, top)
        name = f"A[{layer}] = ŷ" if layer == column_of_output(frame) else f"A[{layer}]"
        low, high = limit_text(histogram.low), limit_text(histogram.high)
        room = row.width() - 2 * (max(fonts.width(low), fonts.width(high)) + BETWEEN * fonts.scale)
        # said below the axis: above it are the bars
        named = tuple(f"{name}: {zeros}" for zeros in zero_texts(histogram) if zeros)
        name = _fitting((*named, name), lambda text: fonts.width(text) <= room)
        y, small, muted = self.bars.boundingRect().bottom() + 1.0, fonts.small, palette.muted
        self._write("low", low, row.left(), y, small, muted)
        self._write("high", high, row.right(), y, small, muted, RIGHT)
        self._write("A", name, row.center().x(), y, small, muted, CENTER)

    def _say_no_layer(self, layer: int, colours: Colours) -> None:
        rows = [self._rows[name] for name in (TILES, WEIGHTS, HISTOGRAM) if name in self._rows]
        if rows:
            middle = QPointF(rows[0].center().x(), (rows[0].top() + rows[-1].bottom()) / 2)
            top = middle.y() - colours.fonts.small_height / 2
            self._write(
                "no layer", f"no layer {layer}", middle.x(), top, colours.fonts.small,
                colours.palette.muted, CENTER,
            )  # fmt: skip


def _fitting(wordings: Iterable[str], fits: Callable[[str], bool]) -> str:
    """The first of `wordings` that fits, else the last."""
    wordings = tuple(wordings)
    return next((wording for wording in wordings if fits(wording)), wordings[-1])


def _titles(frame: Frame, layer: int) -> tuple[str, ...]:
    """What the layer is called, from its longest form to its shortest."""
    state = frame.network.layers[layer - 1]
    if layer == column_of_output(frame):
        return (f"output · {state.activation}", "output", f"{layer}")
    label = ACTIVATIONS[state.activation].label
    shown = len(units_with_tile(frame, layer))
    some = f", {shown} of {state.units}" if shown < state.units else ""
    name = f"layer {layer}"
    return (f"{name} · {label}{some}", f"{name}{some}", f"{name} · {label}", name, f"{layer}")


def _tile_places(area: QRectF, count: int) -> list[QRectF]:
    """Squares side by side from the left, as large as there is room for."""
    side = min(area.height() - 4.0, area.width() / (count + BETWEEN_TILES * (count - 1)))
    side = max(1.0, math.floor(side - (2.0 if count > 1 else 0.0)))
    step = round(side * (1 + BETWEEN_TILES))
    left, top = round(area.left()) + 2, round(area.top()) + 2
    return [QRectF(left + i * step, top, side, side) for i in range(count)]
