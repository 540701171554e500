"""Every weight, bias and gradient as a number: to read, copy, edit and paste."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QModelIndex, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemDelegate, QLabel, QVBoxLayout, QWidget

from app.look.layouts import filled
from app.look.style_sheet import tabular
from app.look.theme import Palette
from app.look.type_sizes import scaled
from app.runtime.selection import Selection
from app.views.base.abilities import ShowsLess
from app.views.base.spoken import weights_sentence
from app.views.base.throttled_view import ThrottledView
from app.views.values.model import LayerNumbers
from app.views.values.number_table import NumberTable
from app.views.values.paste_choice import PasteChoice
from app.views.values.paste_place import fits, place_for
from app.views.values.value_bar import ValueBar
from app.views.values.values_style import values_style
from symgui.arrays import FloatArray
from symgui.experiment import parameter_name
from symgui.nn.state import LayerState
from symgui.plain_text import Reading, as_csv, as_numpy, as_text, readings
from symgui.training.frame import Frame

ROW_HEIGHT = 23
"""Pixels of a row of the table, for the usual type."""
COLUMN_WIDTH = 94
"""Pixels of a column, likewise."""
FEWER_DIGITS = 3
"""Significant ones before an audience."""
WIDEST = "−0.0123"
"""What a column has room for before an audience."""
MOST_LEFT_OUT = 2
"""Steps in which the view gives up something for want of room before an audience."""
NOTE_MILLISECONDS = 8000
"""After which a note gives way to the hint."""
EMPTY = "Run or step the network: its numbers stand here."
HINT = "Double-click or F2 edits a number. Ctrl+C copies, Ctrl+V pastes a matrix."


class ValuesView(ThrottledView, ShowsLess):
    """One layer's W and b, or their gradients, as a table.

    While a number is being typed the table keeps still.

    Attributes
    ----------
    bar : ValueBar
        Layer, parameters or gradients, copy and paste.
    table : NumberTable
        ``values-table``.
    numbers : LayerNumbers
        Its model.
    choice : PasteChoice
        In the place of the table while a pasted text may mean several things.
    note : QLabel
        A hint, or why something was not taken.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("values-view", parent)
        self.setAccessibleName("Weights, biases and gradients as numbers")
        self._names: tuple[str, ...] = ()
        self._left_out = 0  # before an audience, for want of room
        self.bar = ValueBar(self)
        for text, write in (
            ("As text (tabs)", self.copy_text),
            ("As NumPy", self.copy_numpy),
            ("As CSV", self.copy_csv),
        ):
            self.bar.add_copy(text).triggered.connect(write)
        self.note = QLabel(HINT, textFormat=Qt.TextFormat.PlainText)
        self.choice = PasteChoice()
        self.table = NumberTable()
        self.numbers = LayerNumbers()
        self.table.setModel(self.numbers)
        self._until = QTimer(self, singleShot=True)
        self._make_layout()
        self._connect()

    # ---- building --------------------------------------------------------------------------------

    def _make_room(self) -> None:
        """Give rows, columns and fields the room that the type needs."""
        self.table.setFont(tabular(self.font()))
        column = scaled(self, COLUMN_WIDTH)
        if self.presented:
            widest = WIDEST[:-1] if self._left_out else WIDEST
            column = self.fontMetrics().horizontalAdvance(widest) + scaled(self, 6)
        self.table.horizontalHeader().setDefaultSectionSize(column)
        # what is written large grows more than the small type, which lengths go by
        self.table.verticalHeader().setDefaultSectionSize(
            max(scaled(self, ROW_HEIGHT), self.fontMetrics().height())
        )
        self.bar.fit()

    def _make_layout(self) -> None:
        self._make_room()
        column = filled(QVBoxLayout(self), margins=(14, 8, 14, 8), gap=6)
        self.note.setWordWrap(True)  # a line of its own: beside the buttons a narrow tab would cut it off
        column.addLayout(self.bar)
        column.addWidget(self.note)
        column.addWidget(self.choice, 1)
        column.addWidget(self.table, 1)

    def _connect(self) -> None:
        self.bar.changed.connect(self._show_layer)
        self.table.selectionModel().currentChanged.connect(self._point)
        self.table.editingStarted.connect(self.editingStarted)
        self.table.copyWanted.connect(self.copy_selection)
        self.table.pasteWanted.connect(self.paste)
        self.table.itemDelegate().closeEditor.connect(self._finish_editing)
        self.bar.paste.clicked.connect(self.paste)
        self.choice.chosen.connect(self._take)
        self.choice.cancelled.connect(self._show_table)
        self.bar.changed.connect(self.choice.cancel)
        self.numbers.edited.connect(self._commit)
        self.numbers.refused.connect(self._say)
        self._until.timeout.connect(self._say_hint)

    # ---- drawing ---------------------------------------------------------------------------------

    def present(self) -> None:
        """The name of the layer in place of fields and hint."""
        super().present()
        self.bar.hide()
        self.note.setProperty("role", "title")
        self.numbers.significant = FEWER_DIGITS
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def overflows(self) -> bool:
        """Whether the table has rows or columns out of sight."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
        table, room = self.table, self.table.contentsRect()
        above, beside = table.horizontalHeader(), table.verticalHeader()
        return beside.length() > room.height() - above.sizeHint().height() or above.length() > (
            room.width() - (0 if beside.isHidden() else beside.sizeHint().width())
        )

    def leave_out(self) -> bool:
        """Leave out a digit and the units' numbers; then the layer's name, too."""
        if self._left_out == MOST_LEFT_OUT or not self.presented:
            return False
        self._leave_out(self._left_out + 1)
        return True

    def put_back(self) -> None:
        """Show all of it again."""
        if self._left_out:
            self._leave_out(0)

    def _leave_out(self, how_much: int) -> None:
        self._left_out = how_much
        self.numbers.significant = FEWER_DIGITS - (how_much > 0)
        self.table.verticalHeader().setVisible(how_much == 0)
        self.note.setVisible(how_much < MOST_LEFT_OUT)
        self._make_room()
        self._show_layer()

    def sentence(self) -> str:
        """The parameters of all layers."""
        return weights_sentence(self.frame) if self.frame is not None else ""

    def draw_palette(self, palette: Palette) -> None:
        """Recolour."""
        self._make_room()
        self.setStyleSheet(values_style(palette))

    def draw_numbers(self, frame: Frame | None) -> None:
        """Show the numbers, unless one is being typed."""
        if self.table.is_editing:
            return
        names = _layer_names(frame)
        others = names != self._names
        if others:
            self._names = names
            self.bar.name_layers(names)
        for widget in (self.bar.layer, self.bar.copy, self.table):
            widget.setEnabled(frame is not None)
        if not self._until.isActive():
            self._say_hint()
        self._show_layer()
        if others:  # what was chosen may have a place in this network
            self.draw_selection(self.selection, self.hover)

    def draw_selection(self, selection: Selection | None, _hover: Selection | None) -> None:
        """Go to the selected number."""
        frame = self.frame
        if frame is None or selection is None or not 1 <= selection.layer <= len(frame.network.layers):
            return
        if self.table.is_editing:
            return
        self.bar.layer.setCurrentIndex(selection.layer - 1)
        if selection.row is None:
            return
        last = self.numbers.columnCount() - 1
        column = 0 if selection.column is None else last if selection.column < 0 else selection.column
        index = self.numbers.index(selection.row, column)
        if index.isValid() and index != self.table.currentIndex():
            self.table.selectionModel().blockSignals(True)  # it was chosen elsewhere: no echo
            self.table.setCurrentIndex(index)
            self.table.selectionModel().blockSignals(False)
            self.table.scrollTo(index)
            self.table.viewport().update()

    @property
    def layer(self) -> LayerState | None:
        """The layer shown."""
        index = self.bar.layer.currentIndex()
        if self.frame is None or not 0 <= index < len(self.frame.network.layers):
            return None
        return self.frame.network.layers[index]

    # ---- copying ---------------------------------------------------------------------------------

    def copy_text(self) -> None:
        """Copy W and b side by side, between tabs."""
        self._copy(lambda: as_text(self.numbers.values))

    def copy_csv(self) -> None:
        """Copy W and b side by side, between commas."""
        self._copy(lambda: as_csv(self.numbers.values))

    def copy_numpy(self) -> None:
        """Copy Python code that makes both arrays."""
        prefix, l = "d" if self.numbers.gradients else "", self.numbers.layer
        values = self.numbers.values
        self._copy(lambda: as_numpy({f"{prefix}W{l}": values[:, :-1], f"{prefix}b{l}": values[:, -1:]}))

    @Slot()
    def copy_selection(self) -> None:
        """Copy the selected block of numbers, or all of them if only one cell is selected."""
        rows = {index.row() for index in self.table.selectedIndexes()}
        columns = {index.column() for index in self.table.selectedIndexes()}
        if len(rows) * len(columns) <= 1:
            self.copy_text()
        else:
            block = self.numbers.values[np.ix_(sorted(rows), sorted(columns))]
            self._copy(lambda: as_text(block))

    def _copy(self, write: Callable[[], str]) -> None:
        if self.numbers.values.size:
            QGuiApplication.clipboard().setText(write())
            self._say("Copied.")

    # ---- editing ---------------------------------------------------------------------------------

    @Slot()
    def paste(self) -> None:
        """Take a matrix from the clipboard: over W, over W and b, or from the current cell on.

        A text that may stand for several matrices is asked about first.
        """
        layer = self.layer
        if layer is None:
            return
        if self.numbers.gradients:
            self._say("Gradients are computed; show W, b to paste over them.")
            return
        self.choice.cancel()
        try:
            found = readings(QGuiApplication.clipboard().text())
            cell = self._cell()
            fitting = [each for each in found if fits(each.matrix.shape, layer, cell)] or found[:1]
            place_for(fitting[0].matrix.shape, layer, cell)
        except ValueError as error:
            self._say(str(error))
            return
        if len(found) == 1:
            self._take(found[0])
        else:
            self.table.hide()
            self.note.hide()
            self.choice.ask(fitting)

    def _cell(self) -> tuple[int, int]:
        """Row and column of the current cell; the first one if none is."""
        at = self.table.currentIndex()
        return (at.row(), at.column()) if at.isValid() else (0, 0)

    @Slot()
    def _show_table(self) -> None:
        self.note.show()
        self.table.show()
        self.table.setFocus()

    @Slot(object)
    def _take(self, reading: Reading) -> None:
        """Put a matrix in its place."""
        self._show_table()
        layer, matrix = self.layer, reading.matrix
        if layer is None:
            return
        row, column = place_for(matrix.shape, layer, self._cell())
        now = self.numbers.values[row : row + matrix.shape[0], column : column + matrix.shape[1]]
        changes = {
            self._name(row + j, column + k): float(matrix[j, k])
            for j, k in np.argwhere(matrix != now).tolist()
        }
        if changes:
            self._until.stop()  # what was wrong with a paste before is wrong no longer
            self._say_hint()
            if reading.how:
                self._say(f"Pasted {matrix.shape[0]} × {matrix.shape[1]} {reading.how}.")
            self.editCommitted.emit(changes)
        else:
            self._say("The pasted numbers are those that stand here.")

    @Slot(int, int, float)
    def _commit(self, row: int, column: int, value: float) -> None:
        self.editCommitted.emit({self._name(row, column): value})

    def _name(self, row: int, column: int) -> str:
        letter = "b" if self.numbers.is_bias(column) else "W"
        return parameter_name(letter, self.numbers.layer, row, column)

    @Slot()
    def _finish_editing(
        self, _editor: QWidget | None = None, _hint: QAbstractItemDelegate.EndEditHint | None = None
    ) -> None:
        """Show what came while a number was typed."""
        QTimer.singleShot(0, self, self._catch_up_frame)

    @Slot()
    def _catch_up_frame(self) -> None:
        if self.isVisible():
            self.redraw()

    # ---- small things ----------------------------------------------------------------------------

    @Slot()
    def _show_layer(self) -> None:
        inputs = self.frame.data.features if self.frame is not None else ()
        gradients = self.bar.gradients.isChecked()
        self.bar.paste.setEnabled(self.frame is not None and not gradients)
        self.numbers.show(self.layer, gradients, inputs)
        if self.presented:
            self._say_hint()

    @Slot(QModelIndex, QModelIndex)
    def _point(self, current: QModelIndex, _previous: QModelIndex) -> None:
        """The current number is the selection everywhere."""
        if current.isValid() and self.numbers.layer:
            column = -1 if self.numbers.is_bias(current.column()) else current.column()
            self.selection = Selection(self.numbers.layer, current.row(), column)
            self.selected.emit(self.selection)

    @Slot(str)
    def _say(self, text: str) -> None:
        self.note.setText(text)
        self._until.start(NOTE_MILLISECONDS)

    @Slot()
    def _say_hint(self) -> None:
        text = HINT if self.frame is not None else EMPTY
        if self.presented and self.frame is not None:
            text = self.bar.layer.currentText()
        if self.note.text() != text:
            self.note.setText(text)


def _layer_names(frame: Frame | None) -> tuple[str, ...]:
    if frame is None:
        return ()
    layers = frame.network.layers
    titles = [*(f"Layer {layer.number}" for layer in layers[:-1]), "Output"]
    return tuple(f"{t} · {_shape(x.W)}" for t, x in zip(titles, layers, strict=True))


def _shape(matrix: FloatArray) -> str:
    return f"{matrix.shape[0]} × {matrix.shape[1]}"
