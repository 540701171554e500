"""What every view has in common: it is given frames, and draws them only while it can be seen."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.look.theme import Palette, colours
from app.runtime.selection import Selection
from app.views.base.drawn_in_sight import DrawnInSight
from app.views.base.spot import Spot
from symgui.training.frame import Frame


class FrameView(DrawnInSight):
    """A widget that paints a run and tells what a person points at; it changes nothing itself.

    A subclass overrides the three hooks `draw_palette`, `draw_frame` and `draw_selection`. They are called
    only while the widget is visible (see `DrawnInSight`). What else a view can do, it says by its other
    bases: `app.views.base.abilities`.

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

    parts = ("palette", "frame", "selection")
    frame: Frame | None

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.frame = None
        self.selection: Selection | None = None
        self.hover: Selection | None = None
        self.presented = False

    def show_frame(self, frame: Frame | None) -> None:
        """Show `frame`; None empties the view."""
        self.frame = frame
        self.invalidate("frame")
        self.refresh()

    def present(self) -> None:
        """Leave out controls and hints from now on; a subclass that has some hides them."""
        self.presented = True

    def show_selection(self, selection: Selection | None, hover: Selection | None) -> None:
        """Mark what is selected and what the pointer is over, here or in another view."""
        if (selection, hover) == (self.selection, self.hover):
            return
        self.selection, self.hover = selection, hover
        self.invalidate("selection")
        self.refresh()

    def draw_part(self, part: str) -> None:
        """Draw by the hook of this part."""
        if part == "palette":
            self.draw_palette(colours())
        elif part == "frame":
            self.draw_frame(self.frame)
        else:
            self.draw_selection(self.selection, self.hover)

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
        """The places where it shows what lessons call `name`; a hook.

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
