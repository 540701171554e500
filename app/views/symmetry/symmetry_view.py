"""The symmetry of the network: effective units by layer, angles between units, saturation, and its growth."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from app.look.layouts import filled
from app.look.text_scale import text_px
from app.look.theme import Palette
from app.look.type_sizes import scale_of, scaled
from app.runtime.selection import Selection
from app.views.base.abilities import ShowsLess
from app.views.base.spoken import symmetry_sentence
from app.views.base.throttled_view import ThrottledView
from app.views.symmetry.cosines import Cosines
from app.views.symmetry.growth import Growth
from app.views.symmetry.layer_table import LayerTable
from app.views.symmetry.saturation import Saturation
from symgui.training.frame import Frame

GROWTH_FROM = 740
"""Pixels of width from which all four parts stand side by side."""
SATURATION_FROM = 560
ALONE_FROM = (240, 360)
"""The same before an audience, where the table stands above the pictures."""
RANK, SPREAD = 4, 3
"""Columns that go where there is little room."""
MOST_OF_TABLE, MOST_ABOVE_ONE = 0.45, 0.55
"""Of the height before an audience, at most, for the table, and above one picture alone."""
EMPTY = "Run or step the network: its symmetry is measured on every frame."
NO_HIDDEN = "No hidden layer: there are no units that could be alike."


class SymmetryView(ThrottledView, ShowsLess):
    """What is symmetric in the network, for the selected layer or else for the first hidden one.

    Attributes
    ----------
    table : LayerTable
        ``table.layers`` is its model.
    cosines : Cosines
    saturation : Saturation
    growth : Growth
    layer : int
        l of the layer shown.
    note : QLabel
        What is said in place of the table.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("symmetry-view", parent)
        self.setAccessibleName("Symmetry of the layers")
        self.layer = 1
        self.note = QLabel(wordWrap=True)
        self.table = LayerTable()
        self.cosines, self.saturation, self.growth = Cosines(), Saturation(), Growth()
        self._row = filled(
            QHBoxLayout(self),
            (self.note, 8),
            (self.table, 8),
            (self.cosines, 4),
            (self.saturation, 4),
            (self.growth, 4),
        )
        self._make_room()
        self.table.chosen.connect(self._choose)

    def present(self) -> None:
        """The table above the three pictures: there is no tab to share with."""
        super().present()
        self._row.setDirection(QHBoxLayout.Direction.TopToBottom)
        pictures = QHBoxLayout()
        for part, share in ((self.cosines, 4), (self.saturation, 3), (self.growth, 5)):
            self._row.removeWidget(part)
            pictures.addWidget(part, share)
        self._row.addLayout(pictures, 1)

    def _make_room(self) -> None:
        self._row.setContentsMargins(*(scaled(self, side) for side in (14, 10, 14, 10)))
        self._row.setSpacing(scaled(self, 18))
        if self.presented:
            self._row.setContentsMargins(0, 0, 0, 0)
            self.table.setMinimumWidth(0)
            self.setMinimumSize(0, 0)
            return
        self.table.setMinimumWidth(text_px(230))
        # narrower than its parts together: some are left out
        self.setMinimumSize(scaled(self, 240), scaled(self, 100))

    def sentence(self) -> str:
        """How many units count, and which act as one."""
        return symmetry_sentence(self.frame) if self.frame is not None else ""

    def draw_palette(self, palette: Palette) -> None:
        """Recolour all parts."""
        self._make_room()
        self.note.setStyleSheet(f"color: {palette.muted}; background: transparent;")
        self.table.recolour(palette)
        self.cosines.recolour()
        for part in (self.cosines, self.saturation, self.growth):
            part.update()

    def draw_numbers(self, frame: Frame | None) -> None:
        """Show the layer's numbers."""
        hidden = len(frame.symmetry.layers) if frame is not None else 0
        self.note.setText("" if hidden else NO_HIDDEN if frame is not None else EMPTY)
        self.note.setVisible(not hidden)
        self.table.setVisible(bool(hidden))
        self.cosines.setVisible(bool(hidden))
        self._show_parts()
        self.layer = _shown_layer(self.selection, frame, self.layer)
        state = frame.network.layers[self.layer - 1] if frame is not None else None
        self.table.show_frame(frame, self.layer)
        self.cosines.show_layer(state if hidden else None)
        self.saturation.show_layer(state, frame.run if frame is not None else -1)
        self.growth.show_layer(frame, min(self.layer, hidden))  # the output's units are not to be alike

    def draw_selection(self, _selection: Selection | None, _hover: Selection | None) -> None:
        """Follow the selected layer."""
        if _shown_layer(self.selection, self.frame, self.layer) != self.layer:
            self.redraw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what has no room."""
        super().resizeEvent(event)
        self._show_parts()

    def _show_parts(self) -> None:
        hidden = self.frame is not None and bool(self.frame.symmetry.layers)
        room = self.width() / scale_of(self)
        least = ALONE_FROM if self.presented else (text_px(SATURATION_FROM), text_px(GROWTH_FROM))
        self.saturation.setVisible(self.frame is not None and room >= least[0])
        if self.presented:
            most = MOST_OF_TABLE if room >= least[0] else MOST_ABOVE_ONE
            self.table.setFixedHeight(min(self.table.whole_height(), round(most * self.height())))
        self.growth.setVisible(hidden and room >= least[1])
        self.table.setColumnHidden(RANK, self.presented and room < ALONE_FROM[1])
        self.table.setColumnHidden(SPREAD, self.presented and room < ALONE_FROM[0])

    def overflows(self) -> bool:
        """Whether a row of the table is cut."""
        self._show_parts()  # the type may be another one since
        return self.table.isVisible() and self.table.maximumHeight() < self.table.whole_height()

    @Slot(int)
    def _choose(self, layer: int) -> None:
        self.selected.emit(Selection(layer))
        self.layer = layer
        if self.selection is None or self.selection.layer != layer:
            self.selection = Selection(layer)
        self.redraw()


def _shown_layer(selection: Selection | None, frame: Frame | None, now: int) -> int:
    """The selected layer if it has units of its own; else the one shown now, if it is still there."""
    if frame is None:
        return 1
    layers = len(frame.network.layers)
    if selection is not None and 1 <= selection.layer <= layers:
        return selection.layer
    return now if now <= max(1, len(frame.symmetry.layers)) else 1
