"""The type of the score: its sizes, and how much room a text takes."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontMetrics

from app.look.type_sizes import SMALL_SHARE, length_scale, pixel_size, small_size

NORMAL_SIZE = 13.0
"""Units of the type that cells are meant for; they grow with larger type."""
SMALLEST_SMALL = 9
MOST_WIDTHS = 500


class Fonts:
    """The sizes of the score's type, derived from the widget's font.

    Parameters
    ----------
    base : QFont
    unit : float or None
        None: as the type asks for.

    Attributes
    ----------
    unit : float
        Pixels of what is a pixel in a window. The sheet is laid out in it, the fonts too.
    scale : float
        What cells are multiplied with.
    title, small, strong : QFont
    title_height, small_height : float
        Of a line of type, in units.
    digit_width, digit_height : float
        Of a digit itself, in units.
    """

    def __init__(self, base: QFont, unit: float | None = None) -> None:
        size = pixel_size(base)
        self.unit = length_scale(size) if unit is None else unit
        plain = length_scale(size) == 1.0
        small = (
            max(SMALLEST_SMALL, round(SMALL_SHARE * size)) if plain else round(small_size(size) / self.unit)
        )
        self.title = self._font(base, round(size / self.unit), bold=True)
        self.scale = size / self.unit / NORMAL_SIZE
        self.small = self._font(base, small)
        self.strong = self._font(base, small, bold=True)
        self._widths: dict[tuple[str, int], float] = {}
        self.title_height = float(QFontMetrics(self.title).height())
        self.small_height = float(QFontMetrics(self.small).height())
        self.digit_width = float(QFontMetrics(self.small).horizontalAdvance("0"))
        self.digit_height = float(QFontMetrics(self.small).tightBoundingRect("0").height())

    @staticmethod
    def _font(base: QFont, size: int, *, bold: bool = False) -> QFont:
        font = QFont(base)
        font.setPixelSize(size)
        font.setBold(bold)
        return font

    def width(self, text: str, *, strong: bool = False) -> float:
        """Units that `text` takes in the small type."""
        return self._advance(text, self.strong if strong else self.small)

    def title_width(self, text: str) -> float:
        """Units that it takes in the titles' type."""
        return self._advance(text, self.title)

    def _advance(self, text: str, font: QFont) -> float:
        key = (text, id(font))
        if key not in self._widths:
            if len(self._widths) >= MOST_WIDTHS:
                self._widths.clear()
            self._widths[key] = QFontMetrics(font).horizontalAdvance(text)
        return self._widths[key]
