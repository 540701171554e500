"""The hidden layers, a row each: how many units count, which act as one, how far the rest are apart."""

from __future__ import annotations

import math
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from app.look.theme import Palette
from app.look.type_sizes import scaled, small_font
from app.views.base.rows import make_rows
from symgui.figures.groups import groups
from symgui.plain_text.numbers import number
from symgui.symmetry.partition import LayerSymmetry
from symgui.training.frame import Frame

HEADERS = ("Layer", "Effective", "Units", "Spread", "Rank")
TIPS = (
    "The hidden layer",
    "How many of its units count: groups of units that act as one.\n"
    "In brackets the number without any tolerance, where it differs.",
    "Units that act as one share a letter; · stands alone",
    "Row spread: largest difference between two units' incoming weights or biases",
    "Effective rank of the activations: how many directions they span.\n"
    "A dash: the layer is too wide to be measured on every frame.",
)
UNITS = 2
ROW_HEIGHT = 22
CELL_PADDING = 14
MOST_LETTERS = 12
Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()


class LayerModel(QAbstractTableModel):
    """`HEADERS` of every hidden layer."""

    def __init__(self) -> None:
        super().__init__()
        self.layers: tuple[LayerSymmetry, ...] = ()

    def show(self, layers: tuple[LayerSymmetry, ...]) -> None:
        """Show these layers."""
        if len(layers) != len(self.layers):
            self.beginResetModel()
            self.layers = layers
            self.endResetModel()
        elif layers != self.layers:
            self.layers = layers
            if layers:
                self.dataChanged.emit(self.index(0, 0), self.index(len(layers) - 1, len(HEADERS) - 1))

    def rowCount(self, parent: Index = ROOT) -> int:
        """One a hidden layer."""
        return 0 if parent.isValid() else len(self.layers)

    def columnCount(self, parent: Index = ROOT) -> int:
        """One a header."""
        return 0 if parent.isValid() else len(HEADERS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Names of the columns, with what they mean."""
        if orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return HEADERS[section]
            if role == Qt.ItemDataRole.ToolTipRole:
                return TIPS[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell's text."""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            layer = self.layers[index.row()]
            if index.column() == 2 and role == Qt.ItemDataRole.ToolTipRole:
                return described(layer)
            return row_of(index.row() + 1, layer)[index.column()]
        return None


def row_of(number_: int, layer: LayerSymmetry) -> tuple[str, str, str, str, str]:
    """The texts of a layer's row."""
    effective = f"{layer.effective_units} of {layer.units}"
    if layer.exact_units != layer.effective_units:
        effective += f" ({layer.exact_units})"
    rank = "–" if math.isnan(layer.effective_rank) else number(layer.effective_rank, 3)
    return f"{number_}", effective, letters(layer), number(layer.row_spread, 3), rank


def letters(layer: LayerSymmetry) -> str:
    """``"AA·BB"``: the letter of each unit's group, as in the diagram; many are counted: ``"A × 30"``."""
    found = groups(layer)
    if not found:
        return "apart"
    if layer.units > MOST_LETTERS:
        alone = layer.units - sum(len(group.units) for group in found)
        parts = [f"{group.letter} × {len(group.units)}" for group in found[:3]]
        if len(found) > 3:
            parts.append("…")
        return "  ".join([*parts, *([f"{alone} alone"] if alone else [])])
    of_unit = {unit: group.letter for group in found for unit in group.units}
    return "".join(of_unit.get(unit, "·") for unit in range(layer.units))


def described(layer: LayerSymmetry) -> str:
    """Which units act as one, and how: a line each."""
    found = groups(layer)
    if not found:
        return "No two units act as one"
    lines = [
        f"{group.label}: units {', '.join(str(u + 1) for u in group.units[:20])}" for group in found[:10]
    ]
    return "\n".join(lines)


class LayerTable(QTableView):
    """The table; a click on a row chooses the layer."""

    chosen = Signal(int)
    """l of the layer a person chose."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("symmetry-layers")
        self.setAccessibleName("Symmetry of the hidden layers")
        self.layers = LayerModel()
        self.setModel(self.layers)
        make_rows(self, ROW_HEIGHT)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().setSectionResizeMode(UNITS, QHeaderView.ResizeMode.Stretch)
        self._fitted = False
        self.clicked.connect(lambda index: self.chosen.emit(index.row() + 1))

    def show_frame(self, frame: Frame | None, layer: int) -> None:
        """Show the layers, `layer` marked."""
        self.layers.show(frame.symmetry.layers if frame is not None else ())
        self._fit_columns()
        if 1 <= layer <= self.layers.rowCount() and self.currentIndex().row() != layer - 1:
            self.selectRow(layer - 1)

    def whole_height(self) -> int:
        """The height with all rows in sight."""
        return self.horizontalHeader().sizeHint().height() + self.verticalHeader().length() + 2

    def _fit_columns(self) -> None:
        """Give each column the room of its longest text so far, and the rest to the units."""
        metrics, small = QFontMetrics(self.font()), QFontMetrics(small_font(self))
        rows = [row_of(l, layer) for l, layer in enumerate(self.layers.layers, start=1)]
        for column, header in enumerate(HEADERS):
            if column != UNITS:
                texts = [metrics.horizontalAdvance(row[column]) for row in rows]
                width = max([small.horizontalAdvance(header), *texts]) + scaled(self, CELL_PADDING)
                if width > self.columnWidth(column) or not self._fitted:
                    self.setColumnWidth(column, width)
        self._fitted = True

    def recolour(self, p: Palette) -> None:
        """Recolour."""
        size = small_font(self).pixelSize()
        self.verticalHeader().setDefaultSectionSize(scaled(self, ROW_HEIGHT) + 2 * (scaled(self, 1) - 1))
        self._fitted = False
        self.setStyleSheet(f"""
            QTableView {{ background: transparent; color: {p.ink}; border: none; outline: none;
                selection-background-color: {p.neutral}; selection-color: {p.ink}; }}
            QTableView::item {{ padding: 0 {scaled(self, 3)}px; }}
            QHeaderView::section {{ background: transparent; color: {p.muted}; border: none;
                border-bottom: 1px solid {p.line}; padding: {scaled(self, 2)}px {scaled(self, 4)}px;
                font-size: {size}px; }}
            QHeaderView {{ background: transparent; border: none; }}
        """)
