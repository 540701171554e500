"""A drawing as SVG, of plain shapes with attributes of their own: every program draws them alike."""

from __future__ import annotations

import base64
import re
import struct
import zlib
from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias
from xml.sax.saxutils import escape, quoteattr

import numpy as np
from numpy.typing import NDArray

Anchor: TypeAlias = Literal["start", "middle", "end"]
Point: TypeAlias = tuple[float, float]

FONT = "DejaVu Sans, Verdana, sans-serif"
LETTER = 0.62
"""Width of a letter of DejaVu Sans, as a share of its size: a little more than the average."""
FORBIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


class Svg:
    """Shapes, in the order in which they are painted; lengths in pixels, y downwards.

    Parameters
    ----------
    width, height : float
    background : str
        ``#rrggbb``.
    title : str
        What the picture is, for those who cannot see it.
    """

    def __init__(self, width: float, height: float, background: str, title: str) -> None:
        self.width, self.height = width, height
        self._parts = [f"<title>{escape(printable(title))}</title>"]
        self.rect(0, 0, width, height, background)

    def text_of(self) -> str:
        """The picture as the text of its file."""
        size = f'width="{_n(self.width)}" height="{_n(self.height)}"'
        box = f'viewBox="0 0 {_n(self.width)} {_n(self.height)}"'
        names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        body = "\n".join(self._parts)
        return f"<svg {names} {size} {box} font-family={quoteattr(FONT)}>\n{body}\n</svg>\n"

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: str = "none",
        stroke: str = "none",
        pen: float = 1.0,
        radius: float = 0.0,
    ) -> None:
        """A rectangle."""
        rounded = f' rx="{_n(radius)}"' if radius else ""
        self._add(
            f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}"{rounded} '
            f'fill="{fill}"{_stroke(stroke, pen)}/>'
        )

    def line(self, start: Point, end: Point, color: str, pen: float = 1.0, dashes: str = "") -> None:
        """A straight line; `dashes` are lengths of ink and gap, ``"1 3"``."""
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        ends = f'x1="{_n(start[0])}" y1="{_n(start[1])}" x2="{_n(end[0])}" y2="{_n(end[1])}"'
        self._add(f"<line {ends}{_stroke(color, pen)}{dashed}/>")

    def curve(self, start: Point, end: Point, bend: float, color: str, pen: float, dashes: str = "") -> None:
        """A curve from left to right, level at both ends; `bend` is the control points' distance."""
        (x0, y0), (x1, y1) = start, end
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        way = f"M{_n(x0)} {_n(y0)}C{_n(x0 + bend)} {_n(y0)} {_n(x1 - bend)} {_n(y1)} {_n(x1)} {_n(y1)}"
        self._add(f'<path d="{way}" fill="none"{_stroke(color, pen)}{dashed}/>')

    def polyline(self, points: Sequence[Point], color: str, pen: float = 1.0, dashes: str = "") -> None:
        """A line through points; where one is not finite it has a gap."""
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        for part in _unbroken(points):
            way = " ".join(f"{_n(x)},{_n(y)}" for x, y in part)
            joined = ' stroke-linejoin="round"'
            self._add(f'<polyline points="{way}" fill="none"{_stroke(color, pen)}{joined}{dashed}/>')

    def polygon(self, points: Sequence[Point], fill: str, stroke: str = "none", pen: float = 1.0) -> None:
        """A closed shape."""
        corners = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
        self._add(f'<polygon points="{corners}" fill="{fill}"{_stroke(stroke, pen)}/>')

    def circle(self, centre: Point, radius: float, fill: str, stroke: str = "none", pen: float = 1.0) -> None:
        """A circle."""
        at = f'cx="{_n(centre[0])}" cy="{_n(centre[1])}" r="{_n(radius)}"'
        self._add(f'<circle {at} fill="{fill}"{_stroke(stroke, pen)}/>')

    def text(
        self,
        x: float,
        y: float,
        words: str,
        color: str,
        size: float = 11.0,
        anchor: Anchor = "start",
        *,
        bold: bool = False,
    ) -> None:
        """Words on the baseline `y`."""
        placed = "" if anchor == "start" else f' text-anchor="{anchor}"'
        weight = ' font-weight="bold"' if bold else ""
        self._add(
            f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}"{placed}{weight} fill="{color}">'
            f"{escape(printable(words))}</text>"
        )

    def picture(self, x: float, y: float, width: float, height: float, colors: NDArray[np.uint32]) -> None:
        """Pixels stretched over a rectangle.

        Parameters
        ----------
        x, y, width, height : float
        colors : ndarray of uint32, shape (rows, columns)
            0xffRRGGBB, the upper row first.
        """
        data = base64.b64encode(png(colors)).decode("ascii")
        self._add(
            f'<image x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" '
            f'preserveAspectRatio="none" xlink:href="data:image/png;base64,{data}"/>'
        )

    def embed(self, picture: str, x: float, y: float, width: float, height: float) -> float:
        """Put in another picture of this class, as large as fits a rectangle, in the middle of its width.

        Returns
        -------
        float
            The height it takes.
        """
        own_width, own_height = size_of(picture)
        rest = picture.partition(">\n")[2]
        scale = min(width / own_width, height / own_height)
        left = x + (width - scale * own_width) / 2
        self._add(f'<g transform="translate({_n(left)} {_n(y)}) scale({scale:.4f})">')
        self._add(rest.removesuffix("</svg>\n"))
        self._add("</g>")
        return scale * own_height

    def _add(self, part: str) -> None:
        self._parts.append(part)


