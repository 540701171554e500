"""The network diagram: a unit as a picture of what it computes, a weight as a curve, twins in one ring."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPainterPath
from PySide6.QtWidgets import QWidget

from app.look.theme import LIGHT, Palette, colours
from app.look.type_sizes import scale_of
from app.runtime.selection import Selection
from app.views.base.spoken import network_sentence
from app.views.base.spot import Spot
from app.views.painting.brackets import LANE, Bracket, contiguous, lanes
from app.views.painting.canvas import CENTER, LEFT, RIGHT, CanvasText
from app.views.painting.columns import Column
from app.views.painting.tiles import MIN_GAP, LayerInk, Tile, UnitInk, badge_rect, tile_rects
from app.views.score.diagram_edges import DiagramEdges
from app.views.score.marks import DiagramMarks
from app.views.score.row import PADDING, ScoreRow
from symgui.figures.colors import ColorTable, tile_indices, tile_table
from symgui.figures.groups import Group, companions, layer_groups
from symgui.figures.units import bias_share, header, layer_size, scale_texts, shown_units, tile_values
from symgui.plain_text import numbers as fmt
from symgui.training.frame import Frame

SHORTEST_NAME = 5
"""Letters of a feature's name that say something; with fewer it is called by its number."""
EDGE_PIECE = 12.0
"""Pixels of an edge that are pointed at when the edge is meant."""
RING_AIR = 3.0
"""Pixels between the two lines of a header that a ring around the lower one takes."""
RING_BELOW = 5.0
"""Pixels between the tiles and two lines of foot that a ring around the tiles takes before an audience."""
GAP_AIR = 12.0
"""Between the place of the lines and the tiles at both of its sides."""
BRACKET_GAP = 9.0
"""Between a tile and its bracket."""


