"""What pages that explain look like: a title and a hint at the left, formulas that scroll at the right."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel, QScrollArea, QWidget

from app.look.theme import Palette
from app.look.type_sizes import scaled

LEFT_WIDTH = 158
MARGINS = (15, 12, 12, 10)
GAP = 22
QWIDGETSIZE_MAX = 16_777_215
"""Qt's word for no limit."""


def title_label() -> QLabel:
    """The title of a page."""
    return _dressed(QLabel(), "explanation-title")


def hint_label() -> QLabel:
    """What to do, under the title."""
    return _dressed(Hint(), "explanation-hint")


def vertical_rule() -> QFrame:
    """A hairline between two columns."""
    rule = QFrame()
    rule.setObjectName("explanation-rule")
    rule.setFixedWidth(1)
    return rule


def scrolling(content: QWidget) -> QScrollArea:
    """`content` as wide as there is room, scrolled only up and down."""
    area = QScrollArea()
    area.setObjectName("explanation-scroll")
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    return area


def set_room(page: QBoxLayout, left: QWidget) -> None:
    """Give the margins, gaps and the `left` column of a page the room that its type needs."""
    page.setContentsMargins(*(scaled(left, side) for side in MARGINS))
    page.setSpacing(scaled(left, GAP))
    left.setFixedWidth(scaled(left, LEFT_WIDTH))


def stack(page: QBoxLayout, left: QWidget, area: QScrollArea) -> None:
    """Put what stood at the left above the formulas, as wide as they; nobody scrolls."""
    area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    page.setDirection(QBoxLayout.Direction.TopToBottom)
    page.setContentsMargins(0, 0, 0, 0)
    left.setMinimumWidth(0)
    left.setMaximumWidth(QWIDGETSIZE_MAX)


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


class Hint(QLabel):
    """A label that writes its sentence whole, or not at all where it does not fit."""

    @property
    def folded(self) -> bool:
        """Whether it has no room."""
        return self.heightForWidth(self.width()) > self.height()

    def minimumSizeHint(self) -> QSize:
        """Nothing: others are needed more."""
        return QSize(0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Write the sentence if all of it fits."""
        if not self.folded:
            super().paintEvent(event)


def _dressed(label: QLabel, name: str) -> QLabel:
    label.setObjectName(name)
    label.setWordWrap(True)
    return label
