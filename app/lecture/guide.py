"""Shows a step's views in the window and points at what it names; puts everything back afterwards."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, QTimer, Slot
from PySide6.QtWidgets import QWidget

from app.lecture.extra_tabs import ExtraTabs
from app.lecture.target_areas import areas
from app.lecture.targets import LessonTargets
from app.panels.highlight import Highlight
from app.runtime.workspace import Workspace
from symgui.lessons.lesson import Step


class Guide(QObject):
    """Arranges the window for one step after the other."""

    def __init__(self, targets: LessonTargets, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.targets, self._workspace = targets, workspace
        self._widgets = targets.widgets()
        self._step: Step | None = None
        self._before: Callable[[], None] | None = None
        self._studied = self._pointed = False  # whether that was done in this step
        self.highlight = Highlight(targets.window)
        self.extra = ExtraTabs(targets.tabs, workspace, self)
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self.point)
        workspace.frameReady.connect(self._point_soon)
        targets.score.rows_window.bar.valueChanged.connect(self._point_soon)
        for widget in {targets.window, targets.score, targets.tabs, *self._widgets.values()}:
            widget.installEventFilter(self)

    def show_step(self, step: Step | None) -> None:
        """Bring the step's views to the front and ring what it names; None puts everything back."""
        self._step, self._studied, self._pointed = step, False, False
        self.targets.lock(step is not None)
        self.targets.show_signal(step is not None and bool(step.lanes) and "signal" in step.views)
        if step is not None:
            if self._before is None:
                self._before = self._remember()
            self._arrange(step)
        self.extra.show_step(step)
        if step is None:
            self._put_back()
        self._point_soon()

    def begin_studies(self, *, early: bool = False) -> None:
        """Begin the study that the step shows; before an audience the stage has its own.

        Parameters
        ----------
        early : bool
            Only one that goes before the claims of the step.
        """
        step = self._step
        if step is None or not self.targets.window.isVisible():
            return
        for view in step.views:
            self.extra.begin_study(view, early=early)
        if not self._studied and not early:
            self._studied = True
            for view in step.views:
                self.targets.begin_study(view)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Ring things anew that have moved."""
        moved = (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide)
        if event.type() in moved and self._step is not None:
            self._point_soon()
        return False

    def _arrange(self, step: Step) -> None:
        targets = self.targets
        gradients = "gradients" in step.views or any(name.startswith("d") for name in step.highlight)
        targets.score.set_gradients_shown(True if gradients else None)
        for view in reversed(step.views):
            targets.show(view)

    def _remember(self) -> Callable[[], None]:
        """How the window is arranged now; what is returned arranges it so again."""
        targets = self.targets
        tab, drawer_open = targets.tabs.bar.currentIndex(), targets.tabs.is_open
        side = targets.side.bar.currentIndex()
        gradients = targets.score.gradients_wanted

        def again() -> None:
            targets.tabs.bar.setCurrentIndex(tab)
            targets.tabs.set_open(drawer_open)
            targets.side.bar.setCurrentIndex(side)
            targets.score.set_gradients_shown(gradients)

        return again

    def _put_back(self) -> None:
        before, self._before = self._before, None
        if before is not None:
            before()

    @Slot()
    def _point_soon(self) -> None:
        """Point when the event loop is next idle: views are laid out and filled by then."""
        if self._step is not None or self.highlight.rects:
            self._soon.start(0)

    @Slot()
    def point(self) -> None:
        """Ring what the step names, as far as it is in sight."""
        step, workspace = self._step, self._workspace
        names = () if step is None or workspace.lanes else step.highlight
        rects = areas(names, workspace.experiment, self._widgets, self.targets.window, self._in_sight)
        self.highlight.show_rects(rects)

    def _in_sight(self, widget: QWidget, rect: QRectF) -> QRectF | None:
        """The place if it is; the score scrolls to the first one of a step, then a person may scroll away."""
        score = self.targets.score
        if not score.isAncestorOf(widget):
            return rect
        if not self._pointed:
            self._pointed = True
            score.rows_window.show_place(widget, rect)
        return rect if score.rows_window.in_sight(widget, rect) else None
