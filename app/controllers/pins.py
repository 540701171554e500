"""Pinned moments: kept under a name, gone back to, compared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, Signal, Slot

from app.runtime.workspace import Workspace
from app.views.timeline.timeline import Flag, Timeline
from symgui.experiment import Experiment
from symgui.training.frame import Frame

if TYPE_CHECKING:
    from app.views.moments.moments_view import MomentsView
    from symgui.training.moments import Moment

MOST = 50
"""Pins at once: each keeps a network and what its units answer."""


def until(experiment: Experiment, iteration: int) -> Experiment:
    """What determines the run up to an iteration: the planned length and the title do not."""
    training = msgspec.structs.replace(experiment.training, iterations=0)
    changes = tuple(change for change in experiment.changes if change.at <= iteration)
    return msgspec.structs.replace(experiment, title="", training=training, changes=changes)


def passes(experiment: Experiment, moment: Moment) -> bool:
    """Whether the run of an experiment comes through a moment, bit for bit."""
    return until(experiment, moment.iteration) == until(moment.experiment, moment.iteration)


class Pins(QObject):
    """The pinned moments of all runs since the window was opened.

    A pin knows its experiment. Flags on the timeline are those that the open run comes through.

    Attributes
    ----------
    moments : tuple of Moment
        In the order in which they were pinned.
    """

    changed = Signal()
    refused = Signal(str)

    def __init__(self, workspace: Workspace, timeline: Timeline, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._timeline = workspace, timeline
        self.moments: tuple[Moment, ...] = ()
        self._own: tuple[Moment, ...] = ()  # of the person's own work, while a lesson is open
        self._view: MomentsView | None = None
        workspace.experimentChanged.connect(self._show)
        workspace.lanesChanged.connect(self._show)
        workspace.frameReady.connect(self._compute)
        workspace.own.wasSetAside.connect(self._set_aside)
        workspace.own.broughtBack.connect(self._bring_back)

    @Slot()
    def _set_aside(self) -> None:
        """What is pinned in a lesson is about the lesson's runs, and goes with it."""
        self._own, self.moments = self.moments, ()
        self._show()

    @Slot()
    def _bring_back(self) -> None:
        self.moments = self._own
        self._show()

    @property
    def own(self) -> tuple[Moment, ...]:
        """The pins of the person's own work, shown or set aside."""
        return self._own if self._workspace.own.borrows else self.moments

    def restore(self, pins: Sequence[tuple[str, int, Experiment]]) -> None:
        """Pins of another day: name, iteration, experiment. Their networks are computed when gone to."""
        from symgui.training.moments import to_compute

        room = MOST - len(self.moments)
        for name, at, experiment in pins[:room]:
            self.moments = (*self.moments, to_compute(self._free_name(name), at, experiment))
        self._show()

    @Slot(object)
    def _compute(self, frame: Frame) -> None:
        """A frame may be just what a pin of another day stands for."""
        for k, moment in enumerate(self.moments):
            if moment.computed or moment.iteration != frame.iteration or not passes(frame.experiment, moment):
                continue
            from symgui.training.moments import pin

            computed = pin(moment.name, frame)
            self.moments = (*self.moments[:k], computed, *self.moments[k + 1 :])
            self._show()

    @Slot()
    def pin(self) -> None:
        """Keep the moment that is shown."""
        from symgui.training.moments import pin, plain_name

        frame = self._workspace.current_frame
        if frame is None or self._workspace.lanes:
            return
        again = self._same(frame)
        if again is not None:
            self.refused.emit(f"This moment is pinned already, as “{again.name}”.")
        elif len(self.moments) == MOST:
            self.refused.emit(f"{MOST} moments are pinned, which is the most; remove one under Moments.")
        else:
            self.moments = (*self.moments, pin(self._free_name(plain_name(frame.iteration)), frame))
            self._show()

    @Slot(int, str)
    def rename(self, k: int, name: str) -> None:
        """Call pin k something else; an empty name is none."""
        name = name.strip()
        if name and name != self.moments[k].name:
            others = [*self.moments]
            others[k] = msgspec.structs.replace(self.moments[k], name=self._free_name(name))
            self.moments = tuple(others)
        self._show()

    @Slot(int)
    def remove(self, k: int) -> None:
        """Let pin k go."""
        self.moments = self.moments[:k] + self.moments[k + 1 :]
        self._show()

    @Slot(int)
    def go_to(self, k: int) -> None:
        """Show pin k: in the open run; if that does not come through it, in its own, which can be undone."""
        moment, workspace = self.moments[k], self._workspace
        frame = workspace.current_frame
        if not passes(workspace.experiment, moment):
            workspace.document.visit(moment.experiment, moment.iteration, f"go to “{moment.name}”")
        elif frame is not None and moment.iteration <= max(frame.furthest, frame.iteration):
            workspace.seek(moment.iteration)
        else:
            workspace.run_to(moment.iteration, at_once=True)

    def make_view(self) -> MomentsView:
        """The list of pins and the comparison of two."""
        from app.views.moments.moments_view import MomentsView

        self._view = view = MomentsView()
        view.setContentsMargins(14, 10, 14, 10)
        view.pinWanted.connect(self.pin)
        view.goWanted.connect(self.go_to)
        view.removeWanted.connect(self.remove)
        view.renamed.connect(self.rename)
        self._show()
        return view

    def _same(self, frame: Frame) -> Moment | None:
        for moment in self.moments:
            if moment.iteration == frame.iteration and passes(frame.experiment, moment):
                return moment
        return None

    def _free_name(self, name: str) -> str:
        """The name, with a number behind it if it is taken."""
        taken = {moment.name for moment in self.moments}
        names = (f"{name} ({k})" for k in range(2, MOST + 2))
        return name if name not in taken else next(free for free in names if free not in taken)

    @Slot()
    def _show(self) -> None:
        experiment = self._workspace.experiment
        here = tuple(passes(experiment, moment) for moment in self.moments)
        flags = [Flag(m.iteration, m.name) for m, is_here in zip(self.moments, here, strict=True) if is_here]
        self._timeline.set_flags(() if self._workspace.lanes else flags)
        if self._view is not None:
            self._view.show_pins(self.moments, here)
        self.changed.emit()
