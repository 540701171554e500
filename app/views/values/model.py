"""One layer's numbers as a table: a row a unit, W[l] and then b[l], or their gradients."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from app.look.typed_numbers import parsed
from symgui.arrays import FloatArray
from symgui.nn.state import LayerState
from symgui.plain_text import why_no_number
from symgui.plain_text.numbers import number, subscript

SIGNIFICANT = 5
Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()


class LayerNumbers(QAbstractTableModel):
    """W[l] with b[l] in the last column; or dW[l] with db[l], which cannot be edited.

    Attributes
    ----------
    values : ndarray, shape (n_l, n_{l-1} + 1)
    layer : int
        l; 0 before anything is shown.
    gradients : bool
    significant : int
        Digits that are shown.
    """

    edited = Signal(int, int, float)
    """A person entered another number at row, column."""
    refused = Signal(str)
    """A sentence on why what was entered is not taken."""

    def __init__(self) -> None:
        super().__init__()
        self.values: FloatArray = np.zeros((0, 0))
        self.layer = 0
        self.gradients = False
        self.significant = SIGNIFICANT
        self._inputs: tuple[str, ...] = ()

    def show(self, layer: LayerState | None, gradients: bool, inputs: tuple[str, ...]) -> None:
        """Show a layer; `inputs` names the columns where they are the network's inputs."""
        if layer is None:
            values, key = np.zeros((0, 0)), (0, gradients, inputs)
        else:
            W, b = (layer.dW, layer.db) if gradients else (layer.W, layer.b)
            values, key = np.concatenate((W, b), axis=1), (layer.number, gradients, inputs)
        if key == (self.layer, self.gradients, self._inputs) and values.shape == self.values.shape:
            if not np.array_equal(values, self.values, equal_nan=True):
                self.values = values
                self.dataChanged.emit(self.index(0, 0), self.index(values.shape[0] - 1, values.shape[1] - 1))
            return
        self.beginResetModel()
        self.values = values
        self.layer, self.gradients, self._inputs = key
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        """One a unit."""
        return 0 if parent.isValid() else self.values.shape[0]

    def columnCount(self, parent: Index = ROOT) -> int:
        """One an input of the layer, and the bias."""
        return 0 if parent.isValid() or not self.values.size else self.values.shape[1]

    def is_bias(self, column: int) -> bool:
        """Whether a column holds the bias."""
        return bool(column == self.values.shape[1] - 1)

    def flags(self, index: Index) -> Qt.ItemFlag:  # noqa: ARG002
        """Parameters can be edited, gradients only read."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags if self.gradients else flags | Qt.ItemFlag.ItemIsEditable

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Where a weight leads to (rows) and comes from (columns)."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1)
        if self.is_bias(section):
            return f"{'db' if self.gradients else 'b'}[{self.layer}]"
        if self.layer == 1:
            return self._inputs[section] if section < len(self._inputs) else f"x{section + 1}"
        return f"a[{self.layer - 1}]{subscript(section + 1)}"

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A number, short; in full for editing and in the tool tip."""
        value = float(self.values[index.row(), index.column()])
        if role == Qt.ItemDataRole.DisplayRole:
            return number(value, self.significant)
        if role in (Qt.ItemDataRole.EditRole, Qt.ItemDataRole.ToolTipRole):
            return repr(value)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tell what was entered; the number itself comes back with the next frame."""
        if role != Qt.ItemDataRole.EditRole:
            return False
        entered = parsed(str(value))
        if entered is None:
            self.refused.emit(f"{self.name(index.row(), index.column())} {why_no_number(str(value))}.")
            return False
        if entered != self.values[index.row(), index.column()]:
            self.edited.emit(index.row(), index.column(), entered)
        return True

    def name(self, row: int, column: int) -> str:
        """The course's name of a parameter: ``W[1]₂,₁``."""
        if self.is_bias(column):
            return f"b[{self.layer}]{subscript(row + 1)}"
        return f"W[{self.layer}]{subscript(row + 1)},{subscript(column + 1)}"
