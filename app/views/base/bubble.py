"""One bubble a window: a sentence under the field that it is about."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QLabel, QWidget

SHOWN_MS = 8000
WIDTH = 260
MARGIN = 8


class Bubble(QLabel):
    """The sentence; it goes away after some seconds, or when a value is taken."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("field-error")
        self.setWordWrap(True)
        self._timer = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._timer.timeout.connect(self.hide)

    def say(self, field: QWidget, sentence: str) -> None:
        """Show `sentence` under `field`, inside the window."""
        window = self._window
        self.ensurePolished()
        self.setText(sentence)
        self.setFixedWidth(min(WIDTH, window.width() - 2 * MARGIN))
        self.setFixedHeight(self.heightForWidth(self.width()))
        corner = field.mapTo(window, QPoint(0, field.height() + 4))
        self.move(
            min(max(MARGIN, corner.x()), window.width() - self.width() - MARGIN),
            min(corner.y(), window.height() - self.height() - MARGIN),
        )
        self.raise_()
        self.show()
        self._timer.start()


def say_under(field: QWidget, sentence: str) -> None:
    """Say in the window's bubble, under `field`, why its value was not taken."""
    window = field.window()
    bubble = _bubble_of(window) or Bubble(window)
    bubble.say(field, sentence)


def hide_bubble(widget: QWidget) -> None:
    """Take the bubble of `widget`'s window away."""
    bubble = _bubble_of(widget.window())
    if bubble is not None:
        bubble.hide()


def _bubble_of(window: QWidget) -> Bubble | None:
    """The window's own: a dialog over it, which is a child of it, has another."""
    found: Bubble | None = window.findChild(Bubble, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return found
