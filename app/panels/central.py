"""Where everything stands in the window: tools above, the run or the race between, time at the foot."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.look.layouts import filled


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
        middle = filled(QHBoxLayout(), self.beside, (self.pages, 1), gap=0)
        filled(QVBoxLayout(self), toolbar, (middle, 1), _foot(rewind_bar, timeline), margins=0, gap=0)
        # A press beside all fields takes the focus from the one that has it, so that its value is taken.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)


def _foot(rewind_bar: QWidget, timeline: QWidget) -> QWidget:
    foot = QWidget()
    foot.setObjectName("foot")
    foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    filled(QHBoxLayout(foot), rewind_bar, (timeline, 1), margins=(0, 1, 0, 0), gap=0)
    return foot
