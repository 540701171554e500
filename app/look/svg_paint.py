"""SVG painted by Qt: as pixels, as a PNG file, as a PDF file; the same pages give the same bytes."""

from __future__ import annotations

import html
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QBuffer, QByteArray, QHashSeed, QIODevice, QMarginsF, QRectF, QSizeF, QUuid
from PySide6.QtGui import QFontDatabase, QImage, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgRenderer

from app.look.font_file import font_file
from symgui import __version__

RESOLUTION = 72
"""Dots to an inch in a PDF: a pixel of the SVG is a point."""
LARGEST = 16_384
"""Pixels of a side of a picture; a larger one is painted at a smaller scale."""
DATES = re.compile(rb"(?<=\(D:)\d{14}|(?<=Date=\")\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
"""When a PDF was made: part of the file, though not of what it shows."""
SOME_DATES = {14: b"20000101000000", 19: b"2000-01-01T00:00:00"}


def image(svg: str, scale: float = 1.0) -> QImage:
    """The picture in pixels.

    Parameters
    ----------
    svg : str
    scale : float
        Pixels to one of the SVG.
    """
    renderer = _renderer(svg)
    size = renderer.defaultSize()
    scale = min(scale, LARGEST / max(size.width(), size.height(), 1))
    picture = QImage(round(size.width() * scale), round(size.height() * scale), QImage.Format.Format_RGB32)
    picture.fill(0xFFFFFFFF)
    painter = QPainter(picture)
    painter.setRenderHints(
        QPainter.RenderHint.Antialiasing
        | QPainter.RenderHint.TextAntialiasing
        | QPainter.RenderHint.SmoothPixmapTransform
    )
    renderer.render(painter, QRectF(0, 0, picture.width(), picture.height()))
    painter.end()
    return picture


def pixels(svg: str, scale: float = 1.0) -> NDArray[np.uint8]:
    """Red, green and blue of the picture, shape (rows, columns, 3)."""
    picture = image(svg, scale).convertToFormat(QImage.Format.Format_RGB888)
    rows, columns = picture.height(), picture.width()
    lines = np.frombuffer(picture.constBits(), np.uint8).reshape(rows, picture.bytesPerLine())
    return lines[:, : 3 * columns].reshape(rows, columns, 3).copy()


def png(pages: list[str], scale: float = 2.0) -> bytes:
    """The first page as a PNG file."""
    return png_of(image(pages[0], scale))


def png_of(picture: QImage) -> bytes:
    """A picture as a PNG file."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # type: ignore[call-overload]  # a name, as Qt's own manual has it
    buffer.close()
    return bytes(data.data())


def pdf(pages: list[str], scale: float = 1.0) -> bytes:  # noqa: ARG001  # a painter has a scale
    """The pages as a PDF file, each as large as its SVG, in lines and letters."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    with _fonts_in_one_order():
        _write_pdf(buffer, pages)
    buffer.close()
    return DATES.sub(lambda found: SOME_DATES[len(found[0])], bytes(data.data()))


def _write_pdf(buffer: QBuffer, pages: list[str]) -> None:
    writer = QPdfWriter(buffer)
    writer.setCreator(f"SymGUI {__version__}")
    writer.setTitle(_title(pages[0]))
    writer.setDocumentId(QUuid(str(uuid.uuid5(uuid.NAMESPACE_URL, "".join(pages)))))
    writer.setResolution(RESOLUTION)
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    renderers = [_renderer(page) for page in pages]
    writer.setPageSize(_page_size(renderers[0]))
    painter = QPainter(writer)
    for number, renderer in enumerate(renderers):
        if number:
            writer.setPageSize(_page_size(renderer))
            writer.newPage()
        renderer.render(painter, QRectF(0, 0, writer.width(), writer.height()))
    painter.end()


@contextmanager
def _fonts_in_one_order() -> Iterator[None]:
    """Qt writes a PDF's fonts in the order of a hash table, which is another one in each process."""
    QHashSeed.setDeterministicGlobalSeed()
    try:
        yield
    finally:
        QHashSeed.resetRandomGlobalSeed()


def _renderer(svg: str) -> QSvgRenderer:
    """What paints it, in the font that comes with the program."""
    if "DejaVu Sans" not in QFontDatabase.families():
        QFontDatabase.addApplicationFont(str(font_file()))
    return QSvgRenderer(QByteArray(svg.encode()))


def _page_size(renderer: QSvgRenderer) -> QPageSize:
    size = renderer.defaultSize()
    return QPageSize(
        QSizeF(size.width(), size.height()), QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch
    )


def _title(svg: str) -> str:
    found = re.search(r"<title>(.*?)</title>", svg, re.DOTALL)
    return html.unescape(found[1]) if found else ""
