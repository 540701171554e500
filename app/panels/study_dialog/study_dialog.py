"""The frame of a dialog with pages: tabs, the page that is shown, and Close."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QSizePolicy, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from app.look.layouts import filled
from app.look.named_widgets import push_button
from app.look.theme import COLOURS, colours
from app.panels.study_dialog.dialog_page import DialogPage

LEAST = QSize(560, 300)


class StudyDialog(QDialog):
    """Tabs, and below them the page that is shown. It blocks nothing.

    Parameters
    ----------
    pages : sequence of DialogPage

    Attributes
    ----------
    name, prefix, title : str
        Its own name, the first part of its widgets' names, and what its frame says.
    size_wanted : (int, int)
        Pixels of width and height, where the screen has them.
    tabs : QTabBar
        ``<prefix>-tabs``; ``<prefix>-close`` closes it.

    Signals
    -------
    studyWanted(iterator), studyDropped
        What the page that is shown needs computed.
    """

    studyWanted = Signal(object)
    studyDropped = Signal()

    name: ClassVar[str] = ""
    prefix: ClassVar[str] = ""
    title: ClassVar[str] = ""
    size_wanted: ClassVar[tuple[int, int]]

    def __init__(self, pages: Sequence[DialogPage], parent: QWidget) -> None:
        super().__init__(parent)
        self.pages = tuple(pages)
        self.setObjectName(self.name)
        self.setProperty("look", "tables")
        self.setWindowTitle(self.title)
        self.setModal(False)
        self.setSizeGripEnabled(True)
        self.setMinimumSize(LEAST)
        self.resize(QSize(*self.size_wanted).boundedTo(self.screen().availableSize()))
        self.tabs, self._stack, self._feet = QTabBar(), QStackedWidget(), QStackedWidget()
        self._feet.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.tabs.setObjectName(f"{self.prefix}-tabs")
        self.tabs.setAccessibleName("pages")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        for page in self.pages:
            self.tabs.addTab(page.title)
            self._stack.addWidget(page)
            self._feet.addWidget(page.foot)
            page.studyWanted.connect(self.studyWanted)
            page.studyDropped.connect(self.studyDropped)
        self.tabs.currentChanged.connect(self._turn)
        close = push_button(f"{self.prefix}-close", "Close")
        close.clicked.connect(self.reject)
        below = filled(QHBoxLayout(), (self._feet, 1), close)
        filled(QVBoxLayout(self), self.tabs, (self._stack, 1), below)
        COLOURS.changed.connect(self._recolour)
        self._recolour()

    @property
    def page(self) -> DialogPage:
        """The one that is shown."""
        return self.pages[self._stack.currentIndex()]

    def receive(self, points: tuple[object, ...], done: bool, failure: str) -> None:
        """What was computed for the page that is shown."""
        for point in points:
            self.page.take(point)
        if done:
            self.page.end(failure)

    @Slot(int)
    def _turn(self, index: int) -> None:
        self.page.drop()
        self._stack.setCurrentIndex(index)
        self._feet.setCurrentIndex(index)
        self.page.compute()

    @Slot()
    def _recolour(self) -> None:
        for page in self.pages:
            page.recolour(colours())
