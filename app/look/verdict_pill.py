"""The pill that holds a verdict: filled ink for a problem, outlined when healthy."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

from app.look.icons import pixmap
from app.look.style_sheet import SMALL_SIZE, bold, sized
from app.look.theme import Palette
from app.look.verdict_words import ChipWords

ICON, PADDING, GAP = 15, 13, 7
"""Pixels of the icon, beside it, and between it and the words, in a pill of `HEIGHT` pixels."""
HEIGHT = 30
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
