"""How large the window's text is, and what grows and shrinks with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar
from weakref import ReferenceType, ref

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

NORMAL = 13
"""Pixels of the window's text unless a person chose another size."""
SMALLEST, LARGEST = 12, 17
"""Pixels of the smallest and the largest text that may be chosen."""

Part = TypeVar("Part", bound=QWidget)


class TextScale(QObject):
    """The size of the window's text. The stage has sizes of its own.

    Attributes
    ----------
    size : int
        Pixels of the text.

    Signals
    -------
    changed
        Emitted when everything that follows the text by `follow_text` has its new size.
    settled
        Emitted when whoever heard of that has done his part, too: style sheets and fonts are as they stay.
    """

    changed = Signal()
    settled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.size = NORMAL
        self._desktop: QFont | None = None
        self._followers: dict[tuple[int, str], _Follower] = {}

    def use(self, size: int) -> None:
        """Write in `size` pixels from now on, or in the nearest size that may be chosen."""
        size = min(max(size, SMALLEST), LARGEST)
        if size == self.size:
            return
        self.size = size
        # views write in the application's font: under a style sheet a window's does not reach them
        QApplication.setFont(self.font())
        for key, follower in list(self._followers.items()):
            widget = follower.widget()
            if widget is None or not isValid(widget):
                del self._followers[key]
            else:
                follower.resize(widget)
        self.changed.emit()
        self.settled.emit()

    def font(self) -> QFont:
        """The application's font, as the desktop or its host has it, in a size that goes with the text."""
        if self._desktop is None:
            self._desktop = QApplication.font()
        font = QFont(self._desktop)
        if font.pixelSize() > 0:
            font.setPixelSize(text_px(font.pixelSize()))
        else:
            font.setPointSizeF(font.pointSizeF() * self.size / NORMAL)
        return font

    def add(self, follower: _Follower, widget: QWidget) -> None:
        """Resize `widget` by `follower` now and at every change, in the place of one by the same method."""
        key = (id(widget), follower.name)
        follower.widget = ref(widget, lambda _: self._followers.pop(key, None))
        self._followers[key] = follower
        follower.resize(widget)


class _Follower:
    """How a widget follows the text."""

    widget: ReferenceType[QWidget]

    def __init__(self, setter: Callable[..., object], pixels: tuple[float, ...]) -> None:
        self._setter, self._pixels = setter, pixels
        self.name = setter.__name__

    def resize(self, widget: QWidget) -> None:
        """Give the widget the size that goes with the text."""
        self._setter(widget, *map(text_px, self._pixels))


TEXT = TextScale()


def text_px(pixels: float) -> int:
    """`pixels` beside text of `NORMAL` pixels, in whole pixels beside the text as it is now."""
    return round(pixels * TEXT.size / NORMAL)


def follow_text(widget: Part, setter: Callable[..., object], *pixels: float) -> None:
    """Call ``setter(widget, *pixels)`` now and whenever the text gets another size, with pixels that fit it.

    Parameters
    ----------
    widget : QWidget
    setter : callable
        A method of its class, not bound: ``QWidget.setFixedWidth``.
    *pixels : float
        Beside text of `NORMAL` pixels.
    """
    TEXT.add(_Follower(setter, pixels), widget)
