"""A study as a view of its own, which begins by itself with what is shown."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.look.layouts import filled
from app.look.theme import Palette
from app.runtime.selection import Selection
from app.views.base.abilities import ShowsStudy, TakesStep
from app.views.base.frame_view import FrameView
from app.views.study.study_page import StudyPage
from app.views.study.study_style import prove_style
from symgui.lessons.lesson import Step
from symgui.training.frame import Frame
from symgui.training.news import Findings


class StudyView(FrameView, ShowsStudy, TakesStep):
    """One page; before an audience without its form.

    Attributes
    ----------
    page : StudyPage
    study : str
        Name of the study that was asked for last.
    """

    def __init__(self, name: str, page: StudyPage, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setAccessibleName(page.title)
        self.page = page
        self.study = ""
        self._requests = 0
        page.requested.connect(self._request)
        page.stopped.connect(self._stop)
        filled(QVBoxLayout(self), page, margins=0)

    def present(self) -> None:
        """Leave out form and button."""
        super().present()
        self.page.present()

    @property
    def studying(self) -> bool:
        """The study is under way."""
        return self.page.active

    @property
    def goes_first(self) -> bool:
        """Its study makes the runs that the claims of a step are about."""
        return self.page.goes_first

    @property
    def waiting(self) -> str:
        """How far it is, if it goes first."""
        return self.page.waiting if self.page.active else ""

    def take_step(self, step: Step | None) -> None:
        """Study what this step says; what was found for another one is dropped."""
        if step is not self.page.step:
            self.page.step = step
            self.study = ""
            self.page.forget()

    def begin_study(self, _name: str) -> None:
        """Start the study, or start it anew if it is about something that is no longer shown."""
        page = self.page
        if not page.active and page.stale and not page.impossible() and page.frame is not None:
            page.start()

    def show_findings(self, findings: Findings) -> bool:
        """Take what the study has found."""
        own = findings.name == self.study
        if own:
            self.page.receive(findings.points, findings.done, findings.failure)
        return own

    def show_study(self, name: str) -> None:
        """A study of this name was asked for: this view's is dropped by another, and begins anew later."""
        if self.page.active and name != self.study:
            self.page.interrupt()
            self.page.origin = None

    def draw_palette(self, palette: Palette) -> None:
        """Take the colours."""
        self.setStyleSheet(prove_style(palette))
        self.page.recolour(palette)

    def draw_frame(self, frame: Frame | None) -> None:
        """Hand it to the page; before an audience nothing is left of another experiment's result."""
        page = self.page
        page.show_frame(frame)
        if self.presented and page.origin is not None and page.origin.of_another(frame):
            self.study = ""  # what is still found is about that one
            page.forget()

    def draw_selection(self, selection: Selection | None, _hover: Selection | None) -> None:
        """What a study of one weight is about."""
        self.page.show_selection(selection)

    @Slot()
    def _stop(self) -> None:
        self.study = ""
        self.studyStopped.emit()
        self.page.interrupt()

    @Slot(object, object)
    def _request(self, page: StudyPage, points: object) -> None:
        self._requests += 1
        self.study = f"stage {page.name} {self._requests}"
        self.studyRequested.emit(self.study, points)
