"""What a view may do besides showing frames: hooks that do nothing until a view overrides them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from PySide6.QtCore import QRectF
    from PySide6.QtWidgets import QWidget

    from app.runtime.selection import Selection
    from symgui.training.frame import Frame
    from symgui.training.news import Findings
    from symgui.training.race import RaceFrame

Spot: TypeAlias = "tuple[QWidget, QRectF]"
"""A place on screen: a widget, and a rectangle in its pixels."""


class ViewHooks:
    """The hooks of a view that are neither frames nor colours, each for the views that have such a thing."""

    # ---- before an audience ----------------------------------------------------------------------

    def overflows(self) -> bool:
        """Whether some of it is out of sight, so that smaller type would help."""
        return False

    def leave_out(self) -> bool:
        """Show less before an audience, so that type may stay large; returns whether there was less."""
        return False

    def put_back(self) -> None:
        """Show again what was left out."""

    # ---- what else is shown ----------------------------------------------------------------------

    def show_race(self, frame: RaceFrame) -> None:
        """Show a race."""

    def show_update(self, before: Frame, after: Frame) -> None:
        """Show the update that leads from one frame to the next."""

    # ---- studies ---------------------------------------------------------------------------------

    @property
    def studying(self) -> bool:
        """Whether a study of the view is under way."""
        return False

    def begin_study(self, name: str) -> None:
        """Begin the study that lessons call `name`, if it is in sight and there is something to study."""

    def show_findings(self, findings: Findings) -> bool:  # noqa: ARG002
        """Take what a study has found; returns whether it is the view's own study."""
        return False

    def show_study(self, name: str) -> None:
        """A study of this name was asked for, by whomever: it replaces the view's own."""

    # ---- what a lesson names ---------------------------------------------------------------------

    def choose(self, name: str) -> None:
        """Show what lessons call `name`, in a view that shows one of several things."""

    def named_parts(self) -> Mapping[str, QWidget]:
        """The views that it is made of, by the names that lessons give them."""
        return {}

    def spots(self, name: str, at: Selection | None) -> list[Spot]:  # noqa: ARG002
        """Where it shows what lessons call `name`.

        Parameters
        ----------
        name : str
            As `symgui.lessons.lesson.Step.highlight` has it.
        at : Selection or None
            The place in the network that the name means, if it means one.
        """
        return []

    def spots_instead(self, name: str, at: Selection | None) -> list[Spot]:  # noqa: ARG002
        """The same where no view in sight has it among its `spots`: what may stand for it here."""
        return []
