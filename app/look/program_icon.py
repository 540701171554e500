"""The program's own icon, as the window and the desktop show it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from symgui.resources import resource_folder

SIZES = (16, 24, 32, 48, 128)
"""Pixels of a side: a title bar's, a task bar's, a switcher's."""


def program_icon() -> QIcon:
    """The icon of ``resources/desktop``; an empty one where that file is missing."""
    file = resource_folder() / "desktop" / "symgui.svg"
    icon = QIcon()
    if file.is_file():
        renderer = QSvgRenderer(str(file))
        for size in SIZES:
            icon.addPixmap(_picture(renderer, size))
    return icon


def _picture(renderer: QSvgRenderer, size: int) -> QPixmap:
    picture = QPixmap(size, size)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return picture
