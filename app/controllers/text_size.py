"""How large the window's text is: one pixel more, one less, or as it was made."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from app.look.style_sheet import sized
from app.look.text_scale import LARGEST, NORMAL, SMALLEST, TEXT

SAID = "The text is {size} pixels large; {smallest} to {largest} can be chosen."


class TextSize(QObject):
    """Changes the size of the window's text, and lets the window follow.

    Parameters
    ----------
    window : QWidget
    restyle : callable
        Sets the window's style sheet anew.
    said : callable
        Told a sentence where it cannot get larger or smaller.
    """

    def __init__(self, window: QWidget, restyle: Callable[[], object], said: Callable[[str], object]) -> None:
        super().__init__(window)
        self._window, self._restyle, self._said = window, restyle, said
        TEXT.changed.connect(self._follow)

    def larger(self) -> None:
        """One pixel more."""
        self._use(TEXT.size + 1)

    def smaller(self) -> None:
        """One pixel less."""
        self._use(TEXT.size - 1)

    def normal(self) -> None:
        """Use the size that the window was made for."""
        self._use(NORMAL)

    def _use(self, size: int) -> None:
        if SMALLEST <= size <= LARGEST:
            TEXT.use(size)
        else:
            self._said(SAID.format(size=TEXT.size, smallest=SMALLEST, largest=LARGEST))

    @Slot()
    def _follow(self) -> None:
        self._window.setFont(sized(self._window.font(), TEXT.size))
        self._restyle()
