"""A list whose rows are texts, and whose columns are as wide as the longest of them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QTableWidget, QTableWidgetItem

from app.views.base.rows import make_rows

ROW_HEIGHT = 21
PADDING = 12
MEASURED = 200
"""Rows whose texts are measured: the first ones, which are seen without scrolling."""


class TextTable(QTableWidget):
    """A list of texts.

    Parameters
    ----------
    name, label : str
        Object name and accessible name.
    headers : tuple of str
    """

    def __init__(self, name: str, label: str, headers: tuple[str, ...]) -> None:
        super().__init__(0, len(headers))
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setHorizontalHeaderLabels(list(headers))
        make_rows(self, ROW_HEIGHT)

    def fill(self, row: int, texts: tuple[str, ...], editable: int = -1) -> None:
        """Write a row; the column `editable`, if there is one, can be changed."""
        for column, text in enumerate(texts):
            if self.item(row, column) is None:
                item = QTableWidgetItem()
                flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
                item.setFlags(flags | Qt.ItemFlag.ItemIsEditable if column == editable else flags)
                self.setItem(row, column, item)
            self.cell(row, column).setText(text)

    def cell(self, row: int, column: int) -> QTableWidgetItem:
        """A cell that was filled."""
        item = self.item(row, column)
        assert item is not None
        return item

    def header(self, column: int) -> QTableWidgetItem:
        """What stands above a column."""
        item = self.horizontalHeaderItem(column)
        assert item is not None
        return item

    def fit(self) -> None:
        """Make columns as wide as their longest text."""
        metrics = QFontMetrics(self.font())
        for column in range(self.columnCount()):
            texts = [self.cell(row, column).text() for row in range(min(self.rowCount(), MEASURED))]
            texts.append(self.header(column).text())
            self.setColumnWidth(column, max(map(metrics.horizontalAdvance, texts)) + PADDING)
