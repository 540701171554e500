"""What the training loop tells of itself: its status, what a study has found, what was changed."""

from __future__ import annotations

import msgspec

from symgui.experiment import Experiment
from symgui.training.states import Outcome, State


class Status(msgspec.Struct, frozen=True):
    """The loop at an instant, as others see it.

    Attributes
    ----------
    state : State
    outcome : Outcome
    run : int
        The id of the run or race that is there; −1 without one.
    iteration, goal : int
        Where it is, and where it rests next.
    failure : str
        Why nothing runs, if something has failed: a sentence about the data, or a traceback.
    fault : bool
        It is a traceback: what failed is the program.
    """

    state: State
    outcome: Outcome
    run: int
    iteration: int
    goal: int
    failure: str = ""
    fault: bool = False


class Findings(msgspec.Struct, frozen=True):
    """What a study has found since it was last asked.

    Attributes
    ----------
    name : str
    points : tuple
        What it yielded.
    done : bool
    failure : str
        Why it ended early, if it did.
    """

    name: str
    points: tuple[object, ...]
    done: bool
    failure: str = ""


class Changed(msgspec.Struct, frozen=True):
    """A change that was made to a run while it stood or went on.

    Attributes
    ----------
    run : int
    iteration : int
        Where it was made.
    text : str
        What it was, for people.
    before, after : Experiment
        With the recorded changes before it, and with it.
    """

    run: int
    iteration: int
    text: str
    before: Experiment
    after: Experiment
