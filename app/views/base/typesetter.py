"""Where each node of a line stands, and how it is painted: stacked indices, fractions, rings."""

from __future__ import annotations

from typing import TypeAlias

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from app.look.theme import Palette
from app.views.base.math_line import Fraction, Line, Node, Ring, Symbol, Text, is_tight

SERIF = ("DejaVu Serif", "STIX Two Text", "Georgia", "Times New Roman", "serif")
MUTED_SCALE = 0.84
"""Size of muted nodes, as a share of the others'."""
SCRIPT_SCALE = 0.68
"""Size of indices and of both parts of a fraction, likewise."""
MOST_WIDTHS = 4000
"""Texts of one size whose widths are remembered."""
OPERATORS = ("=", "≈", "≠", "·", "+", "–")
"""A line breaks before one, never behind it."""
RING_PADDING = 5.0
"""Pixels between a ring and the nodes in it."""

Row: TypeAlias = list[tuple[Node, float]]
"""Nodes with their x."""


class Typesetter:
    """Measures and paints nodes: formulas in one size, muted nodes in the smaller one of the text around.

    Parameters
    ----------
    font : QFont
        Of the text around.
    pixels : float
        Size of formulas.
    muted_scale : float
        Size of muted nodes, as a share of that.
    """

    def __init__(self, font: QFont, pixels: float, muted_scale: float = MUTED_SCALE) -> None:
        self.pixels, self.muted_scale = pixels, muted_scale
        self._faces = {
            muted: _Face(font, pixels * (muted_scale if muted else 1.0)) for muted in (False, True)
        }

    def width(self, node: Node) -> float:
        """Pixels a node takes."""
        face = self._face(node)
        if isinstance(node, Text):
            return face.advance(node.text, "bold" if node.bold else "roman")
        if isinstance(node, Symbol):
            indices = max(face.advance(node.above, "script"), face.advance(node.below, "script"))
            return face.advance(node.base, _letter(node)) + (indices + 2.0 if indices else 0.0)
        if isinstance(node, Fraction):
            return max(face.advance(part, "script") for part in (node.over, node.under)) + 6.0
        return sum(self._inside(node)) + 2.0 * RING_PADDING + 2.0

    def space(self, node: Node) -> float:
        """Pixels between a node and the one before it."""
        return 0.0 if is_tight(node) else self._face(node).space

    def height(self, line: Line) -> tuple[float, float]:
        """Room above and below the baseline."""
        above = below = 0.0
        for node in line:
            face = self._face(node)
            indexed = not isinstance(node, Text)
            ring = 3.0 if isinstance(node, Ring) else 0.0
            above = max(above, face.ascent + (0.2 * face.script_ascent if indexed else 0.0) + ring)
            below = max(below, face.descent + (0.3 * face.script_ascent if indexed else 0.0) + ring)
        return above, below

    def paint(self, painter: QPainter, node: Node, at: QPointF, palette: Palette) -> None:
        """Draw a node with its baseline at `at`."""
        face = self._face(node)
        painter.setPen(QColor(palette.muted if getattr(node, "muted", False) else palette.ink))
        if isinstance(node, Text):
            painter.setFont(face.fonts["bold" if node.bold else "roman"])
            painter.drawText(at, node.text)
        elif isinstance(node, Symbol):
            self._paint_symbol(painter, node, at, face)
        elif isinstance(node, Fraction):
            self._paint_fraction(painter, node, at, face)
        else:
            self._paint_ring(painter, node, at, palette)

    def _paint_symbol(self, painter: QPainter, node: Symbol, at: QPointF, face: _Face) -> None:
        painter.setFont(face.fonts[_letter(node)])
        painter.drawText(at, node.base)
        x = at.x() + face.advance(node.base, _letter(node)) + 1.0
        painter.setFont(face.fonts["script"])
        if node.above:
            painter.drawText(QPointF(x, at.y() - 0.62 * face.ascent + 0.2 * face.script_ascent), node.above)
        if node.below:
            painter.drawText(QPointF(x, at.y() + 0.42 * face.script_ascent), node.below)

    def _paint_fraction(self, painter: QPainter, node: Fraction, at: QPointF, face: _Face) -> None:
        painter.setFont(face.fonts["script"])
        middle = round(at.y() - 0.5 * face.x_height) + 0.5
        width = self.width(node)
        for part, y in ((node.over, middle - 2.5), (node.under, middle + 0.8 * face.script_ascent + 2.0)):
            left = at.x() + 0.5 * (width - face.advance(part, "script"))
            painter.drawText(QPointF(left, y), part)
        painter.drawLine(QPointF(at.x() + 1.0, middle), QPointF(at.x() + width - 1.0, middle))

    def _paint_ring(self, painter: QPainter, node: Ring, at: QPointF, palette: Palette) -> None:
        above, below = self.height((node,))
        rect = QRectF(at.x() + 1.0, at.y() - above + 1.0, self.width(node) - 2.0, above + below - 2.0)
        painter.setPen(QPen(QColor(palette.ink), 2.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect, 6.0, 6.0)
        x = at.x() + RING_PADDING + 1.0
        for i, part in enumerate(node.nodes):
            x += self.space(part) if i else 0.0
            self.paint(painter, part, QPointF(x, at.y()), palette)
            x += self.width(part)

    def _inside(self, ring: Ring) -> list[float]:
        return [self.width(node) + (self.space(node) if i else 0.0) for i, node in enumerate(ring.nodes)]

    def _face(self, node: Node) -> _Face:
        return self._faces[getattr(node, "muted", False)]


class _Face:
    """The fonts of one size, and the widths of what was written in them."""

    def __init__(self, font: QFont, pixels: float) -> None:
        roman = QFont(font)
        roman.setFamilies(list(SERIF))
        roman.setPixelSize(max(1, round(pixels)))
        italic, bold, script = QFont(roman), QFont(roman), QFont(roman)
        italic.setItalic(True)
        bold.setBold(True)
        script.setPixelSize(max(9, round(pixels * SCRIPT_SCALE)))
        self.fonts = {"roman": roman, "italic": italic, "bold": bold, "script": script}
        self._metrics = {name: QFontMetricsF(f) for name, f in self.fonts.items()}
        self._widths: dict[tuple[str, str], float] = {}
        metrics = self._metrics["roman"]
        self.ascent, self.descent, self.x_height = metrics.ascent(), metrics.descent(), metrics.xHeight()
        self.script_ascent = self._metrics["script"].ascent()
        self.space = metrics.horizontalAdvance(" ")

    def advance(self, text: str, style: str) -> float:
        """Width of `text` in ``"roman"``, ``"italic"``, ``"bold"`` or ``"script"``."""
        key = (style, text)
        if key not in self._widths:
            if len(self._widths) > MOST_WIDTHS:  # live numbers come and go
                self._widths.clear()
            self._widths[key] = self._metrics[style].horizontalAdvance(text)
        return self._widths[key]


def _letter(node: Symbol) -> str:
    return "roman" if node.base == "Σ" else "italic"


def words_joined(row: Row) -> Row:
    """A row whose words are written in one go where nothing parts them but a space."""
    joined: Row = []
    for node, x in row:
        last = joined[-1][0] if joined else None
        if (
            isinstance(node, Text)
            and isinstance(last, Text)
            and not node.bold
            and not last.bold
            and node.muted == last.muted
        ):
            space = "" if node.tight else " "
            joined[-1] = (
                Text(last.text + space + node.text, muted=last.muted, tight=last.tight),
                joined[-1][1],
            )
        else:
            joined.append((node, x))
    return joined


def broken_into_rows(line: Line, width: float, setter: Typesetter) -> list[Row]:
    """Rows of nodes with their x. A line breaks before an operator, and never before what is tight."""
    words: list[list[Node]] = []
    for node in line:
        if words and (is_tight(node) or str(words[-1][-1]) in OPERATORS):
            words[-1].append(node)
        else:
            words.append([node])
    rows: list[Row] = [[]]
    x = 0.0
    for word in words:
        gaps = [setter.space(node) for node in word]
        room = sum(map(setter.width, word)) + sum(gaps[1:])
        if not rows[-1]:
            gaps[0] = 0.0
        elif x + gaps[0] + room > width:
            rows.append([])
            x, gaps[0] = 0.0, 0.0
        for node, gap in zip(word, gaps, strict=True):
            x += gap
            rows[-1].append((node, x))
            x += setter.width(node)
    return rows
