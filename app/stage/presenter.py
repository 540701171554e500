"""Presenting: the stage instead of the window, driven by the lesson that is open, or by the run alone."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from app.lecture import Lecture, StepPhase
from app.lecture.target_areas import areas
from app.look.style_sheet import sized
from app.look.verdict_pill import VerdictPill
from app.panels.highlight import Highlight
from app.runtime.workspace import Workspace
from app.stage.stage import Stage
from app.stage.step_rows import rows_said
from symgui.training.frame import Frame
from symgui.training.race import RaceFrame

WITHOUT_LESSON = ("network", "boundary")
"""Views of a run outside lessons."""
RACE_WITHOUT_LESSON = ("race",)
"""Views of a race outside lessons."""


class Presenter(QObject):
    """Puts the stage before the window, tells it what to show, and takes its keys to the lesson.

    Parameters
    ----------
    window : QWidget
        The main window: hidden meanwhile, and then as it was.
    workspace : Workspace
    lecture : Lecture

    Attributes
    ----------
    stage : Stage
    highlight : Highlight
        The rings around what the step points at.
    active : bool
        Whether the stage is there.
    """

    ended = Signal()

    def __init__(
        self, window: QWidget, workspace: Workspace, lecture: Lecture, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._window, self._workspace, self._lecture = window, workspace, lecture
        self.active = False
        self.stage = Stage()
        self.highlight = Highlight(self.stage)
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self.point)
        # a view that came into sight with the stage has its frame only now
        self._soon.timeout.connect(self._begin_studies)
        self._connect()

    def _connect(self) -> None:
        stage, workspace, lecture = self.stage, self._workspace, self._lecture
        stage.keys.nextWanted.connect(self.next)
        stage.keys.previousWanted.connect(self.previous)
        stage.keys.restartWanted.connect(self.restart)
        stage.keys.jumped.connect(lecture.go)
        stage.keys.runToggled.connect(workspace.toggle_run)
        stage.keys.chosen.connect(lecture.choose)
        stage.keys.ended.connect(self.end)
        stage.studyRequested.connect(workspace.studies.begin)
        stage.composed.connect(self._point_soon)
        workspace.frameReady.connect(self._show_frame)
        workspace.raceFrameReady.connect(self._show_race)
        workspace.pointing.selectionChanged.connect(self._show_selection)
        workspace.pointing.hoverChanged.connect(self._show_selection)
        stage.studyEnded.connect(self._begin_studies)
        workspace.studies.advanced.connect(stage.show_findings)
        workspace.studies.advanced.connect(self._say_waiting)
        workspace.studies.changed.connect(stage.show_study)
        workspace.failed.connect(self.end)
        lecture.stepShown.connect(self._show_step)
        lecture.changed.connect(self._show_words)

    # ---- coming and going ------------------------------------------------------------------------

    def start(self, *, full_screen: bool = True) -> None:
        """Show the stage, over the whole screen that the window is on.

        Parameters
        ----------
        full_screen : bool
            Or as large as the stage is, for a test.
        """
        if self.active:
            return
        self.active = True
        self.stage.set_blank(False)
        self._show_selection()
        shown = self._workspace.shown
        if isinstance(shown, RaceFrame):
            self._show_race(shown)
        elif shown is not None:
            self._show_frame(shown)
        self._show_step()
        if full_screen:
            self.stage.setScreen(self._window.screen())
            self.stage.setGeometry(self._window.screen().geometry())
            self.stage.showFullScreen()
        else:
            self.stage.show()
        self.stage.activateWindow()
        self._window.hide()

    @Slot()
    def end(self) -> None:
        """Show the window again instead of the stage; the lesson stays at its step."""
        if self.active:
            self.active = False
            self._window.show()
            self.stage.hide()
            self._window.activateWindow()
            self.ended.emit()

    def close(self) -> None:
        """Delete the stage, when the window is closed."""
        self.active = False
        self._soon.stop()
        self.stage.hide()
        self.stage.deleteLater()
        self.deleteLater()

    # ---- what the keys do ------------------------------------------------------------------------

    @Slot()
    def next(self) -> None:
        """The lesson's next; without a lesson one update."""
        if self._lecture.active:
            self._lecture.next()
        else:
            self._workspace.step()

    @Slot()
    def previous(self) -> None:
        """The lesson's step before; without a lesson the iteration before."""
        if self._lecture.active:
            self._lecture.previous()
        else:
            self._workspace.back()

    @Slot()
    def restart(self) -> None:
        """The lesson's first step; without a lesson iteration 0."""
        if self._lecture.active:
            self._lecture.restart()
        else:
            self._workspace.document.start_over()

    # ---- what is shown ---------------------------------------------------------------------------

    @Slot(object)
    def _show_frame(self, frame: Frame) -> None:
        if self.active:
            self.stage.show_frame(frame)
            self._point_soon()
            self._begin_studies()

    @Slot(object)
    def _show_race(self, frame: RaceFrame) -> None:
        if self.active:
            self.stage.show_race(frame)

    @Slot()
    def _show_selection(self) -> None:
        self.stage.show_selection(self._workspace.pointing.selection, self._workspace.pointing.hovered)

    @Slot()
    def _point_soon(self) -> None:
        """Point when the event loop is next idle: views are laid out and filled by then."""
        if self.active:
            self._soon.start(0)

    @Slot()
    def point(self) -> None:
        """Ring what the step names, as far as it is in sight."""
        step, stage, workspace = self._lecture.step, self.stage, self._workspace
        names = () if step is None or workspace.lanes else step.highlight
        self.highlight.setFont(sized(stage.font(), stage.type_size))
        self.highlight.show_rects(areas(names, workspace.experiment, stage.spots(), stage, _ringed))

    @Slot()
    def _show_step(self) -> None:
        if not self.active:
            return
        lecture = self._lecture
        lesson, step = lecture.lesson, lecture.step
        if lesson is None or step is None:
            views = RACE_WITHOUT_LESSON if self._workspace.lanes else WITHOUT_LESSON
            self.stage.compose(self._workspace.experiment.title, 0, 0, views)
        else:
            self.stage.compose(step.title, lecture.index, len(lesson.steps), step.views, step)
        self._show_selection()
        self._show_words()
        self._point_soon()

    @Slot()
    def _show_words(self) -> None:
        """The step's text and its question; when it is done, what the run says beside them."""
        if not self.active:
            return
        lecture, step = self._lecture, self._lecture.step
        self.stage.asking = lecture.asks
        if step is None:
            self.stage.say("", "", (), "")
            return
        assert lecture.lesson is not None
        self.stage.show_title(step.title, lecture.index, len(lecture.lesson.steps))
        revealed = lecture.phase is StepPhase.DONE
        said, *briefer = rows_said(
            step,
            lecture.committed,
            lecture.checks.results,
            lecture.checks.answers,
            revealed=revealed,
            checking=not lecture.checks.failure,
        )
        question = step.question.text if step.question is not None else ""
        message = lecture.message or lecture.checks.failure or (lecture.waiting and self.stage.waiting)
        message = message or lecture.waiting
        self.stage.say(step.text, question, said, message, briefer)
        self._begin_studies()

    @Slot()
    def _say_waiting(self) -> None:
        """Say how far the study is that the lesson waits for."""
        if self.active and self._lecture.waiting and self.stage.waiting:
            self.stage.foot.say(self.stage.waiting)

    @Slot()
    def _begin_studies(self) -> None:
        """A study that is a view begins when the step has run and its claims are decided: one at a time.

        One whose runs the claims are about goes before them.
        """
        lecture, is_there = self._lecture, self._workspace.current_frame is not None
        if is_there and (lecture.revealed or not lecture.active):
            self.stage.begin_studies(early=lecture.active and not lecture.decided)


def _ringed(widget: QWidget, rect: QRectF) -> QRectF:
    """The part that a ring goes around: of the verdict its words, of anything else all of it."""
    return QRectF(widget.rect_of_words) if isinstance(widget, VerdictPill) else rect
