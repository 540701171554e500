"""Prove: four small experiments on the experiment, each shown while it is computed."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.look.layouts import filled
from app.look.theme import Palette
from app.runtime.selection import Selection
from app.views.base.abilities import ShowsStudy
from app.views.base.frame_view import FrameView
from app.views.prove.arithmetic_page import ArithmeticPage
from app.views.prove.collapse_page import CollapsePage
from app.views.prove.nudge_page import NudgePage
from app.views.prove.what_if_page import WhatIfPage
from app.views.study.study_page import StudyPage
from app.views.study.study_style import prove_style
from symgui.training.frame import Frame
from symgui.training.news import Findings


class ProveView(FrameView, ShowsStudy):
    """Four studies, one at a time: Collapse, Nudge, What if, Arithmetic. None runs by itself.

    Attributes
    ----------
    collapse, nudge, what_if, arithmetic : StudyPage
        ``page.start_button``, ``page.figures.rows``, ``page.status`` and the page's plot and points are what
        is shown.
    study : StudyPage or None
        The one under way.
    buttons : dict of str to QPushButton
        ``prove-collapse``, ``prove-nudge``, ``prove-what-if``, ``prove-arithmetic``.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("prove-view", parent)
        self.setAccessibleName("Prove")
        self.collapse, self.nudge = CollapsePage(), NudgePage()
        self.what_if, self.arithmetic = WhatIfPage(), ArithmeticPage()
        self._pages: tuple[StudyPage, ...] = (self.collapse, self.nudge, self.what_if, self.arithmetic)
        self.study: StudyPage | None = None
        self._study_name = ""
        self._requests = 0
        self._stack = QStackedWidget()
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self.buttons: dict[str, QPushButton] = {}
        chooser = self._chooser()

        filled(
            QHBoxLayout(self), (chooser, 0, Qt.AlignmentFlag.AlignTop), (self._stack, 1), margins=0, gap=12
        )
        for page in self._pages:
            page.requested.connect(self._request)
            page.stopped.connect(self._stop)
            page.editCommitted.connect(self.editCommitted)
            page.refresh()

    def sizeHint(self) -> QSize:
        """Beside the other tabs."""
        return QSize(700, 200)

    def minimumSizeHint(self) -> QSize:
        """The four buttons; texts that find no room scroll."""
        return QSize(430, 132)

    @property
    def page(self) -> StudyPage:
        """The page in sight."""
        return self._pages[self._stack.currentIndex()]

    def choose(self, name: str) -> None:
        """Show a study: ``"collapse"``, ``"nudge"``, ``"what-if"`` or ``"arithmetic"``.

        Raises
        ------
        KeyError
            For any other name.
        """
        self.buttons[name].setChecked(True)

    def begin_study(self, name: str) -> None:
        """Begin a study if it is the one in sight and can be begun."""
        if self.page.name == name and not self.page.active:
            self.page.start_button.click()

    def show_findings(self, findings: Findings) -> bool:
        """Take what a study has found; those of a study that was stopped or replaced are dropped."""
        page = self.study
        if page is None or findings.name != self._study_name:
            return False
        if findings.done:
            self.study = None
        page.receive(findings.points, findings.done, findings.failure)
        return True

    def show_study(self, name: str) -> None:
        """A study of this name was asked for, by whomever; one of ours that is under way is dropped by it."""
        page = self.study
        if page is not None and name != self._study_name:
            self.study = None
            page.interrupt()

    def sentence(self) -> str:
        """Which study is in sight."""
        return f"The study in sight: {self.page.title}."

    def draw_palette(self, palette: Palette) -> None:
        """Take the colours."""
        self.setStyleSheet(prove_style(palette))
        for page in self._pages:
            page.recolour(palette)

    def draw_frame(self, frame: Frame | None) -> None:
        """Show the frame to the page in sight."""
        self.page.show_frame(frame)

    def draw_selection(self, selection: Selection | None, _hover: Selection | None) -> None:
        """What a study of one weight is about."""
        self.page.show_selection(selection)

    def _chooser(self) -> QWidget:
        frame = QFrame()
        frame.setObjectName("prove-studies")
        column = filled(QVBoxLayout(frame), margins=3, gap=2)
        for index, page in enumerate(self._pages):
            button = QPushButton(page.title)
            button.setObjectName(f"prove-{page.name}")
            button.setProperty("role", "study")
            button.setCheckable(True)
            button.setToolTip(page.more)
            self._group.addButton(button, index)
            self.buttons[page.name] = button
            bold = QFont(button.font())
            bold.setBold(True)
            button.setMinimumWidth(QFontMetrics(bold).horizontalAdvance(page.title) + 18)
            column.addWidget(button)
            self._stack.addWidget(page)
        self._group.button(0).setChecked(True)
        self._group.idToggled.connect(self._turn)
        return frame

    @Slot(int, bool)
    def _turn(self, index: int, checked: bool) -> None:
        if checked:
            self._stack.setCurrentIndex(index)
            self.page.show_selection(self.selection)
            self.page.show_frame(self.frame)

    @Slot(object, object)
    def _request(self, page: StudyPage, points: object) -> None:
        if self.study is not None and self.study is not page:
            self.study.interrupt()
        self._requests += 1
        self.study, self._study_name = page, f"{page.name} {self._requests}"
        self.studyRequested.emit(self._study_name, points)

    @Slot()
    def _stop(self) -> None:
        page, self.study = self.study, None
        self.studyStopped.emit()
        if page is not None:
            page.interrupt()