class NetworkView(ScoreRow):
    """Row 1 of the score.

    Attributes
    ----------
    tiles : dict of (int, int) to Tile
        By layer (0 the input) and unit; `.indices` are the colours shown, `.rect` the place.
    edges : DiagramEdges
    texts : dict of (str, int, int) to CanvasText
        What is written, by what it says, layer and number; `text` has the words alone.
    marks : DiagramMarks
        `.lit`, `.framed`: what is pointed at and what is selected.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("network-view", "", parent)
        self.setAccessibleName("Network diagram")
        self.tiles: dict[tuple[int, int], Tile] = {}
        self.edges = DiagramEdges(self.canvas)
        self._ink: dict[int, LayerInk] = {}
        self.texts: dict[tuple[str, int, int], CanvasText] = {}
        self._used: set[tuple[str, int, int]] = set()
        self._table: ColorTable = tile_table(LIGHT)
        self._rects: dict[tuple[int, int], QRectF] = {}
        self._letters: dict[tuple[int, int], str] = {}
        self._foot_lines = 1
        self._beside: dict[int, float] = {}  # where a layer's brackets and their words end
        self.marks = DiagramMarks(self.canvas)
        self.canvas.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, True)

    # Geometry

    @property
    def _top(self) -> float:
        return self._under_title + self.fonts.small_height + 8.0

    @property
    def _under_title(self) -> float:
        """Where the line below a layer's title begins; before an audience there may be a ring around it."""
        air = RING_AIR * scale_of(self) if self.presented else 2.0
        return 10.0 + self.fonts.title_height + air

    @property
    def _bottom(self) -> float:
        air = RING_BELOW * scale_of(self) if self.presented and self._foot_lines > 1 else 0.0
        return self.height_ - self._foot_lines * self.fonts.small_height - 8.0 - air

    def place(self, frame: Frame) -> None:
        """Put a tile for every shown unit, and the curves between neighbouring columns."""
        for tile in self.tiles.values():
            tile.hide()
        self._rects = {}
        self.edges.choose_gaps(frame, self.columns)
        self._foot_lines = 2 if self.edges.left_out else 1
        shown = {column.layer for column in self.columns.visible}
        for column in self.columns.visible:
            units = shown_units(frame, column.layer)
            rects = tile_rects(column, len(units), self._top, self._bottom)
            self._rects |= {(column.layer, unit): rect for unit, rect in zip(units, rects, strict=True)}
        for layer in list(self._ink):
            if layer not in shown:
                self.canvas.scene().removeItem(self._ink.pop(layer))

    def marked_rect(self, layer: int, unit: int | None = None) -> QRectF:
        """A unit's tile with its letter, or all tiles of a layer with all that stands beside them.

        Null if none is in sight.
        """
        whole = QRectF()
        for (at, j), rect in self._rects.items():
            if at != layer or unit not in (None, j):
                continue
            whole = whole.united(rect)
            letter = self._letters.get((at, j), "")
            if letter:
                whole = whole.united(badge_rect(rect, letter, self.fonts))
        if unit is None and not whole.isNull():
            whole.setRight(max(whole.right(), self._beside.get(layer, 0.0)))
        return whole

    def bias_rects(self, layer: int, unit: int | None = None) -> list[QRectF]:
        """The scale of a unit's bias below its tile, or of all units of a layer that have a tile."""
        return [
            QRectF(rect.left(), rect.bottom() + 1.0, rect.width(), MIN_GAP - 2.0)
            for (at, j), rect in self._rects.items()
            if at == layer and unit in (None, j)
        ]

    def edge_rect(self, layer: int, row: int, column: int) -> QRectF:
        """A piece of the curve of one weight, where it is clear of the others; null if it has none."""
        edges = self.edges.by_layer.get(layer)
        index = edges.find(row, column) if edges is not None else None
        if edges is None or index is None:
            return QRectF()
        middle, radius = edges.clearest(index), EDGE_PIECE / 2
        return QRectF(middle.x() - radius, middle.y() - radius, EDGE_PIECE, EDGE_PIECE)

    def effective_rects(self) -> list[QRectF]:
        """Where the hidden layers say how many of their units are effective."""
        frame = self.frame
        hidden = len(frame.symmetry.layers) if frame is not None else 0
        said = {layer: text for (kind, layer, _), text in self.texts.items() if kind == "subtitle"}
        return [text.rect for layer, text in sorted(said.items()) if 1 <= layer <= hidden and text.text]

    def gap_rect(self, layer: int) -> QRectF:
        """Where the weights into `layer` are drawn; null if not both of its ends are in sight."""
        below, above = self.marked_rect(layer - 1), self.marked_rect(layer)
        if below.isNull() or above.isNull():
            return QRectF()
        both, width = below.united(above), above.left() - below.right() - 2 * GAP_AIR
        return QRectF(below.right() + GAP_AIR, both.top(), max(0.0, width), both.height())

    def sentence(self) -> str:
        """The layers, and how many of their units are effective."""
        return network_sentence(self.frame) if self.frame is not None else ""

    # Numbers

    def draw_palette(self, palette: Palette) -> None:
        """Take the colours."""
        super().draw_palette(palette)
        self._table = tile_table(palette)

    def fill(self, frame: Frame | None) -> None:
        """Show headers, tiles, curves and brackets of `frame`."""
        self._used = set()
        if frame is None:
            self._clear()
            self._text("empty", 0, 0)(
                "No network yet: choose data and layers on the left.",
                self.width_ / 2, self.height_ / 2, self.fonts.small, colours().muted, CENTER,
            )  # fmt: skip
        else:
            self._fill_edges(frame)
            for column in self.columns.visible:
                self._fill_header(frame, column)
                self._fill_tiles(frame, column.layer)
                self._fill_ink(frame, column)
                self._fill_foot(frame, column)
        for key in self.texts.keys() - self._used:
            self.texts[key].hide()

    def _clear(self) -> None:
        self._placed = None
        for tile in self.tiles.values():
            tile.hide()
        for item in self._ink.values():
            self.canvas.scene().removeItem(item)
        self._ink.clear()
        self.edges.clear()

    def _text(self, kind: str, layer: int, index: int = 0) -> Callable[..., None]:
        key = (kind, layer, index)
        self._used.add(key)
        if key not in self.texts:
            self.texts[key] = CanvasText(self.canvas)
        return self.texts[key].show

    def text(self, kind: str, layer: int, index: int = 0) -> str:
        """What is written: kind ``"title"``, ``"subtitle"``, ``"bracket"``, ``"scale"``, ``"edges"``."""
        return self.texts[kind, layer, index].text if (kind, layer, index) in self.texts else ""

    def _fill_header(self, frame: Frame, column: Column) -> None:
        strong_width = partial(self.fonts.width, strong=True)
        widths = self.fonts.title_width, self.fonts.width, strong_width
        title, subtitle, problem = header(frame, column.layer, column.width - 6.0, *widths)
        ink, muted = colours().ink, colours().muted
        self._text("title", column.layer)(title, column.center, 10.0, self.fonts.title, ink, CENTER)
        self._text("subtitle", column.layer)(
            subtitle, column.center, self._under_title,
            self.fonts.strong if problem else self.fonts.small, ink if problem else muted, CENTER,
        )  # fmt: skip

    def _fill_tiles(self, frame: Frame, layer: int) -> None:
        pictures, limit = tile_values(frame, layer)
        upright = np.ascontiguousarray(tile_indices(pictures, limit)[:, ::-1])
        for unit, indices in zip(shown_units(frame, layer), upright, strict=True):
            if (layer, unit) not in self.tiles:
                self.tiles[layer, unit] = Tile(self.canvas)
            self.tiles[layer, unit].show(indices, self._table, self._rects[layer, unit])

    def _fill_edges(self, frame: Frame) -> None:
        self.edges.show(frame, self._rects)
        left_out = self.edges.left_out
        if not left_out:
            return
        of = f"{fmt.iteration(self.edges.drawn)} of {fmt.iteration(self.edges.drawn + left_out)} edges;"
        out = fmt.iteration(left_out)
        text = f"{out} edges\nleft out" if self.presented else f"{of}\n{out} left out"  # a narrow column
        y = self.height_ - 2 * self.fonts.small_height - 6.0
        self._text("edges", 0)(text, PADDING, y, self.fonts.small, colours().muted, LEFT)

    def _fill_ink(self, frame: Frame, column: Column) -> None:
        layer = column.layer
        if layer not in self._ink:
            self._ink[layer] = LayerInk(self.canvas)
        found = layer_groups(frame, layer)
        owner = {unit: group for group in found for unit in group.units}
        units = []
        for unit in shown_units(frame, layer):
            rect, group = self._rects[layer, unit], owner.get(unit)
            self._letters[layer, unit] = group.letter if group else ""
            place = (rect.x(), rect.y(), rect.width(), rect.height())
            units.append(
                UnitInk(
                    rect=place,
                    letter=group.letter if group else "",
                    exact=group is None or group.kind == "twins",
                    bias=bias_share(frame, layer, unit),
                    bad=self.tiles[layer, unit].bad,
                )
            )
        brackets = self._fill_brackets(frame, column, found)
        bounds = QRectF(column.left, self._top - 6.0, column.width, self._bottom - self._top + 12.0)
        self._ink[layer].display(tuple(units), brackets, self.fonts, bounds)

    def _fill_brackets(self, frame: Frame, column: Column, found: tuple[Group, ...]) -> tuple[Bracket, ...]:
        """Brackets of the groups, each in the first lane that is free there, as many as the column holds."""
        layer, units = column.layer, shown_units(frame, column.layer)
        if layer and not found and len(units) < layer_size(frame, layer):
            found = (Group("", units, "units"),)
        members = [[self._rects[layer, unit] for unit in units if unit in group.units] for group in found]
        seen = [(group, rects) for group, rects in zip(found, members, strict=True) if rects]
        spans = [(rects[0].top() + 2.0, rects[-1].bottom() - 2.0) for _, rects in seen]
        chosen = lanes(spans)
        brackets, free = [], -math.inf
        for (group, rects), (top, bottom), lane in zip(seen, spans, chosen, strict=True):
            x = rects[0].right() + BRACKET_GAP
            if x + LANE * lane > column.right - 4.0:
                continue
            ticks = () if contiguous(group.units, units) else tuple(rect.center().y() for rect in rects)
            label = None
            if top - 2.0 >= free:
                right = x + LANE * max(chosen) + 6.0
                label = self._fill_bracket_label(frame, column, group, right, top - 2.0)
                free = label.bottom() if label is not None else free
            brackets.append(Bracket(x + LANE * lane, top, bottom, ticks, label=label))
        ends = [bracket.label.right() if bracket.label else bracket.x for bracket in brackets]
        self._beside[layer] = max(ends, default=0.0)
        return tuple(brackets)

    def _fill_bracket_label(
        self, frame: Frame, column: Column, group: Group, x: float, y: float
    ) -> QRectF | None:
        """Say beside a bracket how many units it holds, in the longest form that fits; where it stands.

        The number alone may reach a little beyond the column, where there are only lines.
        """
        if group.letter:
            texts, font, color = [group.label, str(len(group.units))], self.fonts.strong, colours().ink
        else:
            size = str(layer_size(frame, column.layer))
            texts, font, color = [f"{size} units", size], self.fonts.small, colours().muted
        room = {texts[0]: column.right - x, texts[-1]: column.right - x + GAP_AIR}
        text = next((text for text in room if self.fonts.width(text, strong=True) <= room[text]), "")
        if not text:
            return None
        self._text("bracket", column.layer, group.units[0])(text, x, y, font, color, LEFT)
        return QRectF(x - 3.0, y, self.fonts.width(text, strong=True) + 6.0, self.fonts.small_height)

    def _fill_foot(self, frame: Frame, column: Column) -> None:
        """Print the limit of the tiles' colours, and the names of the inputs beside theirs."""
        muted, small = colours().muted, self.fonts.small
        y = self.height_ - self.fonts.small_height - 5.0
        if column.layer:
            text, ends = scale_texts(frame, column.layer)
            if self.fonts.width(text) > column.width - 8.0:
                text = ends
            self._text("scale", column.layer)(text, column.center, y, small, muted, CENTER)
        else:
            rects = [self._rects[0, unit] for unit in shown_units(frame, 0)]
            pitch = min((b.top() - a.top() for a, b in pairwise(rects)), default=self.fonts.small_height)
            # so that no name covers another
            every = math.ceil(0.85 * self.fonts.small_height / max(1.0, pitch))
            for unit in shown_units(frame, 0)[::every]:
                rect = self._rects[0, unit]
                at = rect.center().y() - self.fonts.small_height / 2
                room = round(rect.left()) - 10
                name = full = frame.data.features[unit]
                if self.fonts.width(full) > room:
                    name = QFontMetrics(small).elidedText(full, Qt.TextElideMode.ElideMiddle, room)
                if name != full and len(name) < SHORTEST_NAME:
                    name = f"x{unit + 1}"
                self._text("feature", 0, unit)(name, rect.left() - 8.0, at, small, colours().ink, RIGHT)
        if self.columns.before and column.layer == self.columns.before + 1:
            self._text("hidden", 0)("⋯", column.left, self._middle, self.fonts.title, muted, CENTER)
        if self.columns.after and column.layer == self.columns.last:
            self._text("hidden", 1)("⋯", column.left, self._middle, self.fonts.title, muted, CENTER)

    @property
    def _middle(self) -> float:
        return (self._top + self._bottom - self.fonts.title_height) / 2

    # Pointing

    def spots(self, name: str, at: Selection | None) -> list[Spot]:
        """The place of a unit."""
        return self._marked(at) if at is not None and name[0] == "u" else []

    def spots_instead(self, name: str, at: Selection | None) -> list[Spot]:
        """The places of a layer's units and count; of lines and biases without heatmaps in sight."""
        if at is None:
            return [self.spot(rect) for rect in self.effective_rects()] if name == "effective-units" else []
        if name[0] in "AZ":
            return self._marked(at)
        if name[0] == "b":
            return [self.spot(rect) for rect in self.bias_rects(at.layer, at.row)]
        if name[0] != "W":
            return []
        one = at.row is not None and at.column is not None
        rect = self.edge_rect(at.layer, at.row or 0, at.column or 0) if one else self.gap_rect(at.layer)
        return [] if rect.isNull() else [self.spot(rect)]

    def _marked(self, at: Selection) -> list[Spot]:
        rect = self.marked_rect(at.layer, at.row)
        return [] if rect.isNull() else [self.spot(rect)]

    def selection_at(self, point: QPointF) -> Selection | None:
        """A unit's tile, its bias below it, an edge, or a layer's header."""
        for (layer, unit), rect in self._rects.items():
            if rect.contains(point):
                return Selection(layer, unit)
            if layer and rect.adjusted(0, rect.height(), 0, MIN_GAP).contains(point):
                return Selection(layer, unit, -1)
        for layer, edges in self.edges.by_layer.items():
            index = edges.nearest(point)
            if index is not None:
                return Selection(layer, int(edges.rows[index]), int(edges.columns[index]))
        column = self.columns.at(point.x())
        if column is not None and point.y() < self._top:
            return Selection(column.layer)
        return None

    def draw_selection(self, selection: Selection | None, hover: Selection | None) -> None:
        """Light the hovered unit with its twins, frame the selected one, shade the edges."""
        lit: list[QRectF] = []
        frame = self.frame
        if frame is not None and hover is not None and hover.row is not None:
            for unit in companions(frame, hover.layer, hover.row):
                rect = self._rects.get((hover.layer, unit))
                if rect is not None:
                    lit.append(rect)
        framed = None
        if frame is not None and selection is not None and selection.row is not None:
            framed = self._rects.get((selection.layer, selection.row))
        paths = [path for path in map(self._edge_path, (hover, selection)) if path is not None]
        self.marks.display(lit, framed, paths)

    def _edge_path(self, selection: Selection | None) -> QPainterPath | None:
        if selection is None or selection.row is None or selection.column is None or selection.column < 0:
            return None
        edges = self.edges.by_layer.get(selection.layer)
        index = edges.find(selection.row, selection.column) if edges is not None else None
        return edges.curve(index) if edges is not None and index is not None else None
