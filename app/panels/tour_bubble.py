"""The bubble of the tour: a few words beside what they are about, and the way on."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.look.layouts import filled
from app.look.text_scale import follow_text, text_px

WIDTH = 300
AIR = 12
"""Pixels between the bubble and what it is about."""
EDGE = 8
_NEXT = (Qt.Key.Key_Right, Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TourBubble(QFrame):
    """Words, how far the tour is, and Skip, Back and Next; its keys are Escape, ←, and → or Enter.

    Attributes
    ----------
    words : QLabel
        ``tour-words``.
    skip, back, on : QPushButton
        ``tour-skip``, ``tour-back``, ``tour-next``.
    """

    wentOn = Signal()
    wentBack = Signal()
    skipped = Signal()

    own_keys = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Space)
    """What is the bubble's while it has the focus, even where the window has a shortcut."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("popover")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.words = QLabel(wordWrap=True)
        self.words.setObjectName("tour-words")
        self.place = QLabel()
        self.place.setProperty("role", "muted")
        self.skip, self.back, self.on = QPushButton("Skip"), QPushButton("Back"), QPushButton("Next")
        row = filled(QHBoxLayout(), (self.place, 1), gap=6)
        for button, name, signal, tip in (
            (self.skip, "tour-skip", self.skipped, "End the tour (Esc); it comes back from the menu Help"),
            (self.back, "tour-back", self.wentBack, "The part before (←)"),
            (self.on, "tour-next", self.wentOn, "The next part (→ or Enter)"),
        ):
            button.setObjectName(name)
            button.setProperty("role", "add")
            button.setToolTip(tip)
            button.setAccessibleName(button.text())
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            follow_text(button, QWidget.setFixedHeight, 28)
            follow_text(button, QWidget.setMinimumWidth, 54)
            button.clicked.connect(signal)
            row.addWidget(button)
        self._column = filled(QVBoxLayout(self), self.words, row, margins=(14, 12, 12, 10), gap=10)
        self.hide()

    def say(self, words: str, number: int, of: int, about: QRect) -> None:
        """Say `words` beside the rectangle `about` of the window; it is station `number` of so many."""
        self.words.setText(words)
        self.place.setText(f"{number} of {of}")
        self.setAccessibleName(f"Tour, {number} of {of}: {words}")
        self.back.setEnabled(number > 1)
        self.on.setText("Next" if number < of else "Done")
        self.ensurePolished()
        width = min(text_px(WIDTH), self._window.width() - 2 * EDGE)
        self.setFixedWidth(width)
        self.setFixedHeight(self._column.totalHeightForWidth(width))
        self._column.activate()
        self.move(beside(about, self.size(), self._window.size()))
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on, back, or end the tour."""
        key = Qt.Key(event.key())
        if key in _NEXT:
            self.wentOn.emit()
        elif key == Qt.Key.Key_Left:
            self.wentBack.emit()
        elif key == Qt.Key.Key_Escape:
            self.skipped.emit()
        else:
            super().keyPressEvent(event)


def beside(about: QRect, size: QSize, room: QSize) -> QPoint:
    """Where a bubble stands: below, above, right or left of a rectangle, whichever has room, or over it."""
    left = min(max(about.center().x() - size.width() // 2, EDGE), room.width() - size.width() - EDGE)
    top = min(max(about.center().y() - size.height() // 2, EDGE), room.height() - size.height() - EDGE)
    inside = QRect(EDGE, EDGE, room.width() - 2 * EDGE, room.height() - 2 * EDGE)
    for x, y in (
        (left, about.bottom() + AIR),
        (left, about.top() - AIR - size.height()),
        (about.right() + AIR, top),
        (about.left() - AIR - size.width(), top),
    ):
        if inside.contains(QRect(QPoint(x, y), size)):
            return QPoint(x, y)
    return QPoint(left, min(about.bottom() - size.height() - AIR, inside.bottom() - size.height()))
