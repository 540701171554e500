"""What pages that explain look like: a title and a hint at the left, formulas that scroll at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel, QLayout, QScrollArea, QVBoxLayout, QWidget

from app.look.layouts import filled, scrolling
from app.look.text_scale import text_px
from app.look.theme import Palette
from app.look.type_sizes import scale_of, scaled

LEFT_WIDTH = 158
MARGINS = (15, 12, 12, 10)
GAP = 22
QWIDGETSIZE_MAX = 16_777_215
"""Pixels by which Qt means no limit."""


def vertical_rule() -> QFrame:
    """A hairline between two columns."""
    rule = QFrame()
    rule.setObjectName("explanation-rule")
    rule.setFixedWidth(1)
    return rule


def too_high(page: QWidget, area: QScrollArea) -> bool:
    """Whether what lies in `area` is higher than the area has become in `page`."""
    layout, content = page.layout(), area.widget()
    if layout is None or content is None:
        return False
    # what has changed is asked now, not when the event loop comes to it
    inner = [part.layout() for part in (content, *content.findChildren(QWidget))]
    for below in inner:
        if below is not None:
            below.invalidate()
    layout.activate()
    for below in inner:
        if below is not None:
            below.activate()  # lines are broken to the width they have now
    inside = content.layout()
    width = area.viewport().width()
    needed = inside.totalHeightForWidth(width) if inside is not None else content.sizeHint().height()
    return needed > area.viewport().height()


def page_style(p: Palette) -> str:
    """The style sheet of such a page."""
    return f"""
    QScrollArea#explanation-scroll, QScrollArea#explanation-scroll > QWidget > QWidget {{
        background: transparent;
    }}
    QLabel#explanation-title {{ color: {p.ink}; font-weight: bold; background: transparent; }}
    QLabel#explanation-hint {{ color: {p.muted}; background: transparent; }}
    QFrame#explanation-rule {{ background: {p.line}; border: none; }}
    QPushButton {{
        color: {p.muted}; background: transparent; border: 1px solid {p.line}; border-radius: 6px;
        padding: 3px 8px;
    }}
    QPushButton:hover, QPushButton:focus {{ color: {p.ink}; border-color: {p.edge}; }}
    QPushButton:checked {{ color: {p.ink}; background: {p.neutral}; border-color: {p.edge}; }}
    """


class ExplanationPage:
    """The parts of a view that explains: a title, a hint and controls at the left, content at the right.

    Parameters
    ----------
    view : QWidget
        Has no layout yet.
    content : QWidget
        Scrolls where it is too high.
    controls : sequence of QWidget or QLayout
        Below the hint, one below the other.

    Attributes
    ----------
    title, hint : QLabel
        What is explained, and what to do.
    area : QScrollArea
        Holds the content.
    """

    def __init__(self, view: QWidget, content: QWidget, controls: Sequence[QWidget | QLayout]) -> None:
        self.title, self.hint = _dressed(QLabel(), "explanation-title"), _dressed(Hint(), "explanation-hint")
        self._left = QWidget()
        column = filled(QVBoxLayout(self._left), self.title, self.hint, 1, margins=0, gap=5)
        for control in controls:
            if isinstance(control, QLayout):
                column.addLayout(control)
            else:
                column.addWidget(control, 0, Qt.AlignmentFlag.AlignLeft)
        self.area = scrolling(content, "explanation-scroll")
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, view)
        self._layout.addWidget(self._left)
        self._layout.addWidget(self.area, 1)
        self.set_room()

    def set_room(self) -> None:
        """Give margins, gaps and the left column the room that the view's type needs."""
        self._layout.setContentsMargins(*(scaled(self._left, side) for side in MARGINS))
        self._layout.setSpacing(scaled(self._left, GAP))
        large = scale_of(self._left) > 1.0
        self._left.setFixedWidth(scaled(self._left, LEFT_WIDTH) if large else text_px(LEFT_WIDTH))

    def present(self) -> None:
        """Put the title above the content, which scrolls no more, and leave out the hint."""
        self.hint.hide()
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._layout.setDirection(QBoxLayout.Direction.TopToBottom)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._left.setMinimumWidth(0)
        self._left.setMaximumWidth(QWIDGETSIZE_MAX)


class Hint(QLabel):
    """A label that writes its sentence whole, or not at all where it does not fit."""

    @property
    def folded(self) -> bool:
        """Whether it has no room."""
        return self.heightForWidth(self.width()) > self.height()

    def minimumSizeHint(self) -> QSize:
        """No least size: others are needed more."""
        return QSize(0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Write the sentence if all of it fits."""
        if not self.folded:
            super().paintEvent(event)


def _dressed(label: QLabel, name: str) -> QLabel:
    label.setObjectName(name)
    label.setWordWrap(True)
    return label
