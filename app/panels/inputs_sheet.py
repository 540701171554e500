"""The inputs of the data that are open: mean and standard deviation, and what is done with them."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHeaderView, QTableWidgetItem, QVBoxLayout, QWidget

from app.look.layouts import filled
from app.look.named_widgets import push_button, read_only_table, wrapped_label
from app.look.plain_buttons import plain_buttons
from symgui.data.dataset import Dataset
from symgui.plain_text.numbers import number

SIZE = QSize(520, 420)
HEAD = ("feature", "mean", "std")


class InputsSheet(QDialog):
    """A row an input. It blocks nothing.

    Attributes
    ----------
    head : QLabel
        ``inputs-head``.
    table : QTableWidget
        ``inputs-table``.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("inputs")
        self.setProperty("look", "tables")
        self.setWindowTitle("Inputs")
        self.setModal(False)
        self.resize(SIZE)
        self._data: Dataset | None = None
        self.head = wrapped_label("inputs-head")
        self.table = read_only_table("inputs-table", "mean and standard deviation of the inputs", HEAD)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        buttons = plain_buttons(QDialogButtonBox.StandardButton.Close)
        copy = push_button(
            "inputs-copy", "Copy the table", "All digits, a tab between two cells, for a spreadsheet"
        )
        copy.setAutoDefault(True)
        copy.clicked.connect(self.copy)
        buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        filled(QVBoxLayout(self), self.head, (self.table, 1), buttons)

    def show_data(self, data: Dataset, name: str, *, standardized: bool) -> None:
        """Show the inputs of the data called `name`."""
        done = (
            "The network is given them standardized: minus the mean, divided by the standard deviation; "
            "where that is 0, only minus the mean."
            if standardized
            else "The network is given them as they are: nothing is shifted or scaled."
        )
        self.head.setText(f"{name}, {data.m} training examples. {done}")
        if data is self._data:
            return
        self._data = data
        self.table.setRowCount(len(data.features))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        rows = zip(data.features, data.means.tolist(), data.deviations.tolist(), strict=True)
        for row, (feature, mean, deviation) in enumerate(rows):
            self.table.setItem(row, 0, QTableWidgetItem(feature))
            for column, value in ((1, mean), (2, deviation)):
                item = QTableWidgetItem(number(value))
                item.setTextAlignment(right)
                item.setToolTip(repr(value))
                self.table.setItem(row, column, item)

    def copy(self) -> None:
        """The whole table to the clipboard, as text with tabs."""
        data = self._data
        if data is not None:
            rows = zip(data.features, data.means.tolist(), data.deviations.tolist(), strict=True)
            lines = ["\t".join(HEAD), *(f"{name}\t{mean!r}\t{std!r}" for name, mean, std in rows)]
            QGuiApplication.clipboard().setText("\n".join(lines))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy; all else is a dialog's."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)
