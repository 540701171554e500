"""What every view has in common: it is given frames, and draws them only while it can be seen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from app.look.text_scale import TEXT
from app.look.theme import COLOURS, Palette, colours
from app.runtime.selection import Selection
from app.views.base.failure_notice import Attempts
from app.views.base.spot import Spot
from symgui.training.frame import Frame


class FrameView(QWidget):
    """A widget that paints a run and tells what a person points at; it changes nothing itself.

    A subclass overrides the three hooks `draw_palette`, `draw_frame` and `draw_selection`. They are called
    only while the widget is visible; what was shown meanwhile is drawn once when it appears. What else a view
    can do, it says by its other bases: `app.views.base.abilities`.

    A hook that raises keeps nobody else from a frame: the failure is told of, and the view says so in its
    place until it can draw again, instead of showing what it drew before.

    Parameters
    ----------
    name : str
        The object name, by which tests and style sheets find the view.
    parent : QWidget or None

    Attributes
    ----------
    frame : Frame or None
        The latest frame, drawn or waiting to be.
    selection, hover : Selection or None
    presented : bool
        It stands before an audience: nobody clicks, so its controls and hints are left out.
    """

    selected = Signal(object)
    """A person chose a `Selection`."""
    hovered = Signal(object)
    """The pointer is over a `Selection`, or over None."""
    editRequested = Signal(object)
    """A person wants to change the parameter named by a `Selection`."""
    editCommitted = Signal(object)
    """New values of parameters, by their names in the experiment file: ``{"W1[0,1]": 0.3}``."""
    editingStarted = Signal()
    """A person has begun to type: a run is to be paused."""
    studyRequested = Signal(str, object)
    """A name and an iterator, to be worked through while the network rests; it replaces a former one."""
    studyStopped = Signal()
    """A person wants no more of the study that was requested."""
    lessonChosen = Signal(int)
    """A person wants the shipped lesson of this number."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.frame: Frame | None = None
        self.selection: Selection | None = None
        self.hover: Selection | None = None
        self.presented = False
        self._late_palette = self._late_frame = self._late_selection = True
        self._attempts = Attempts(self)
        COLOURS.changed.connect(self._draw_anew)
        TEXT.settled.connect(self._draw_anew)

    @property
    def failure(self) -> str:
        """What is said in the place of a picture that could not be drawn; empty while all goes well."""
        return self._attempts.failure

    def show_frame(self, frame: Frame | None) -> None:
        """Show `frame`; None empties the view."""
        self.frame = frame
        self.invalidate()
        self.refresh()

    def invalidate(self, *, everything: bool = False) -> None:
        """Have the frame, or colours and marks too, drawn anew by the next `refresh`."""
        self._late_frame = True
        if everything:
            self._late_palette = self._late_selection = True

    def refresh(self) -> None:
        """Draw what is out of date, if the view can be seen; else it is drawn when it appears."""
        if self.isVisible():
            self._attempt(self._draw_what_is_late)

    def present(self) -> None:
        """Leave out controls and hints from now on; a subclass that has some hides them."""
        self.presented = True

    def show_selection(self, selection: Selection | None, hover: Selection | None) -> None:
        """Mark what is selected and what the pointer is over, here or in another view."""
        if (selection, hover) == (self.selection, self.hover):
            return
        self.selection, self.hover = selection, hover
        self._late_selection = True
        self.refresh()

    def draw_palette(self, palette: Palette) -> None:
        """Take the colours; a hook. The two others follow it, so they may do the recolouring."""

    def draw_frame(self, frame: Frame | None) -> None:
        """Draw `frame`, or the empty state; a hook."""

    def draw_selection(self, selection: Selection | None, hover: Selection | None) -> None:
        """Draw the marks; a hook, called after `draw_frame` and only if they changed."""

    def sentence(self) -> str:
        """What it shows, in one sentence computed from what it was given; empty if nothing; a hook."""
        return ""

    def speak(self) -> None:
        """Give the sentence to screen readers, as the description of what is called by the view's name."""
        said = self.sentence()
        for part in (self, *self.focus_parts()):
            if said != part.accessibleDescription():
                part.setAccessibleDescription(said)

    def focus_parts(self) -> tuple[QWidget, ...]:
        """What of the view takes the focus in its place, and goes by its name; a hook."""
        return ()

    # ---- what a lesson names ---------------------------------------------------------------------

    def choose(self, name: str) -> None:
        """Show what lessons call `name`, in a view that shows one of several things; a hook."""

    def spots(self, name: str, at: Selection | None) -> list[Spot]:  # noqa: ARG002
        """Where it shows what lessons call `name`; a hook.

        Parameters
        ----------
        name : str
            As `symgui.lessons.lesson.Step.highlight` has it.
        at : Selection or None
            The place in the network that the name means, if it means one.
        """
        return []

    def spots_instead(self, name: str, at: Selection | None) -> list[Spot]:  # noqa: ARG002
        """The same where no view in sight has it among its `spots`: what may stand for it here; a hook."""
        return []

    # ---- drawing ---------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        """Draw everything anew in another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_attempts"):
            self._draw_anew()

    @Slot()
    def _draw_anew(self) -> None:
        self.invalidate(everything=True)
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what came while hidden."""
        super().showEvent(event)
        self.refresh()

    def _draw_what_is_late(self) -> None:
        if self._late_palette:
            self._late_palette = False
            self.draw_palette(colours())
        if self._late_frame:
            self._late_frame = False
            self.draw_frame(self.frame)
        if self._late_selection:
            self._late_selection = False
            self.draw_selection(self.selection, self.hover)

    def _attempt(self, draw: Callable[[], object]) -> None:
        """Draw; after a failure everything is drawn anew the next time."""
        iteration = self.frame.iteration if self.frame is not None else None
        if not self._attempts.draw(draw, iteration):
            self.invalidate(everything=True)
