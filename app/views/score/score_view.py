"""The score: diagram, weights, activations and gradients of one network, aligned layer by layer."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QScrollBar, QToolButton, QWidget

from app.look.theme import Palette, colours
from app.look.type_sizes import scale_of, scaled
from app.runtime.selection import Selection
from app.views.base.abilities import HasParts
from app.views.base.frame_view import FrameView
from app.views.painting.columns import (
    GRADIENTS_FROM,
    LEAST_HEIGHTS,
    MIN_INPUT_WIDTH,
    MIN_WIDTH,
    SHARES,
    Columns,
    arrange,
    arrange_histograms,
    row_heights,
)
from app.views.score.matrix_room import wished_widths
from app.views.score.network_view import NetworkView
from app.views.score.row import PADDING, ScoreRow
from app.views.score.rows_sheet import INSET, SCROLL_BAR, RowsSheet
from app.views.score.spread_view import ActivationsView, GradientsView
from app.views.score.weights_view import LARGER, WeightsView
from symgui.training.frame import Frame

RADIUS = 12.0
WIDE = (MIN_INPUT_WIDTH, MIN_WIDTH)
"""How narrow the columns of input and layer may be."""
BEFORE_AUDIENCE = (WIDE, (68.0, 46.0), (54.0, 44.0))
"""The same before an audience, where nobody scrolls: the first with which all layers are in sight."""
SPREADS = {"activations": 62.0, "gradients": 120.0}
"""The rows that can do without a column of the input, and the narrowest of their own then.

