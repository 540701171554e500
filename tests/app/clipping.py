"""What of a window cannot be read: texts that are cut, controls that are squeezed or outside their place."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QTextDocumentFragment
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QTabBar,
    QWidget,
)

from app.views.base.explanation import Hint

CONTROLS = (QAbstractButton, QComboBox, QAbstractSpinBox)
SLACK = 2
ARROW = 16
"""What a choice needs besides its text."""


def clipped(window: QWidget) -> list[str]:
    """A line for each label, button, choice or field in sight that shows less than it says."""
    found = []
    for part in window.findChildren(QWidget):
        if not part.isVisible() or isinstance(part.parentWidget(), QTabBar):  # what scrolls the tabs
            continue
        if isinstance(part, QLabel) and _cut(part):
            found.append(f"cut: {_name(part)} in {part.width()} × {part.height()}")
        elif isinstance(part, CONTROLS) and _squeezed(part):
            found.append(f"squeezed: {_name(part)}: {part.size().toTuple()} of {part.sizeHint().toTuple()}")
        if isinstance(part, (QLabel, *CONTROLS)) and _outside(part):
            found.append(f"outside: {_name(part)} at {part.geometry().getRect()}")
    return found


def place_in(window: QWidget, part: QWidget) -> QRect:
    """Where `part` lies in `window`."""
    return QRect(part.mapTo(window, QPoint(0, 0)), part.size())


def _cut(label: QLabel) -> bool:
    text = label.text()
    if not text or not label.pixmap().isNull() or (isinstance(label, Hint) and label.folded):
        return False
    if label.wordWrap():
        return label.heightForWidth(label.width()) > label.height() + SLACK
    plain = QTextDocumentFragment.fromHtml(text).toPlainText() if "<" in text else text
    needed = max(label.fontMetrics().horizontalAdvance(line) for line in plain.splitlines() or [""])
    room = label.contentsRect()
    return needed > room.width() + SLACK or label.fontMetrics().height() > room.height() + SLACK


def _squeezed(part: QWidget) -> bool:
    if isinstance(part, QComboBox):
        return part.fontMetrics().horizontalAdvance(part.currentText()) + ARROW > part.width()
    hint = part.sizeHint()
    return hint.width() > part.width() + SLACK or part.minimumSizeHint().height() > part.height() + SLACK


def _outside(part: QWidget) -> bool:
    parent = part.parentWidget()
    if parent is None or isinstance(parent.parentWidget(), QAbstractScrollArea):  # it scrolls
        return False
    room = parent.rect().adjusted(-SLACK, -SLACK, SLACK, SLACK)
    return not room.contains(part.geometry())


def _name(part: QWidget) -> str:
    text = getattr(part, "text", str)
    return f"{type(part).__name__} {part.objectName()!r} {str(text())[:40]!r}"
