"""The lanes of a race beside each other: of each its head, and below it its column."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from app.look.type_sizes import small_font
from app.views.painting.canvas import Canvas
from app.views.race.lane_column import Colours, LaneColumn, Scales
from app.views.race.lane_head import LaneHead
from app.views.race.lane_numbers import fit_numbers
from app.views.race.layout import RaceLayout
from app.views.race.plane_drawing import Overlay
from app.views.race.tiles_drawing import RimPictures
from symgui.figures.shares import highest_share, top_share
from symgui.figures.units import tile_name, tile_values
from symgui.training.frame import Frame
from symgui.training.lanes import FEWEST, Lane
from symgui.training.race import RaceFrame


class RaceLanes(QObject):
    """Makes heads and columns for the lanes there are, places them, and gives them their frames.

    Attributes
    ----------
    heads : list of LaneHead
    columns : list of LaneColumn
    """

    opened = Signal(str)
    editRequested = Signal(str)
    removed = Signal(str)
    pointed = Signal(object)
    """The index of the lane whose head is pointed at, or None."""

    def __init__(self, view: QWidget, canvas: Canvas) -> None:
        super().__init__(view)
        self._view, self._canvas = view, canvas
        self._overlay, self._rims = Overlay(), RimPictures()
        self.heads: list[LaneHead] = []
        self.columns: list[LaneColumn] = []

    def make(self, lanes: Sequence[Lane]) -> bool:
        """Have a head and a column of each; returns whether they are others than before."""
        same = [head.lane for head in self.heads] == list(lanes)
        if not same:
            for head in self.heads:
                head.hide()
                head.deleteLater()
            self.heads[:] = [self._make_head(index, lane) for index, lane in enumerate(lanes)]
        while len(self.columns) > len(lanes):
            self.columns.pop().remove()
        while len(self.columns) < len(lanes):
            self.columns.append(LaneColumn(self._canvas, self._overlay, self._rims))
        return not same

    def _make_head(self, index: int, lane: Lane) -> LaneHead:
        head = LaneHead(index, lane, self._view)
        head.opened.connect(self.opened)
        head.editRequested.connect(self.editRequested)
        head.removed.connect(self.removed)
        head.pointed.connect(self._point)
        head.setFont(self._view.font())
        head.recolour()
        head.show()
        return head

    def dress(self, *, editable: bool, brief: bool, small_captions: bool) -> None:
        """Show the heads with or without their buttons, as before an audience or not."""
        for head in self.heads:
            head.set_editable(editable, len(self.heads) > FEWEST)
            head.set_brief(brief, small_caption=small_captions)

    def place(self, layout: RaceLayout, top: int) -> None:
        """Lay all out; the canvas of the columns begins at `top`."""
        padding = round(layout.padding)
        for i, (head, column, box) in enumerate(zip(self.heads, self.columns, layout.lanes, strict=True)):
            inner = round(box.width) - 2 * padding
            head.setGeometry(round(box.left) + padding, top + padding, inner, math.ceil(layout.head))
            head.raise_()
            column.place(layout, i, small_font(self._view))

    def show_planes(self, race: RaceFrame) -> None:
        """Show the answers over the plane of the inputs."""
        for column, frame in zip(self.columns, race.frames, strict=True):
            column.plane.display(frame)

    def show_numbers(self, race: RaceFrame, colours: Colours) -> None:
        """Show verdicts and numbers, in all lanes alike, so that no lane looks less than another."""
        fit = fit_numbers(race.frames, [each.room_for_numbers for each in self.columns], colours.fonts)
        for head, column, frame in zip(self.heads, self.columns, race.frames, strict=True):
            head.show_frame(frame)
            column.show_numbers(frame, fit, colours)

    def show_layer(self, race: RaceFrame, layer: int, colours: Colours, *, same_scale: bool) -> None:
        """Show units, weights and activations of a layer, on one scale or each lane on its own."""
        scales = _scales(race, layer, same_scale=same_scale)
        for column, frame, own in zip(self.columns, race.frames, scales, strict=True):
            column.show_layer(frame, layer, own, colours)

    @Slot(bool)
    def _point(self, here: bool) -> None:
        head = self.sender()
        self.pointed.emit(self.heads.index(head) if here and head in self.heads else None)


def _scales(race: RaceFrame, layer: int, *, same_scale: bool) -> list[Scales]:
    """Where each lane's scales end; where all share one, quantities of one name do."""
    own = [_own_scales(frame, layer) for frame in race.frames]
    names = [name for name, _ in own] if same_scale else [lane.letter for lane in race.lanes]
    largest: dict[str, Scales] = {}
    for name, (_, scales) in zip(names, own, strict=True):
        largest[name] = Scales(*map(max, scales, largest.get(name, scales)))
    if same_scale:
        largest = {name: scales._replace(weights=race.weight_scale) for name, scales in largest.items()}
    return [largest[name] for name in names]


def _own_scales(frame: Frame, layer: int) -> tuple[str, Scales]:
    """What the tiles of a layer show, and where the scales of this lane alone would end."""
    if layer > len(frame.network.layers):
        return "", Scales(frame.weight_scale, 1.0, 0.0)
    top = top_share(highest_share(frame.pictures[layer - 1].activations))
    return tile_name(frame, layer), Scales(frame.weight_scale, tile_values(frame, layer)[1], top)
