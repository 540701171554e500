"""The dialog of deep random networks: drawn, answering, and never trained."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from app.look.theme import COLOURS, colours
from app.panels.deep_pages.dead_page import DeadPage
from app.panels.deep_pages.deep_page import DeepPage
from app.panels.deep_pages.signal_page import SignalPage

SIZE = QSize(860, 560)
LEAST = QSize(560, 300)


class DeepDialog(QDialog):
    """Tabs, and below them the page that is shown. It blocks nothing.

    Attributes
    ----------
    tabs : QTabBar
        ``deep-tabs``.
    signal : SignalPage
    dead : DeadPage

    Signals
    -------
    studyWanted(iterator), studyDropped
        What the page that is shown needs computed.
    """

    studyWanted = Signal(object)
    studyDropped = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("deep-networks")
        self.setProperty("look", "tables")
        self.setWindowTitle("Deep random networks")
        self.setModal(False)
        self.setSizeGripEnabled(True)
        self.setMinimumSize(LEAST)
        self.resize(SIZE.boundedTo(self.screen().availableSize()))
        self.signal, self.dead = SignalPage(), DeadPage()
        self.pages: tuple[DeepPage, ...] = (self.signal, self.dead)
        self.tabs, self._stack = QTabBar(), QStackedWidget()
        self.tabs.setObjectName("deep-tabs")
        self.tabs.setAccessibleName("pages")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        for page in self.pages:
            self.tabs.addTab(page.title)
            self._stack.addWidget(page)
            page.studyWanted.connect(self.studyWanted)
            page.studyDropped.connect(self.studyDropped)
        self.tabs.currentChanged.connect(self._turn)
        close = QPushButton("Close")
        close.setObjectName("deep-close")
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        below = QHBoxLayout()
        below.addStretch(1)
        below.addWidget(close)
        column = QVBoxLayout(self)
        column.addWidget(self.tabs)
        column.addWidget(self._stack, 1)
        column.addLayout(below)
        COLOURS.changed.connect(self._recolour)
        self._recolour()

    @property
    def page(self) -> DeepPage:
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
        self.page.show_first()

    @Slot()
    def _recolour(self) -> None:
        for page in self.pages:
            page.recolour(colours())
