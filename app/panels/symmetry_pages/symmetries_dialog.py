"""The dialog Symmetries: what can be done to a network without changing its function, a page a question."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from app.look.theme import COLOURS, colours
from app.panels.symmetry_pages.flat_page import FlatPage
from app.panels.symmetry_pages.portrait_page import PortraitPage
from app.panels.symmetry_pages.split_page import SplitPage
from app.panels.symmetry_pages.surgery_page import SurgeryPage
from app.panels.symmetry_pages.symmetry_page import SymmetryPage
from app.panels.symmetry_pages.two_runs_page import TwoRunsPage
from app.runtime.selection import Selection
from symgui.nn.state import NetworkState
from symgui.training.studies.symmetry_studies import NamedNetwork

SIZE = QSize(780, 520)
LEAST = QSize(560, 300)


class SymmetriesDialog(QDialog):
    """Tabs, and below them the page that is shown. It blocks nothing.

    Attributes
    ----------
    tabs : QTabBar
        ``symmetries-tabs``.
    surgery : SurgeryPage
    two_runs : TwoRunsPage
    flat : FlatPage
    portrait : PortraitPage
    split : SplitPage

    Signals
    -------
    studyWanted(iterator), studyDropped
        What the page that is shown needs computed.
    """

    studyWanted = Signal(object)
    studyDropped = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("symmetries")
        self.setProperty("look", "tables")
        self.setWindowTitle("Symmetries of this network")
        self.setModal(False)
        self.setSizeGripEnabled(True)
        self.setMinimumSize(LEAST)
        self.resize(SIZE.boundedTo(self.screen().availableSize()))
        self.surgery, self.two_runs, self.flat = SurgeryPage(), TwoRunsPage(), FlatPage()
        self.portrait, self.split = PortraitPage(), SplitPage()
        self.pages: tuple[SymmetryPage, ...] = (
            self.surgery, self.two_runs, self.flat, self.portrait, self.split
        )  # fmt: skip
        self.tabs, self._stack, self._feet = QTabBar(), QStackedWidget(), QStackedWidget()
        self._feet.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.tabs.setObjectName("symmetries-tabs")
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
        close = QPushButton("Close")
        close.setObjectName("symmetries-close")
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        below = QHBoxLayout()
        below.addWidget(self._feet, 1)
        below.addWidget(close)
        column = QVBoxLayout(self)
        column.addWidget(self.tabs)
        column.addWidget(self._stack, 1)
        column.addLayout(below)
        COLOURS.changed.connect(self._recolour)
        self._recolour()

    @property
    def page(self) -> SymmetryPage:
        """The one that is shown."""
        return self.pages[self._stack.currentIndex()]

    def show_network(
        self, network: NamedNetwork | None, state: NetworkState | None = None, why_none: str = ""
    ) -> None:
        """Speak of this network from here on, or say why of none."""
        for page in self.pages:
            page.show_network(network, state, why_none)
        if self.page is not self.two_runs:
            self.page.compute()

    def show_networks(self, networks: Sequence[NamedNetwork]) -> None:
        """Offer these to be compared, two at a time."""
        self.two_runs.show_networks(networks)
        if self.page is self.two_runs:
            self.page.compute()

    def select(self, selection: Selection | None) -> None:
        """Begin with the selected unit."""
        self.surgery.select(selection)

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
