"""The table of a card: figure, published, ours, and whether they agree."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from app.gallery.lines import FAILED, PADDING, Lines
from symgui.lessons.published import PublishedRow

COLUMNS = ("figure", "published", "ours", "")
SHARES = (0.39, 0.34, 0.27)
"""Of the width that the last column leaves."""
RESULT = 64
ROW_HEIGHT = 28


class RowTable(QTableWidget):
    """The rows of a card that have been found, a line each.

    Attributes
    ----------
    shown : list of Row
    """

    rowChosen = Signal(object)
    """The `Row` that is selected, or None."""

    def __init__(self) -> None:
        super().__init__(0, len(COLUMNS))
        self.setObjectName("published-rows")
        self.setAccessibleName("published figures and ours")
        self.shown: list[PublishedRow] = []
        self._needs = [0.0] * len(SHARES)
        self.setItemDelegate(Lines(self))
        self.setHorizontalHeaderLabels(COLUMNS)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.itemSelectionChanged.connect(self._choose)

    def show_rows(self, rows: Sequence[PublishedRow]) -> None:
        """Show `rows`; those that are there already stay as they are."""
        if self.shown != list(rows[: len(self.shown)]):
            self.setRowCount(0)
            self.shown = []
            self._needs = [0.0] * len(SHARES)
        for row in rows[len(self.shown) :]:
            self._add(row)
        self._share()
        if self.shown and not self.selectedItems():
            self.selectRow(0)

    def _add(self, row: PublishedRow) -> None:
        line = self.rowCount()
        self.insertRow(line)
        self.shown.append(row)
        for column, text in enumerate((row.label, row.published, row.ours)):
            needed = self.fontMetrics().horizontalAdvance(text) + 2 * PADDING + 4
            self._needs[column] = max(self._needs[column], needed)
        texts = (row.label, row.published, row.ours, "✓" if row.passed else "FAIL")
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setData(FAILED, column > 0 and not row.passed)
            item.setToolTip(text if column < len(texts) - 1 else row.tolerance)
            if column == len(texts) - 1:
                item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, "agrees" if row.passed else "FAIL")
            self.setItem(line, column, item)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        """Share the width by `SHARES`; a column that needs more takes it from those that have some left."""
        width = self.viewport().width() - RESULT
        given = [share * width for share in SHARES]
        lacking = [max(0.0, need - have) for need, have in zip(self._needs, given, strict=True)]
        spare = [max(0.0, have - need) for need, have in zip(self._needs, given, strict=True)]
        part = min(1.0, sum(spare) / (sum(lacking) or 1.0))
        for column, have in enumerate(given):
            taken = spare[column] * part * sum(lacking) / (sum(spare) or 1.0)
            self.setColumnWidth(column, int(have + part * lacking[column] - taken))
        self.setColumnWidth(len(SHARES), RESULT)
        for line in range(self.rowCount()):
            self.setRowHeight(line, self._height(line))

    def _height(self, line: int) -> int:
        """The height of a row whose texts are broken where they find no room."""
        metrics, lines = self.fontMetrics(), 1
        for column in range(len(SHARES)):
            item = self.item(line, column)
            room = self.columnWidth(column) - 2 * PADDING - 4
            if item is not None and room > 0:
                lines = max(lines, math.ceil(metrics.horizontalAdvance(item.text()) / room))
        return ROW_HEIGHT + (lines - 1) * metrics.height()

    def _choose(self) -> None:
        line = self.currentRow()
        self.rowChosen.emit(self.shown[line] if 0 <= line < len(self.shown) else None)
