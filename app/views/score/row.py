"""A row of the score: one question asked of every layer, drawn in the columns all rows share."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import QEvent, QPointF, QRectF
from PySide6.QtGui import QHelpEvent, QResizeEvent
from PySide6.QtWidgets import QToolTip, QVBoxLayout, QWidget

from app.look.layouts import filled
from app.look.others_words import literal
from app.look.theme import Palette, colours
from app.runtime.selection import Selection
from app.views.base.frame_view import FrameView
from app.views.base.spot import Spot
from app.views.painting.canvas import LEFT, Canvas, CanvasText
from app.views.painting.canvas_fonts import Fonts
from app.views.painting.columns import Columns
from app.views.painting.texts import parameter_text
from symgui.training.frame import Frame

PADDING = 16.0
"""Between the card's edge and a row's label."""


class ScoreRow(FrameView):
    """A canvas whose columns come from outside, so that all rows agree.

    A subclass overrides `place` (geometry, after a change of size, columns or network), `fill` (the
    numbers of a frame), `mark` (selection and hover), `selection_at` and `describe`.

    Attributes
    ----------
    canvas : Canvas
    columns : Columns
        Set by `set_columns`; drawn with the next frame or `refresh`.
    label_text : CanvasText
        The row's name, where it has one and there is room.
    """

    def __init__(self, name: str, label: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.canvas = Canvas(self)
        filled(QVBoxLayout(self), self.canvas, margins=0)
        self.columns = Columns(())
        self.fonts = Fonts(self.font())
        self.canvas.set_unit(self.fonts.unit)
        self._label = label
        self.label_text = CanvasText(self.canvas)
        self._placed: Hashable = None
        self._pointed: Selection | None = None
        self.canvas.pointed.connect(self._point)
        self.canvas.left.connect(self._leave)
        self.canvas.clicked.connect(self._click)
        self.canvas.doubleClicked.connect(self._double_click)
        self.canvas.helpWanted.connect(self._help)

    # What a subclass says

    def place(self, frame: Frame) -> None:
        """Lay out the items; called before `fill` when size, columns, fonts or network changed."""

    def fill(self, frame: Frame | None) -> None:
        """Show the numbers of `frame`, or nothing."""

    def row_name(self, name: str) -> str:
        """What is written at the left of the row: its name, or nothing; a hook."""
        return name

    def draw_selection(self, selection: Selection | None, hover: Selection | None) -> None:
        """Paint what is selected and hovered."""

    def selection_at(self, point: QPointF) -> Selection | None:  # noqa: ARG002
        """What is drawn at `point`."""
        return None

    def describe(self, selection: Selection) -> str:
        """The tool tip of `selection`: its name and value."""
        return parameter_text(self.frame, selection)

    def setAccessibleName(self, name: str) -> None:
        """The canvas goes by it too, as it takes the focus."""
        super().setAccessibleName(name)
        self.canvas.setAccessibleName(name)

    def focus_parts(self) -> tuple[QWidget, ...]:
        """The canvas."""
        return (self.canvas,)

    def spot(self, rect: QRectF) -> Spot:
        """A place in units, as the place on screen that it is."""
        unit = self.canvas.unit
        return self.canvas, QRectF(rect.topLeft() * unit, rect.size() * unit)

    # Drawing

    def set_columns(self, columns: Columns) -> None:
        """Use `columns` from the next drawing on."""
        if columns != self.columns:
            self.columns = columns
            self.invalidate("frame")

    def take_frame(self, frame: Frame | None) -> None:
        """Show `frame` from the next drawing on."""
        self.frame = frame
        self.invalidate("frame")

    @property
    def height_(self) -> float:
        """Height of the canvas, in units."""
        return float(self.canvas.height() / self.canvas.unit)

    @property
    def width_(self) -> float:
        """Width of the canvas, in units."""
        return float(self.canvas.width() / self.canvas.unit)

    def draw_palette(self, palette: Palette) -> None:
        """Colour the sheet and the row's label."""
        self.canvas.setBackground(palette.paper)

    def draw_frame(self, frame: Frame | None) -> None:
        """Lay out if needed, fill in the numbers, and put the marks where they now belong."""
        self.label_text.show(
            self.row_name(self._label), PADDING, 8.0, self.fonts.small, colours().muted, LEFT
        )
        if frame is not None:
            sizes = tuple(layer.W.shape for layer in frame.network.layers)
            key = (self.columns, self.canvas.width(), self.canvas.height(), sizes, self.fonts)
            if key != self._placed:
                self._placed = key
                self.place(frame)
        self.fill(frame)
        self.draw_selection(self.selection, self.hover)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out for the new size with the next drawing: whoever resizes it first sets columns that fit."""
        super().resizeEvent(event)
        self.invalidate("frame")

    def changeEvent(self, event: QEvent) -> None:
        """Measure the new font before everything is drawn anew in it."""
        if event.type() == QEvent.Type.FontChange and hasattr(self, "fonts"):
            self.fonts = Fonts(self.font())
            self.canvas.set_unit(self.fonts.unit)
        super().changeEvent(event)

    # Pointing

    def _point(self, point: QPointF) -> None:
        self._say(self.selection_at(point) if self.frame is not None else None)

    def _leave(self) -> None:
        self._say(None)

    def _say(self, pointed: Selection | None) -> None:
        if pointed != self._pointed:
            self._pointed = pointed
            self.hovered.emit(pointed)

    def _click(self, point: QPointF) -> None:
        chosen = self.selection_at(point) if self.frame is not None else None
        if chosen is not None:
            self.selected.emit(chosen)

    def _double_click(self, point: QPointF) -> None:
        chosen = self.selection_at(point) if self.frame is not None else None
        if chosen is not None and chosen.is_parameter:
            self.editRequested.emit(chosen)

    def _help(self, event: QHelpEvent) -> None:
        here = self.selection_at(QPointF(event.pos()) / self.canvas.unit) if self.frame is not None else None
        if here is None:
            QToolTip.hideText()
        else:
            QToolTip.showText(event.globalPos(), literal(self.describe(here)), self.canvas)
