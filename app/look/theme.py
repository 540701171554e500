"""Which colours the window is in: those of the desktop, or those a person chose."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec.structs import replace
from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication

from symgui.figures.colors import mix
from symgui.figures.palette import DARK, LIGHT, THEMES, Palette

__all__ = ["CHOICES", "COLOURS", "DARK", "LIGHT", "Ink", "Palette", "Theme", "colours", "faint", "inverted"]

Ink: TypeAlias = Literal["ink", "muted", "paper", "line", "faint"]
"""A colour of a `Palette`, or `faint`, in which icons are drawn."""
CHOICES = ("system", *THEMES)
"""What a person may choose; ``system`` follows the desktop."""


def faint(palette: Palette) -> str:
    """The colour of text and icons of what can do nothing now, as ``#rrggbb``."""
    return mix(palette.muted, palette.paper, 0.5)


def inverted(palette: Palette) -> Palette:
    """The palette of what is written in paper on ink."""
    return replace(
        palette, ground=palette.ink, paper=palette.ink, field=palette.ink, line=palette.muted,
        neutral=palette.ink, ink=palette.paper, muted=palette.line, edge=palette.paper,
    )  # fmt: skip


class CurrentPalette(QObject):
    """The palette that everything in the application is painted in.

    What paints asks `colours` while it paints; Qt repaints a window when its style sheet or palette changes.
    Only what keeps colours (a pen, a style sheet, a picture) makes it anew when `changed` is emitted.

    Attributes
    ----------
    palette : Palette

    Signals
    -------
    changed(Palette)
        Emitted only if the new palette is another than the one before.
    """

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.palette = LIGHT

    def use(self, palette: Palette) -> None:
        """Paint in `palette` from now on."""
        if palette is not self.palette:
            self.palette = palette
            self.changed.emit(palette)


COLOURS = CurrentPalette()


def colours() -> Palette:
    """The palette in use."""
    return COLOURS.palette


class Theme(QObject):
    """What a person chose: light, dark, or as the desktop is. It decides on `COLOURS`.

    Attributes
    ----------
    choice : str
        One of `CHOICES`.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.choice = "system"
        COLOURS.use(_desktop_palette())
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._update)

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
        scheme = Qt.ColorScheme.Unknown
        if choice in THEMES:
            scheme = Qt.ColorScheme.Dark if THEMES[choice].dark else Qt.ColorScheme.Light
        QGuiApplication.styleHints().setColorScheme(scheme)
        self._update()

    def toggle(self) -> None:
        """Light if it is dark, dark if it is light."""
        self.choose("light" if colours().dark else "dark")

    @Slot()
    def _update(self) -> None:
        COLOURS.use(THEMES.get(self.choice) or _desktop_palette())


def _desktop_palette() -> Palette:
    dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return DARK if dark else LIGHT
