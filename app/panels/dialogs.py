"""The window's few dialogs: the shortcuts, what this is, and what went wrong."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.look.layouts import filled, scrolling
from app.look.plain_buttons import plain_buttons
from symgui.nn.kernel import computes

SCROLL_BAR = 16
"""Pixels of width kept for a scroll bar."""
MARGIN = 12
"""Pixels beside the list, at either side."""
FRAME = 40
"""Pixels of height that the dialog is less than the window."""


class ShortcutsDialog(QDialog):
    """Every key and what it does; on a low screen the list scrolls.

    Parameters
    ----------
    rows : iterable of (str, str)
        Key and meaning.
    """

    def __init__(self, rows: Iterable[tuple[str, str]], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("shortcuts")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)  # each time is a new one
        self.setWindowTitle("Keyboard shortcuts")
        column = QVBoxLayout(self)
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        for index, (key, meaning) in enumerate(rows):
            name = QLabel(key, alignment=Qt.AlignmentFlag.AlignRight)
            text = QLabel(meaning)
            text.setProperty("role", "muted")
            grid.addWidget(name, index, 0)
            grid.addWidget(text, index, 1)
        listed = QWidget()
        listed.setObjectName("shortcut-list")
        listed.setLayout(grid)
        self.area = scrolling(listed, "", by_keys=True)
        column.addWidget(self.area, 1)
        note = QLabel("A field or a heatmap that has the focus keeps the keys for itself.")
        note.setProperty("role", "muted")
        column.addWidget(note)
        _add_close(self, column)
        around = self.sizeHint().height() - self.area.sizeHint().height()
        width = listed.sizeHint().width() + SCROLL_BAR
        self.area.setMinimumWidth(width)
        self.resize(width + 2 * MARGIN, min(listed.sizeHint().height() + around, parent.height() - FRAME))


class AboutDialog(QDialog):
    """What this program is."""

    def __init__(self, version: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("about")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)  # each time is a new one
        self.setWindowTitle("About SymGUI")
        text = QLabel(
            f"<h3>SymGUI {version}</h3>"
            "<p>Why a neural network must not start symmetric.</p>"
            "<p>Everything on screen is computed, and true to the last bit: added up unit by unit, equal "
            "units stay bit-equal, and the same file gives the same numbers in the window and without it.</p>"
            f"<p>{computes()}</p>"
        )
        text.setWordWrap(True)
        text.setFixedWidth(380)
        column = QVBoxLayout(self)
        column.addWidget(text)
        _add_close(self, column)


class FailureDialog(QDialog):
    """The program failed: what happened, each report in full, and a way to take them along."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("failure")
        self.setWindowTitle("Something failed")
        self.resize(680, 420)
        self.head = QLabel(wordWrap=True)
        self.head.setObjectName("failure-head")
        self.report = QPlainTextEdit(readOnly=True)
        self.report.setObjectName("failure-report")
        self.report.setAccessibleName("traceback")
        column = filled(QVBoxLayout(self), self.head, (self.report, 1))
        buttons = _add_close(self, column)
        copy = QPushButton("Copy")
        copy.setToolTip("Copy the report to the clipboard")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.report.toPlainText()))
        buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)

    def show_report(self, head: str, report: str) -> None:
        """Say `head` and show `report`, below those that are there still; the dialog blocks nothing."""
        self.head.setText(head)
        if self.isVisible():
            report = f"{self.report.toPlainText()}\n\n{report}"
        self.report.setPlainText(report)
        self.show()


def _add_close(dialog: QDialog, column: QVBoxLayout) -> QDialogButtonBox:
    buttons = plain_buttons(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    column.addWidget(buttons)
    return buttons
