"""The state of an open lesson that the lesson panel shows."""

from __future__ import annotations

from dataclasses import dataclass

from symgui.lessons.claim import Checked
from symgui.lessons.lesson import Lesson, Step


@dataclass(frozen=True, slots=True)
class Shown:
    """A lesson as it stands.

    Attributes
    ----------
    lesson : Lesson
    index : int
        Of the step, from 0.
    committed : int or None
        The choice, from 0.
    right : tuple of (bool or None)
        Whether each choice holds; None is not known, or not to be seen yet.
    answers : tuple of str
        What the run says to each choice, with its figures; empty while `right` has nothing.
    results : tuple of (Checked or None)
        One for each claim.
    checking : bool
        Whether the claims without a result are being checked.
    claims_hidden : bool
        Whether the claims would give the answer away.
    can_choose, can_go_on, can_go_back : bool
    next_text : str
        What the one key does now: ``"Run"``.
    message : str
        What is to be said to the person.
    failure : str
        Why the claims could not be checked.
    """

    lesson: Lesson
    index: int
    committed: int | None = None
    right: tuple[bool | None, ...] = ()
    answers: tuple[str, ...] = ()
    results: tuple[Checked | None, ...] = ()
    checking: bool = False
    claims_hidden: bool = False
    can_choose: bool = False
    can_go_on: bool = True
    can_go_back: bool = True
    next_text: str = "Next"
    message: str = ""
    failure: str = ""

    @property
    def step(self) -> Step:
        """The step that is shown."""
        return self.lesson.steps[self.index]