The ends of the activations' axes are short, those of the gradients' may be powers of ten.
"""


class ScoreView(FrameView, HasParts):
    """The card in the middle of the window: a column a layer, a row a question.

    Parameters
    ----------
    parent : QWidget or None
    only : sequence of str
        The rows that there are to be, by the names of the attributes; all of them if empty.

    Attributes
    ----------
    network : NetworkView
    weights : WeightsView
    activations : ActivationsView
    gradients : GradientsView
    columns : Columns
        The layers in sight; the same in every row.
    rows_window : RowsSheet
        Through it the rows are seen.
    gradients_wanted : bool or None
        What `set_gradients_shown` was told last.
    scroll_bar : QScrollBar
        ``score-scroll``: there where not all layers fit.
    """

    gradientsToggled = Signal(bool)
    """A person showed or hid the gradients."""

    def __init__(self, parent: QWidget | None = None, only: Sequence[str] = ()) -> None:
        super().__init__("score", parent)
        self._only = frozenset(only)
        self.setAccessibleName("The network, layer by layer")
        self.rows_window = RowsSheet(self)
        self.rows_window.scrolled.connect(self.update)
        self._sheet = self.rows_window.sheet
        self.network = NetworkView(self._sheet)
        self.weights = WeightsView(self._sheet)
        self.activations = ActivationsView(self._sheet)
        self.gradients = GradientsView(self._sheet)
        self.columns = Columns(())
        self._first = 1
        self._revealed: Selection | None = None
        self.gradients_wanted: bool | None = None
        self._wished: tuple[object, tuple[tuple[float, ...], ...]] = (None, ())
        self._shown_rows = list(self.named_parts().values())
        for row in self.rows:
            row.selected.connect(self.selected)
            row.hovered.connect(self.hovered)
            row.editRequested.connect(self.editRequested)
        self.scroll_bar = self._make_scroll_bar()
        self.gradients_button = self._make_button()
        self.weights.canvas.focusChanged.connect(self._show_focused)

    @property
    def rows(self) -> tuple[ScoreRow, ...]:
        """All four rows, from the top."""
        return (self.network, self.weights, self.activations, self.gradients)

    def named_parts(self) -> dict[str, ScoreRow]:
        """The rows that there are, by the names of their attributes."""
        names = ("network", "weights", "activations", "gradients")
        rows = dict(zip(names, self.rows, strict=True))
        return {name: row for name, row in rows.items() if not self._only or name in self._only}

    def _make_scroll_bar(self) -> QScrollBar:
        bar = QScrollBar(Qt.Orientation.Horizontal, self._sheet)
        bar.setObjectName("score-scroll")
        bar.setAccessibleName("Layers in sight")
        bar.setToolTip("Not all layers fit: scroll to see the others. Input and output stay.")
        bar.valueChanged.connect(self._scroll)
        bar.hide()
        return bar

    def _make_button(self) -> QToolButton:
        button = QToolButton(self._sheet, autoRaise=True)
        button.setObjectName("gradients-toggle")
        button.setCheckable(True)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setToolTip(
            "Show or hide the gradients dW[l] and db[l], which an update multiplies by the learning rate."
        )
        button.clicked.connect(self._toggle)
        return button

    # What is shown

    def present(self) -> None:
        """Leave out the switch of the gradients; make cells larger."""
        super().present()
        for row in self.rows:
            row.present()
        self._lay_out()

    def set_gradients_shown(self, shown: bool | None) -> None:
        """Show or hide the gradients' row; None leaves it to the height there is."""
        self.gradients_wanted = shown
        self._lay_out()

    @property
    def gradients_shown(self) -> bool:
        """Whether the gradients' row is there."""
        if self._only:
            return "gradients" in self._only
        if self.gradients_wanted is not None:
            return self.gradients_wanted
        return self.height() >= GRADIENTS_FROM * scale_of(self)

    def _toggle(self, checked: bool) -> None:
        self.set_gradients_shown(checked)
        self.gradientsToggled.emit(checked)

    def _scroll(self, first: int) -> None:
        if first != self._first:
            self._first = first
            self._arrange()
            for row in self.rows:
                row.refresh()

    def draw_palette(self, palette: Palette) -> None:
        """Recolour the card and its rows."""
        self.gradients_button.setStyleSheet(
            f"QToolButton {{ color: {palette.muted}; border: none; padding: 2px; text-align: left;"
            f" background: transparent }}"
            f"QToolButton:hover, QToolButton:focus {{ color: {palette.ink} }}"
        )
        bars = (
            "QScrollBar:horizontal { background: transparent; border: none; height: 8px; margin: 0 }"
            "QScrollBar:vertical { background: transparent; border: none; width: 8px; margin: 0 }"
            f"QScrollBar::handle {{ background: {palette.line}; border-radius: 4px }}"
            "QScrollBar::handle:horizontal { min-width: 24px }"
            "QScrollBar::handle:vertical { min-height: 24px }"
            f"QScrollBar::handle:hover {{ background: {palette.edge} }}"
            "QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0 }"
            "QScrollBar::add-page, QScrollBar::sub-page { background: transparent }"
        )
        for bar in (self.scroll_bar, self.rows_window.bar):
            bar.setStyleSheet(bars)
        self.update()

    def show_rows(self, frame: Frame, rows: Sequence[ScoreRow]) -> None:
        """Show a later frame of the run in some rows; the others keep theirs until it is their turn."""
        self.frame = frame
        if self.isVisible():
            self.attempt(lambda: self._draw_rows(frame, rows))
        else:
            self.invalidate("frame")

    def draw_frame(self, frame: Frame | None) -> None:
        """Hand the frame to the rows in sight."""
        self._draw_rows(frame, self.rows)

    def _draw_rows(self, frame: Frame | None, rows: Sequence[ScoreRow]) -> None:
        for row in rows:
            row.take_frame(frame)
        self._arrange()  # which may resize the rows, and so draw them
        for row in rows:
            row.refresh()

    def draw_selection(self, selection: Selection | None, hover: Selection | None) -> None:
        """Make room for the selected layer, and mark it."""
        self._arrange(reveal=selection != self._revealed)
        self._revealed = selection
        for row in self.rows:
            row.show_selection(selection, hover)
            row.refresh()
        if self.weights.canvas.key_focus:
            self.show_selected()

    # Geometry

    def _arrange(self, *, reveal: bool = False) -> None:
        """Share the width among the columns, and tell all rows.

        With `reveal` the selected layer is scrolled into sight; later a person may scroll it out again.
        """
        frame = self.frame
        if frame is None:
            return
        self.columns = self._columns(frame, reveal=reveal)
        layers = len(frame.network.layers)
        for row in self.rows:
            if row.frame is None or len(row.frame.network.layers) != layers:
                row.take_frame(frame)  # before the columns of another network
            row.set_columns(self.columns)
        self._show_scroll_bar()

    def _columns(self, frame: Frame, *, reveal: bool) -> Columns:
        layers = len(frame.network.layers)
        width = self._shown_rows[0].width() / scale_of(self)
        if self.presented and self._only and self._only <= SPREADS.keys():
            alone = arrange_histograms(width, layers, max(SPREADS[name] for name in self._only))
            if alone is not None:
                return alone
        selected = self.selection.layer if self.selection is not None else 0
        wishes: tuple[tuple[float, ...], ...] = ()
        if self.weights in self._shown_rows:  # only weights wish for more than others
            wishes = self._wishes(tuple(layer.W.shape[1] for layer in frame.network.layers))
        narrow = BEFORE_AUDIENCE if self.presented else (WIDE,)
        fitting = [each for each in narrow if each[0] + layers * each[1] <= width]
        least = fitting[0] if fitting else narrow[len(narrow) // 2]
        return arrange(width, layers, selected, wishes, self._first, reveal=reveal, least=least)

    def _wishes(self, inputs: tuple[int, ...]) -> tuple[tuple[float, ...], ...]:
        """What the columns of layers of so many inputs would like to have."""
        key = (inputs, self.weights.fonts, self.presented)
        if key != self._wished[0]:
            larger = LARGER if self.presented else 1.0
            self._wished = key, wished_widths(inputs, self.weights.fonts, larger)
        return self._wished[1]

    def _show_scroll_bar(self) -> None:
        out = self.columns.before + self.columns.after
        bar = self.scroll_bar
        self._first = self.columns.before + 1
        bar.blockSignals(True)
        bar.setRange(1, 1 + out)
        bar.setPageStep(max(1, len(self.columns.visible) - 2))
        bar.setValue(self._first)
        bar.blockSignals(False)
        if bar.isVisibleTo(self._sheet) != bool(out):
            bar.setVisible(bool(out))
            self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the height among the rows."""
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        shown = self.gradients_shown
        height = self.height() - 2 * INSET
        scale = scale_of(self)
        if self._only or self.presented:
            sizes = self._chosen_heights(height)
        else:
            least = sum(LEAST_HEIGHTS if shown else LEAST_HEIGHTS[:3])
            sizes = [round(scale * size) for size in row_heights(max(height / scale, least), shown)]
        self.rows_window.fit(self.width(), height, sum(sizes), scaled(self, SCROLL_BAR))
        self._size_button(shown)
        self._place_rows(sizes)
        if self.isVisible():
            self._arrange()
            for row in self.rows:
                row.refresh()
        self.update()

    def _place_rows(self, sizes: Sequence[int]) -> None:
        """Put the rows below each other."""
        width = self._sheet.width()
        strip = scaled(self, SCROLL_BAR) if self.scroll_bar.isVisibleTo(self._sheet) else 0
        side = scaled(self, PADDING)
        top = 0
        for row, size in zip(self.rows, sizes, strict=True):
            below = strip if row is self._shown_rows[0] else 0
            row.setVisible(bool(size))
            if size:
                # a pixel above each row is left for the line between them
                row.setGeometry(0, top + 1, width, max(1, size - 1 - below))
            top += size
            if row is self._shown_rows[0]:
                self.scroll_bar.setGeometry(side, top - strip, width - 2 * side, strip)
        button = self.gradients_button
        button.move(scaled(self, PADDING) - 1, self._sheet.height() - button.height())
        button.raise_()

    def show_selected(self) -> None:
        """Scroll to the selected weight or bias, and to as much of its row as there is room for."""
        cell = self.weights.selected_rect()
        if cell is not None:
            self.rows_window.show_place(self.weights, QRectF(self.weights.rect()))
            unit = self.weights.canvas.unit
            self.rows_window.show_place(
                self.weights.canvas, QRectF(cell.topLeft() * unit, cell.size() * unit)
            )

    @Slot()
    def _show_focused(self) -> None:
        """Bring the row into sight that the keyboard has come to."""
        if self.weights.canvas.key_focus:
            self.rows_window.show_place(self.weights, QRectF(self.weights.rect()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll, where not all rows fit."""
        if self.rows_window.bar.isVisible():
            QApplication.sendEvent(self.rows_window.bar, event)
        else:
            super().wheelEvent(event)

    def _chosen_heights(self, height: int) -> list[int]:
        """Share the height among the rows that are shown, as all four would share it."""
        shown = self._shown_rows if self._only else self.rows[:3]
        shares = [share if row in shown else 0.0 for row, share in zip(self.rows, SHARES, strict=True)]
        edges = [round(height * sum(shares[:i]) / sum(shares)) for i in range(len(shares) + 1)]
        return [below - above for above, below in pairwise(edges)]

    def _size_button(self, shown: bool) -> None:
        button = self.gradients_button
        button.setVisible(not self._only and not self.presented)
        button.setChecked(shown)
        button.setText("− gradients" if shown else "+ gradients")
        font = QFont(self.network.fonts.small)
        font.setPixelSize(scaled(self, font.pixelSize()))
        button.setFont(font)
        button.resize(button.sizeHint())

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "gradients_button"):
            self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """The card and the lines between its rows."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours().paper if self.presented else colours().line), 1.0))
        painter.setBrush(QColor(colours().paper))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        for row in self.rows[1:]:
            above = self._sheet.y() + row.y() - 1
            if row.isVisible() and row.y() > 1 and 0 < above < self.rows_window.height():
                painter.fillRect(1, INSET + above, self.width() - 2, 1, QColor(colours().line))
