"""The way through a step, as one table: what may happen in which phase, and what one key does there."""

from __future__ import annotations

from enum import Enum, StrEnum


class StepPhase(StrEnum):
    """Where a step stands."""

    READY = "ready"  # shown, to be run
    ASKED = "asked"  # shown, its question waits for an answer
    COMMITTED = "committed"  # the class has chosen
    RUNNING = "running"  # on its way to its goal, also while it is paused
    DONE = "done"  # it has run: claims are checked, the answer is revealed


class Move(Enum):
    """What happens to a step."""

    CHOOSE = "choose"
    RUN = "run"
    ARRIVE = "arrive"
    CHANGE = "change"  # the experiment on screen is another one now


TRANSITIONS: dict[tuple[StepPhase, Move], StepPhase] = {
    (StepPhase.READY, Move.RUN): StepPhase.RUNNING,
    (StepPhase.READY, Move.CHANGE): StepPhase.READY,
    (StepPhase.ASKED, Move.CHOOSE): StepPhase.COMMITTED,
    (StepPhase.ASKED, Move.RUN): StepPhase.RUNNING,
    (StepPhase.ASKED, Move.CHANGE): StepPhase.ASKED,
    (StepPhase.COMMITTED, Move.CHOOSE): StepPhase.COMMITTED,
    (StepPhase.COMMITTED, Move.RUN): StepPhase.RUNNING,
    (StepPhase.COMMITTED, Move.CHANGE): StepPhase.COMMITTED,
    (StepPhase.RUNNING, Move.RUN): StepPhase.RUNNING,
    (StepPhase.RUNNING, Move.ARRIVE): StepPhase.DONE,
    (StepPhase.RUNNING, Move.CHANGE): StepPhase.RUNNING,
    (StepPhase.DONE, Move.RUN): StepPhase.RUNNING,
    (StepPhase.DONE, Move.CHANGE): StepPhase.READY,
}
"""Phase after a move; a move that is missing here does nothing in that phase."""


class Next(Enum):
    """What the one key that leads on does."""

    WARN = "warn"  # say that an answer is wanted; the same key again goes on without one
    RUN = "run"
    FINISH = "finish"
    ADVANCE = "advance"
    END = "end"  # there is no step after this one


def next_of(phase: StepPhase, *, warned: bool, last: bool) -> Next:
    """What the key does.

    Parameters
    ----------
    phase : Phase
    warned : bool
        Whether it has been said that an answer is wanted.
    last : bool
        Whether this is the lesson's last step.
    """
    if phase is StepPhase.ASKED and not warned:
        return Next.WARN
    if phase is StepPhase.RUNNING:
        return Next.FINISH
    if phase is StepPhase.DONE:
        return Next.END if last else Next.ADVANCE
    return Next.RUN
