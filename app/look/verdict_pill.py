"""The pill that holds a verdict: filled ink for a problem, outlined when healthy."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look.icons import pixmap
from app.look.style_sheet import SMALL_SIZE, bold, sized
from app.look.theme import Palette, colours
from app.look.type_sizes import pixel_size, small_font
from app.look.verdict_words import ChipWords

HEIGHT = 30
"""Pixels of height of a pill with one line; the three below are those in such a pill."""
ICON = 15
"""Pixels of the icon's side."""
PADDING = 13
"""Pixels left of the icon and right of the words."""
GAP = 7
"""Pixels between the icon and the words."""
TALL, TALL_RADIUS = 42, 13
"""Pixels of a pill of two lines, and the radius of its corners."""


def pill_font(font: QFont, words: ChipWords) -> QFont:
    """A problem is said in bold."""
    return bold(font) if words.problem else font


def pill_width(text: str, font: QFont, height: float = HEIGHT) -> float:
    """Pixels of a pill around `text`."""
    scale = height / HEIGHT
    return QFontMetrics(font).horizontalAdvance(text) + 2 * PADDING * scale + (ICON + GAP) * scale


def tall_pill_width(words: ChipWords, font: QFont) -> float:
    """Pixels of a pill that holds a name and what makes it true in two lines."""
    widest = max(
        QFontMetrics(bold(font)).horizontalAdvance(words.name),
        QFontMetrics(sized(font, SMALL_SIZE)).horizontalAdvance(words.detail),
    )
    return widest + 2 * PADDING + ICON + GAP


def paint_tall_pill(
    painter: QPainter, words: ChipWords, palette: Palette, font: QFont, *, focused: bool = False
) -> None:
    """Paint a pill of two lines from the origin on: the name, and below it what makes it true."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pill = QRectF(0.75, 0.75, tall_pill_width(words, font) - 1.5, TALL - 1.5)
    ink = _paint_rim(painter, words, palette, pill, TALL_RADIUS, focused=focused)
    picture = pixmap(words.icon, ink, ICON, painter.device().devicePixelRatioF())
    painter.drawPixmap(QPointF(PADDING, (TALL - ICON) // 2), picture)
    painter.setPen(QColor(ink))
    left = PADDING + ICON + GAP
    lines = ((words.name, pill_font(font, words)), (words.detail, sized(font, SMALL_SIZE)))
    heights = [QFontMetrics(type_).height() for _, type_ in lines]
    top = (TALL - sum(heights)) / 2
    for (text, type_), height in zip(lines, heights, strict=True):
        painter.setFont(type_)
        painter.drawText(QRectF(left, top, pill.width() - left, height), Qt.AlignmentFlag.AlignVCenter, text)
        top += height


def paint_pill(
    painter: QPainter,
    words: ChipWords,
    text: str,
    palette: Palette,
    *,
    height: float = HEIGHT,
    focused: bool = False,
) -> None:
    """Paint the pill of `words` around `text` from the origin on, in the painter's font."""
    scale = height / HEIGHT
    ratio = painter.device().devicePixelRatioF()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pill = QRectF(0.75, 0.75, pill_width(text, painter.font(), height) - 1.5, height - 1.5)
    ink = _paint_rim(painter, words, palette, pill, pill.height() / 2, focused=focused)
    size = round(ICON * scale)
    picture = pixmap(words.icon, ink, size, ratio)
    painter.drawPixmap(QPointF(round(PADDING * scale), (height - size) // 2), picture)
    painter.setPen(QColor(ink))
    left = (PADDING + ICON + GAP) * scale
    room = QRectF(left, 0, pill.width() - left, height)
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)


def _paint_rim(
    painter: QPainter, words: ChipWords, palette: Palette, pill: QRectF, radius: float, *, focused: bool
) -> str:
    """Paint the pill itself; the colour of what stands in it."""
    painter.setPen(QPen(QColor(palette.ink if words.problem or focused else palette.edge), 1.2))
    painter.setBrush(QColor(palette.ink) if words.problem else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(pill, radius, radius)
    return palette.paper if words.problem else palette.ink


class VerdictPill(QWidget):
    """A verdict as a pill, in the longest wording that there is room for.

    Parameters
    ----------
    small : bool
        Whether it is written in the type of ticks and notes.
    at_right : bool
        Whether it stands at the right end of its place.
    least : float
        To which share its type shrinks where even the shortest wording has no room.

    Attributes
    ----------
    words : ChipWords or None
    text : str
        What is written.
    """

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        small: bool = False,
        at_right: bool = False,
        least: float = 1.0,
    ) -> None:
        super().__init__(parent)
        self.words: ChipWords | None = None
        self.text = ""
        self._small, self._at_right, self._least = small, at_right, least
        self._wordings: tuple[str, ...] = ()
        self._font = self.font()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def show_words(self, words: ChipWords | None, wordings: Sequence[str] = ()) -> None:
        """Show a verdict in one of `wordings`, the longest first; without any, whole or brief."""
        wordings = tuple(wordings) or ((words.text, words.brief) if words is not None else ())
        if (words, wordings) != (self.words, self._wordings):
            self.words, self._wordings = words, wordings
            self.setAccessibleName(f"verdict: {wordings[0]}" if wordings else "")
            self._fit()

    def sizeHint(self) -> QSize:
        """The height of a line and its rim, and all the width that there is."""
        return QSize(0, round(1.35 * QFontMetrics(self.font()).height()))

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the wording again."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Choose the wording again in another type."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_font"):
            self._fit()

    @property
    def rect_of_words(self) -> QRectF:
        """The pill itself, in pixels of the widget."""
        width = pill_width(self.text, self._font, self.height()) if self.text else 0.0
        return QRectF(self.width() - width if self._at_right else 0.0, 0.0, width, self.height())

    def width_of(self, text: str, words: ChipWords | None = None) -> float:
        """Pixels of the pill around `text`, in the type of `words`, or of those that are shown."""
        font, words = small_font(self) if self._small else self.font(), words or self.words
        return pill_width(text, font if words is None else pill_font(font, words), self.height())

    def _fit(self) -> None:
        fitting = (text for text in self._wordings if self.width_of(text) <= self.width())
        self.text = next(fitting, self._wordings[-1] if self._wordings else "")
        font = small_font(self) if self._small else self.font()
        self._font = font if self.words is None else pill_font(font, self.words)
        size = pixel_size(font)
        for smaller in range(size - 1, round(self._least * size) - 1, -1):
            if self._holds(self.text):
                break
            self._font = sized(self._font, smaller, bold=self._font.bold())
        alone = self.words.notable_alone if self.words is not None and self._least < 1.0 else ()
        if alone and not self._holds(self.text):
            self.text = next(filter(self._holds, alone), alone[-1])  # truer than half of both
        self.update()

    def _holds(self, text: str) -> bool:
        """Whether there is room for `text` in the type of now."""
        return pill_width(text, self._font, self.height()) <= self.width()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The pill."""
        if self.words is None:
            return
        painter = QPainter(self)
        painter.setFont(self._font)
        painter.translate(self.rect_of_words.left(), 0.0)
        paint_pill(painter, self.words, self.text, colours(), height=self.height())
        painter.end()
