"""The columns of a table: which are features, what is in them, what is missing."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from app.look.others_words import literal
from app.views.base.check_box import CheckedItems
from symgui.arrays import FloatArray
from symgui.data.tables import Table, TableColumn
from symgui.plain_text.numbers import rounded

NAME_WIDTH = 200
HEADINGS = ("feature", "holds", "missing", "mean", "std")
TIPS = (
    "Checked: the column is an input of the network. Space changes it",
    "What stands in the column",
    "Empty cells; a row with one in a column that is used is left out",
    "Mean of the training examples",
    "Standard deviation of the training examples",
)


class ColumnTable(QTableWidget):
    """A row for each column of the table.

    Signals
    -------
    featuresChanged
        A person has checked or unchecked one.
    """

    featuresChanged = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, len(HEADINGS), parent)
        self.setObjectName("import-columns")
        self.setAccessibleName("columns of the table")
        self.setHorizontalHeaderLabels(HEADINGS)
        for k, tip in enumerate(TIPS):
            heading = self.horizontalHeaderItem(k)
            assert heading is not None
            heading.setToolTip(tip)
        self.setItemDelegate(CheckedItems(self))
        self.verticalHeader().hide()
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        header.resizeSection(0, NAME_WIDTH)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.itemChanged.connect(self._changed)

    def show_table(self, table: Table, features: tuple[int, ...], label: int | None) -> None:
        """Show the columns; those that are `features` are checked, the class cannot be."""
        self.blockSignals(True)
        self.setRowCount(len(table.columns))
        for row, column in enumerate(table.columns):
            name = QTableWidgetItem(column.name)
            may_be = column.is_numeric and row != label
            flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
            name.setFlags(flags | Qt.ItemFlag.ItemIsUserCheckable if may_be else flags)
            if may_be:
                checked = Qt.CheckState.Checked if row in features else Qt.CheckState.Unchecked
                name.setCheckState(checked)
            holds = "the class" if row == label else holds_of(column)
            missing = "" if not column.missing else f"{column.missing}, first in row {column.first_missing}"
            for k, item in enumerate((name, QTableWidgetItem(holds), QTableWidgetItem(missing))):
                item.setToolTip(literal(item.text()))
                self.setItem(row, k, item)
        self.blockSignals(False)

    @property
    def features(self) -> tuple[int, ...]:
        """The columns that are checked."""
        names = [self.item(row, 0) for row in range(self.rowCount())]
        checked = Qt.CheckState.Checked
        return tuple(k for k, item in enumerate(names) if item is not None and item.checkState() is checked)

    def show_statistics(self, features: tuple[int, ...], points: FloatArray | None) -> None:
        """Mean and standard deviation of the training examples, a column a feature; None clears them."""
        self.blockSignals(True)
        for row in range(self.rowCount()):
            for k in (3, 4):
                self.setItem(row, k, QTableWidgetItem(""))
        if points is not None:
            for row, mean, spread in zip(features, points.mean(axis=0), points.std(axis=0), strict=True):
                for k, value in ((3, mean), (4, spread)):
                    item = QTableWidgetItem(rounded(float(value)))
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                    self.setItem(row, k, item)
        self.blockSignals(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space checks or unchecks the current row, whichever cell it stands in."""
        item = self.item(self.currentRow(), 0) if self.currentRow() >= 0 else None
        checkable = item is not None and bool(item.flags() & Qt.ItemFlag.ItemIsUserCheckable)
        if event.key() == Qt.Key.Key_Space and item is not None and checkable:
            on = item.checkState() is Qt.CheckState.Checked
            item.setCheckState(Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)
            return
        super().keyPressEvent(event)

    @Slot(QTableWidgetItem)
    def _changed(self, item: QTableWidgetItem) -> None:
        if item.column() == 0:
            self.featuresChanged.emit()


def holds_of(column: TableColumn) -> str:
    """``"numbers, −1.2 to 5"``, ``"3 words: blue, green, red"``."""
    if column.is_numeric:
        low, high = _ends(column.numbers)
        return f"numbers, {rounded(low)} to {rounded(high)}"
    if not column.words:
        return "nothing"
    if column.words + column.missing < len(column.numbers):
        row, text = column.first_word or (0, "")
        return f"numbers, and words such as “{text[:20]}” in row {row}"
    if len(column.values) > 10:
        return "more than 10 different words"
    named = ", ".join(value[:20] for value in column.values)
    return f"{len(column.values)} words: {named}" if len(column.values) > 1 else f"one word: {named}"


def _ends(numbers: FloatArray) -> tuple[float, float]:
    there = numbers[numbers == numbers]
    return float(there.min()), float(there.max())
