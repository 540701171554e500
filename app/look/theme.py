"""Colours, in light and dark: two hues mean sign and class, the rest is ink."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication


class Palette(msgspec.Struct, frozen=True):
    """The colours of one theme, as ``#rrggbb``."""

    name: str
    ground: str  # behind the cards
    paper: str  # cards
    field: str  # inputs, plot backgrounds
    line: str  # hairlines between cards and rows
    positive: str  # + and class 1
    negative: str  # − and class 0
    neutral: str  # zero on a diverging scale
    ink: str
    muted: str
    edge: str  # the rim of a hollow cell


LIGHT = Palette(
    name="light", ground="#F4F6F9", paper="#FFFFFF", field="#F6F7F9", line="#E3E7EC",
    positive="#1268AE", negative="#BC5A00", neutral="#EDF0F4",
    ink="#1B2330", muted="#5B6575", edge="#6F7B8B",
)  # fmt: skip
DARK = Palette(
    name="dark", ground="#14181F", paper="#1C222C", field="#151A22", line="#2F3846",
    positive="#55AEF0", negative="#F0922B", neutral="#2F3846",
    ink="#E8ECF2", muted="#A3AEBD", edge="#8793A3",
)  # fmt: skip


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
