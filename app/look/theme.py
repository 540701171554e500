"""Which colours the window is in: those of the desktop, or those a person chose."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication

from symgui.figures.palette import DARK, LIGHT, Palette

__all__ = ["CHOICES", "DARK", "LIGHT", "Palette", "Theme"]

CHOICES = ("system", "light", "dark")
"""What a person may choose; ``system`` follows the desktop."""

_SCHEMES = {
    "system": Qt.ColorScheme.Unknown,
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
}


class Theme(QObject):
    """The palette in use: the desktop's, or the one a person chose.

    Attributes
    ----------
    choice : str
        One of `CHOICES`.
    palette : Palette
    """

    changed = Signal(object)
    """The new `Palette`; emitted only if it differs from the one before."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.choice = "system"
        self.palette = _desktop_palette()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._desktop_changed)

    def choose(self, choice: str) -> None:
        """Use `choice` from now on, and ask the desktop to paint its own dialogs alike.

        Raises
        ------
        ValueError
            If it is none of `CHOICES`.
        """
        if choice not in CHOICES:
            raise ValueError(f"theme: {choice!r} is none of {', '.join(CHOICES)}")
        self.choice = choice
        QGuiApplication.styleHints().setColorScheme(_SCHEMES[choice])
        self._update()

    def toggle(self) -> None:
        """Light if it is dark, dark if it is light."""
        self.choose("light" if self.palette is DARK else "dark")

    @Slot()
    def _desktop_changed(self) -> None:
        self._update()

    def _update(self) -> None:
        palette = {"light": LIGHT, "dark": DARK}.get(self.choice) or _desktop_palette()
        if palette is not self.palette:
            self.palette = palette
            self.changed.emit(palette)


def _desktop_palette() -> Palette:
    dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return DARK if dark else LIGHT
