"""Rows, columns and scroll areas of widgets, each made in one call."""

from __future__ import annotations

from typing import TypeAlias, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QLayout, QScrollArea, QWidget

Box = TypeVar("Box", bound=QBoxLayout)
Part: TypeAlias = (
    QWidget | QLayout | int | tuple[QWidget | QLayout, int] | tuple[QWidget, int, Qt.AlignmentFlag]
)


def filled(
    box: Box, *parts: Part, margins: int | tuple[int, int, int, int] | None = None, gap: int | None = None
) -> Box:
    """A row or column with these parts in it, one after the other.

    Parameters
    ----------
    box : QBoxLayout
    *parts : QWidget, QLayout, tuple or int
        A part alone; or with its share of the room that is left, and its alignment. A number is an empty
        part with that share.
    margins : int or (int, int, int, int), optional
        Pixels around all: left, top, right, bottom. Left out, the style's.
    gap : int, optional
        Pixels between two. Left out, the style's.
    """
    if margins is not None:
        box.setContentsMargins(*((margins,) * 4 if isinstance(margins, int) else margins))
    if gap is not None:
        box.setSpacing(gap)
    for part in parts:
        if isinstance(part, int):
            box.addStretch(part)
            continue
        child, *how = part if isinstance(part, tuple) else (part,)
        add = box.addLayout if isinstance(child, QLayout) else box.addWidget
        add(child, *how)  # type: ignore[arg-type]
    return box


def take_out(box: QBoxLayout, *widgets: QWidget) -> None:
    """Remove widgets for good, each a little later: it may be its own click that is being answered."""
    for widget in widgets:
        box.removeWidget(widget)
        widget.hide()
        widget.deleteLater()


def scrolling(content: QWidget, name: str, *, by_keys: bool = False) -> QScrollArea:
    """`content` as wide as there is room, scrolled only up and down.

    Parameters
    ----------
    content : QWidget
    name : str
        Of the area, by which style and tests find it.
    by_keys : bool
        Whether it can have the keyboard's focus, so that keys scroll it.
    """
    area = QScrollArea()
    area.setObjectName(name)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    if not by_keys:
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    return area
