"""The pill that holds a verdict: filled ink for a problem, outlined when healthy."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

from app.look.icons import pixmap
from app.look.style_sheet import bold
from app.look.theme import Palette
from app.look.verdict_words import ChipWords

ICON, PADDING, GAP = 15, 13, 7
"""Pixels of the icon, beside it, and between it and the words, in a pill of `HEIGHT` pixels."""
HEIGHT = 30


def pill_font(font: QFont, words: ChipWords) -> QFont:
    """A problem is said in bold."""
    return bold(font) if words.problem else font


def pill_width(text: str, font: QFont, height: float = HEIGHT) -> float:
    """Pixels of a pill around `text`."""
    scale = height / HEIGHT
    return QFontMetrics(font).horizontalAdvance(text) + 2 * PADDING * scale + (ICON + GAP) * scale


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
    ink = palette.paper if words.problem else palette.ink
    painter.setPen(QPen(QColor(palette.ink if words.problem or focused else palette.edge), 1.2))
    painter.setBrush(QColor(palette.ink) if words.problem else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
    size = round(ICON * scale)
    picture = pixmap(words.icon, ink, size, ratio)
    painter.drawPixmap(QPointF(round(PADDING * scale), (height - size) // 2), picture)
    painter.setPen(QColor(ink))
    left = (PADDING + ICON + GAP) * scale
    room = QRectF(left, 0, pill.width() - left, height)
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