def png(colors: NDArray[np.uint32]) -> bytes:
    """A PNG file of opaque pixels, 0xffRRGGBB, shape (rows, columns); the same pixels are the same bytes."""
    rows, columns = colors.shape
    channels = np.stack([(colors >> shift) & 0xFF for shift in (16, 8, 0)], axis=-1).astype(np.uint8)
    lines = np.concatenate([np.zeros((rows, 1), np.uint8), channels.reshape(rows, 3 * columns)], axis=1)
    head = struct.pack(">IIBBBBB", columns, rows, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(lines.tobytes(), 9)), (b"IEND", b""))
    return PNG_SIGNATURE + b"".join(_chunk(kind, data) for kind, data in chunks)


def stacked(pages: Sequence[str], *, beside: bool = False) -> str:
    """Pictures of this module one below the other, or beside it, as one; a single one as it is."""
    if len(pages) == 1:
        return pages[0]
    widths, heights = zip(*(size_of(page) for page in pages), strict=True)
    size = (sum(widths), max(heights)) if beside else (max(widths), sum(heights))
    svg = Svg(*size, "none", "Pages")
    x = y = 0.0
    for page, width, height in zip(pages, widths, heights, strict=True):
        svg.embed(page, x, y, width, height)
        x, y = (x + width, y) if beside else (x, y + height)
    return svg.text_of()


def size_of(picture: str) -> tuple[float, float]:
    """Width and height of a picture of this module, in pixels."""
    found = re.search(r'viewBox="0 0 (\S+) (\S+)"', picture)
    assert found is not None
    return float(found[1]), float(found[2])


def text_width(words: str, size: float) -> float:
    """Pixels that words take in a type of `size` pixels, roughly, and seldom more."""
    return LETTER * size * len(words)


def wrapped(words: str, size: float, width: float) -> list[str]:
    """Words in lines of at most `width` pixels, roughly."""
    lines = [""]
    for word in words.split(" "):  # no-break spaces hold
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer, size) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def printable(words: str) -> str:
    """Words without what no XML may hold, control characters and the like."""
    return FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", words)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _unbroken(points: Iterable[Point]) -> Iterable[list[Point]]:
    """The parts of a line between points that are not finite."""
    part: list[Point] = []
    for point in points:
        if np.isfinite(point).all():
            part.append(point)
        elif part:
            yield part
            part = []
    if part:
        yield part


def _stroke(color: str, pen: float) -> str:
    return "" if color == "none" else f' stroke="{color}" stroke-width="{_n(pen)}"'


def _n(x: float) -> str:
    """A length, to a hundredth of a pixel."""
    text = f"{x:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
