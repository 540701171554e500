"""Formulas as a book sets them: italic letters, stacked indices, fractions, a ring around what matters.

A line is a sequence of nodes; it breaks between words where the room ends. Live numbers are plain text
nodes, so a line is set anew in well under a millisecond.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import TypeAlias

import msgspec
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look.theme import Palette, colours, inverted
from app.look.type_sizes import scale_of

SERIF = ("DejaVu Serif", "STIX Two Text", "Georgia", "Times New Roman", "serif")
FORMULA_SCALE = 1.2
"""Formulas are larger than the text around them."""
MUTED_SCALE = 0.84
SCRIPT_SCALE = 0.68
MOST_WIDTHS = 4000
MOST_LINES = 200
LINE_GAP = 5.0
OPERATORS = ("=", "≈", "≠", "·", "+", "–")
RING_PADDING = 5.0
_SPACES = re.compile(r"[ \t\n]+")
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


class Text(msgspec.Struct, frozen=True):
    """Upright text. A line may break before it, unless it is `tight`: nothing parts it from the last node."""

    text: str
    bold: bool = False
    muted: bool = False
    tight: bool = False

    def __str__(self) -> str:
        return self.text


class Symbol(msgspec.Struct, frozen=True):
    """An italic letter with an upper and a lower index: W with [2] above and 1,2 below."""

    base: str
    above: str = ""
    below: str = ""
    muted: bool = False
    tight: bool = False

    def __str__(self) -> str:
        return f"{self.base}{self.above}{self.below.translate(_SUBSCRIPTS)}"


class Fraction(msgspec.Struct, frozen=True):
    """One thing over another."""

    over: str
    under: str

    def __str__(self) -> str:
        return f"{self.over}/{self.under}"


class Ring(msgspec.Struct, frozen=True):
    """Nodes in a ring of ink: the factor that is zero."""

    nodes: tuple[Text | Symbol | Fraction, ...]

    def __str__(self) -> str:
        return f"[{' '.join(map(str, self.nodes))}]"


Node: TypeAlias = Text | Symbol | Fraction | Ring
Line: TypeAlias = tuple[Node, ...]


def plain(line: Line) -> str:
    """A line as text: ``"dW[1]₂,₁ = 1/m Σ δ₂ · x₁ = 0"``."""
    return "".join(("" if _is_tight(node) else " ") + str(node) for node in line).strip()


_INDEX = r"(?:\[[\dlL+−]+\])"
_BELOW = r"(?:(?:[₀-₉ᵣ]+,)*[₀-₉ᵣ]+)"
_SYMBOL = re.compile(
    rf"(?<![A-Za-z])(d?[WbzaZAδxy])(?:({_INDEX})({_BELOW})?|({_BELOW}))|(?<!\S)([δza])(?!\w)"
)
_DIGITS = str.maketrans("₀₁₂₃₄₅₆₇₈₉ᵣ", "0123456789r")


def set_math(text: str, muted: bool = False) -> Line:
    """Nodes of a sentence in which names such as ``W[1]₂,₁`` or ``δ₂`` are set as symbols."""
    nodes: list[Node] = []
    end = 0
    for match in _SYMBOL.finditer(text):
        nodes += _words(text[end : match.start()], muted, bool(nodes))
        below = (match[3] or match[4] or "").translate(_DIGITS)
        tight = match.start() > 0 and not text[match.start() - 1].isspace()
        nodes.append(Symbol(match[1] or match[5], match[2] or "", below, muted, tight))
        end = match.end()
    return (*nodes, *_words(text[end:], muted, bool(nodes)))


def _words(text: str, muted: bool, follows: bool) -> list[Node]:
    """A node a word; the first is tight if it follows a node without a space between.

    A no-break space parts no words.
    """
    tight = follows and bool(text) and not text[0].isspace()
    return [
        Text(word, muted=muted, tight=tight and i == 0)
        for i, word in enumerate(_SPACES.split(text.strip()))
        if word
    ]


def _is_tight(node: Node) -> bool:
    return isinstance(node, (Text, Symbol)) and node.tight


class _Placed(msgspec.Struct, frozen=True):
    node: Node
    x: float
    baseline: float


_Row: TypeAlias = tuple[list[tuple[Node, float]], float, float]
"""Nodes with their x, room above and below the baseline."""


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
        return 0.0 if _is_tight(node) else self._face(node).space

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


class TypesetLabel(QWidget):
    """Lines of formulas, broken to its width, as high as they need.

    Attributes
    ----------
    lines : tuple of Line
    muted_scale : float
        Size of muted words, as a share of the others'.
    """

    def __init__(self, parent: QWidget | None = None, scale: float = FORMULA_SCALE) -> None:
        super().__init__(parent)
        self.lines: tuple[Line, ...] = ()
        self._scale, self.muted_scale, self._line_gap = scale, MUTED_SCALE, LINE_GAP
        self._inverted = False
        self._setter: Typesetter | None = None
        self._placed: list[_Placed] = []
        self._known: dict[tuple[Line, int, float, float], list[_Row]] = {}
        self._laid_out: tuple[int, tuple[Line, ...]] = (-1, ())  # width and lines of the layout
        self._height = 0.0
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Show these lines; nothing happens if they are the same."""
        lines = tuple(lines)
        if lines == self.lines:
            return
        self.lines = lines
        self.setAccessibleDescription(self.text())
        height = self._height
        self._lay_out(self.width())
        if self._height != height:
            self.updateGeometry()
        self.update()

    def set_scale(self, scale: float) -> None:
        """Set formulas so many times as large as the text around."""
        if scale != self._scale:
            self._scale = scale
            self._laid_out = (-1, ())
            self.updateGeometry()

    def set_line_gap(self, gap: float) -> None:
        """Leave so many pixels between two lines, beside type of the usual size."""
        if gap != self._line_gap:
            self._line_gap = gap
            self._laid_out = (-1, ())
            self.updateGeometry()

    def set_muted_scale(self, scale: float) -> None:
        """Set muted words so many times as large as the others."""
        if scale != self.muted_scale:
            self.muted_scale = scale
            self._laid_out = (-1, ())
            self.updateGeometry()

    def set_inverted(self, inverted: bool) -> None:
        """Write in paper on ink, or again in ink on paper."""
        if inverted != self._inverted:
            self._inverted = inverted
            self.update()

    def text(self) -> str:
        """All lines as plain text."""
        return "\n".join(map(plain, self.lines))

    def symbol_rect(self, base: str, above: str = "") -> QRectF:
        """Where a symbol first stands, whatever its lower index; if in a ring, that; null if it does not."""
        setter = self._typesetter()
        self._lay_out(self.width())
        for placed in self._placed:
            whole = placed.node
            for node in whole.nodes if isinstance(whole, Ring) else (whole,):
                if isinstance(node, Symbol) and (node.base, node.above) == (base, above):
                    up, down = setter.height((whole,))
                    return QRectF(placed.x, placed.baseline - up, setter.width(whole), up + down)
        return QRectF()

    def first_line(self) -> tuple[float, float]:
        """Room above and below the baseline of the first line as it is broken; none without lines."""
        if not self.lines:
            return 0.0, 0.0
        _, above, below = self._rows(self.lines[0], self.width(), self._typesetter())[0]
        return above, below

    def natural_width_of(self, lines: Sequence[Line]) -> float:
        """Pixels of width that the longest of some lines takes if none is broken."""
        setter = self._typesetter()
        rows = (_broken(line, math.inf, setter)[0] for line in lines)
        return max((row[-1][1] + setter.width(row[-1][0]) for row in rows if row), default=0.0)

    def heightForWidth(self, width: int) -> int:
        """Pixels of height the lines need at a width."""
        return self.height_of(self.lines, width)

    def height_of(self, lines: Sequence[Line], width: int) -> int:
        """Pixels of height that other lines would need."""
        return round(self._measure(width, lines)[1]) + 2

    def sizeHint(self) -> QSize:
        """As wide as there is room, as high as that needs."""
        return QSize(320, self.heightForWidth(max(self.width(), 200)))

    def minimumSizeHint(self) -> QSize:
        """Narrow, and as high as the present width needs."""
        return QSize(160, round(self._height) + 2)

    def changeEvent(self, event: QEvent) -> None:
        """Set the lines anew in another type."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_setter"):
            self._setter = None
            self._laid_out = (-1, ())
            self._lay_out(self.width())
            self.updateGeometry()
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        height = self._height
        self._lay_out(event.size().width())
        if self._height != height:
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the lines."""
        setter = self._typesetter()
        self._lay_out(self.width())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = inverted(colours()) if self._inverted else colours()
        for placed in self._placed:
            setter.paint(painter, placed.node, QPointF(placed.x, placed.baseline), palette)
        painter.end()

    def _typesetter(self) -> Typesetter:
        pixels = self.fontInfo().pixelSize() * self._scale
        setter = self._setter
        if setter is None or (setter.pixels, setter.muted_scale) != (pixels, self.muted_scale):
            setter = self._setter = Typesetter(self.font(), pixels, self.muted_scale)
        return setter

    def _lay_out(self, width: int) -> None:
        if self._laid_out != (width, self.lines):
            self._placed, self._height = self._measure(width, self.lines)
            self._laid_out = (width, self.lines)

    def _measure(self, width: int, lines: Sequence[Line]) -> tuple[list[_Placed], float]:
        setter = self._typesetter()
        placed: list[_Placed] = []
        y, gap = 0.0, self._line_gap * scale_of(self)
        for line in lines:
            for row, above, below in self._rows(line, width, setter):
                placed.extend(_Placed(node, x, y + above) for node, x in row)
                y += above + below + gap
        return placed, max(0.0, y - gap)

    def _rows(self, line: Line, width: int, setter: Typesetter) -> list[_Row]:
        """The rows of a line with their heights; lines that did not change are not broken again."""
        key = (line, width, setter.pixels, setter.muted_scale)
        if key not in self._known:
            if len(self._known) > MOST_LINES:
                self._known.clear()
            rows = map(_joined, _broken(line, width, setter))
            self._known[key] = [(row, *setter.height(tuple(node for node, _ in row))) for row in rows]
        return self._known[key]


def _joined(row: list[tuple[Node, float]]) -> list[tuple[Node, float]]:
    """A row whose words are written in one go where nothing parts them but a space."""
    joined: list[tuple[Node, float]] = []
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


def _broken(line: Line, width: float, setter: Typesetter) -> list[list[tuple[Node, float]]]:
    """Rows of nodes with their x. A line breaks before an operator, and never before what is tight."""
    words: list[list[Node]] = []
    for node in line:
        if words and (_is_tight(node) or str(words[-1][-1]) in OPERATORS):
            words[-1].append(node)
        else:
            words.append([node])
    rows: list[list[tuple[Node, float]]] = [[]]
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
