"""A widget as a picture, in light or dark whatever is on screen: as pixels, or as lines and letters."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPoint, QRect, QSize, QSizeF, QUuid
from PySide6.QtGui import QColor, QImage, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from app.look.svg_paint import DATES, SOME_DATES, png_of
from app.look.theme import COLOURS, DARK, LIGHT, colours

DOCUMENT = QUuid("{5cb5f1a0-6f52-4e8f-8c3e-3a5a2b1d7c11}")
"""Of all PDFs of widgets: what they show does not depend on when they were made."""


def image(widget: QWidget, scale: float, *, dark: bool) -> QImage:
    """What a widget shows, `scale` pixels to one of its own."""
    with _in(dark):
        size = widget.size() * scale
        picture = QImage(size, QImage.Format.Format_RGB32)
        picture.setDevicePixelRatio(scale)
        picture.fill(QColor(colours().paper))
        painter = QPainter(picture)
        widget.render(painter, QPoint())
        painter.end()
    picture.setDevicePixelRatio(1.0)
    return picture


def file(widget: QWidget, suffix: str, scale: float, *, dark: bool) -> bytes:
    """What a widget shows as a file: ``.png``, ``.svg`` or ``.pdf``."""
    if suffix == ".png":
        return png_of(image(widget, scale, dark=dark))
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    device = _svg(buffer, widget.size()) if suffix == ".svg" else _pdf(buffer, widget.size())
    with _in(dark):
        painter = QPainter(device)
        painter.fillRect(widget.rect(), QColor(colours().paper))
        widget.render(painter, QPoint())
        painter.end()
    buffer.close()
    return DATES.sub(lambda found: SOME_DATES[len(found[0])], bytes(data.data()))


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
