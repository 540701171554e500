"""What some views can do besides showing frames: a class an ability, which a view names among its bases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from symgui.lessons.lesson import Step
    from symgui.training.frame import Frame
    from symgui.training.news import Findings
    from symgui.training.race import RaceFrame


class ShowsLess:
    """A view that has to be read whole before an audience, and can be asked for less than all."""

    def overflows(self) -> bool:
        """Whether some of it is out of sight, so that smaller type would help."""
        raise NotImplementedError

    def leave_out(self) -> bool:
        """Show less, so that type may stay large; returns whether there was less."""
        return False

    def put_back(self) -> None:
        """Show again what was left out."""


class ShowsRace:
    """A view that shows a race, too."""

    def show_race(self, frame: RaceFrame) -> None:
        """Show a race."""
        raise NotImplementedError


class ShowsUpdate:
    """A view that shows what happens between two frames."""

    def show_update(self, before: Frame, after: Frame) -> None:
        """Show the update that leads from one frame to the next."""
        raise NotImplementedError


class ShowsStudy:
    """A view with a study of its own, which it asks for by `studyRequested`."""

    @property
    def studying(self) -> bool:
        """Whether the study is under way."""
        return False

    @property
    def goes_first(self) -> bool:
        """Whether its study begins before the claims of a step are checked, which are about the same runs."""
        return False

    @property
    def waiting(self) -> str:
        """How far a study is that goes first, in a sentence; empty while there is none."""
        return ""

    def begin_study(self, name: str) -> None:
        """Begin the study that lessons call `name`, if it is in sight and there is something to study."""
        raise NotImplementedError

    def show_findings(self, findings: Findings) -> bool:
        """Take what a study has found; returns whether it is the view's own study."""
        raise NotImplementedError

    def show_study(self, name: str) -> None:
        """A study of this name was asked for, by whomever: it replaces the view's own."""
        raise NotImplementedError


class TakesStep:
    """A view that shows what a lesson's step says beside its experiment: a grid, a second network."""

    def take_step(self, step: Step | None) -> None:
        """Show what this step names; None where there is no lesson."""
        raise NotImplementedError


class HasParts:
    """A view that is made of views which lessons name."""

    def named_parts(self) -> Mapping[str, QWidget]:
        """The views that it is made of, by the names that lessons give them."""
        raise NotImplementedError
