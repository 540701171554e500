"""Where everything stands in the window: tools above, the run or the race between, time at the foot."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget


class Central(QWidget):
    """The window's central widget.

    Parameters
    ----------
    toolbar : QWidget
    body : QWidget
        What shows the run.
    rewind_bar : QWidget
        In front of the timeline.
    timeline : QWidget

    Attributes
    ----------
    pages : QStackedWidget
        The body; a race adds a page to stand in its place.
    beside : QWidget
        Beside the pages: what a lesson says of a race. Empty and hidden.
    """

    def __init__(self, toolbar: QWidget, body: QWidget, rewind_bar: QWidget, timeline: QWidget) -> None:
        super().__init__()
        self.pages = QStackedWidget()
        self.pages.addWidget(body)
        self.beside = QWidget()
        QVBoxLayout(self.beside).setContentsMargins(0, 0, 0, 0)
        self.beside.hide()
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.beside)
        middle.addWidget(self.pages, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(toolbar)
        column.addLayout(middle, 1)
        column.addWidget(_foot(rewind_bar, timeline))
        # A press beside all fields takes the focus from the one that has it, so that its value is taken.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)


def _foot(rewind_bar: QWidget, timeline: QWidget) -> QWidget:
    foot = QWidget()
    foot.setObjectName("foot")
    foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    row = QHBoxLayout(foot)
    row.setContentsMargins(0, 1, 0, 0)
    row.setSpacing(0)
    row.addWidget(rewind_bar)
    row.addWidget(timeline, 1)
    return foot
