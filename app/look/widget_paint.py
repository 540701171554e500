"""A widget as a picture, in light or dark whatever is on screen: as pixels, or as lines and letters."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPoint, QRect, QSize, QSizeF, Qt, QUuid
from PySide6.QtGui import QColor, QImage, QPageSize, QPaintDevice, QPainter, QPdfWriter, QRegion
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from app.look.paints_later import PaintsLater
from app.look.svg_paint import DATES, SOME_DATES, png_of
from app.look.theme import COLOURS, DARK, LIGHT, colours

MARGIN = 8
"""Pixels around the words."""
DOCUMENT = QUuid("{5cb5f1a0-6f52-4e8f-8c3e-3a5a2b1d7c11}")
"""Of all PDFs of widgets: what they show does not depend on when they were made."""


def image(widget: QWidget, scale: float, words: str = "", *, dark: bool) -> QImage:
    """What a widget shows, `scale` pixels to one of its own, below a line of words."""
    size = _size(widget, words)
    picture = QImage(size * scale, QImage.Format.Format_RGB32)
    picture.setDevicePixelRatio(scale)
    _paint(widget, picture, words, dark)
    picture.setDevicePixelRatio(1.0)
    return picture


def file(widget: QWidget, suffix: str, scale: float, words: str = "", *, dark: bool) -> bytes:
    """The same as a file: ``.png``, ``.svg`` or ``.pdf``."""
    if suffix == ".png":
        return png_of(image(widget, scale, words, dark=dark))
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    size = _size(widget, words)
    _paint(widget, _svg(buffer, size) if suffix == ".svg" else _pdf(buffer, size), words, dark)
    buffer.close()
    return DATES.sub(lambda found: SOME_DATES[len(found[0])], bytes(data.data()))


def _paint(widget: QWidget, device: QPaintDevice, words: str, dark: bool) -> None:
    """The words, and below them the widget."""
    size, above = _size(widget, words), _above(widget, words)
    with _in(dark):
        for part in widget.findChildren(QWidget):
            if isinstance(part, PaintsLater) and part.isVisible():
                part.paint_now()
        painter = QPainter(device)
        painter.fillRect(QRect(QPoint(), size), QColor(colours().paper))
        painter.setFont(widget.font())
        painter.setPen(QColor(colours().muted))
        room = QRect(MARGIN, MARGIN, size.width() - 2 * MARGIN, above)
        painter.drawText(room, Qt.TextFlag.TextWordWrap, words)
        # the ground of a view is the page's paper; of the whole window it is its own
        flags = QWidget.RenderFlag.DrawChildren
        if widget.isWindow():
            flags |= QWidget.RenderFlag.DrawWindowBackground
        widget.render(painter, QPoint(0, above), QRegion(), flags)
        painter.end()


def _size(widget: QWidget, words: str) -> QSize:
    return widget.size() + QSize(0, _above(widget, words))


def _above(widget: QWidget, words: str) -> int:
    """Pixels that words take."""
    if not words:
        return 0
    room = QRect(0, 0, widget.width() - 2 * MARGIN, 10_000)
    return widget.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, words).height() + 2 * MARGIN


def _svg(buffer: QBuffer, size: QSize) -> QSvgGenerator:
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(size)
    generator.setViewBox(QRect(QPoint(), size))
    return generator


def _pdf(buffer: QBuffer, size: QSize) -> QPdfWriter:
    writer = QPdfWriter(buffer)
    writer.setResolution(72)
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    match = QPageSize.SizeMatchPolicy.ExactMatch
    writer.setPageSize(QPageSize(QSizeF(size), QPageSize.Unit.Point, "", match))
    writer.setDocumentId(DOCUMENT)
    return writer


@contextmanager
def _in(dark: bool) -> Iterator[None]:
    """Paint in light or dark meanwhile; nothing is repainted on screen in between."""
    before = colours()
    COLOURS.use(DARK if dark else LIGHT)
    try:
        yield
    finally:
        COLOURS.use(before)
