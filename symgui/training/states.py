"""The states of the training loop: one table says what may happen when."""

from __future__ import annotations

from enum import Enum


class State(Enum):
    """What the loop is doing."""

    READY = "ready"  # at iteration 0, or at a place the person went back to
    RUNNING = "running"
    PAUSED = "paused"
    FAILED = "failed"


class LoopCommand(Enum):
    """What a person can ask for."""

    RUN = "run"
    PAUSE = "pause"
    STEP = "step"
    BACK = "back"
    RESET = "reset"


class Outcome(Enum):
    """Why the loop stopped running by itself."""

    NONE = "none"
    COMPLETED = "completed"
    STOPPED = "stopped"
    DIVERGED = "diverged"
    FROZEN = "frozen"


class LoopEvent(Enum):
    """What happens to the loop."""

    START = "start"
    STOP = "stop"
    SEEK = "seek"
    LOAD = "load"
    FAIL = "fail"


TRANSITIONS: dict[tuple[State, LoopEvent], State] = {
    (State.READY, LoopEvent.START): State.RUNNING,
    (State.READY, LoopEvent.STOP): State.READY,
    (State.READY, LoopEvent.SEEK): State.PAUSED,
    (State.READY, LoopEvent.LOAD): State.READY,
    (State.READY, LoopEvent.FAIL): State.FAILED,
    (State.RUNNING, LoopEvent.START): State.RUNNING,
    (State.RUNNING, LoopEvent.STOP): State.PAUSED,
    (State.RUNNING, LoopEvent.SEEK): State.PAUSED,
    (State.RUNNING, LoopEvent.LOAD): State.READY,
    (State.RUNNING, LoopEvent.FAIL): State.FAILED,
    (State.PAUSED, LoopEvent.START): State.RUNNING,
    (State.PAUSED, LoopEvent.STOP): State.PAUSED,
    (State.PAUSED, LoopEvent.SEEK): State.PAUSED,
    (State.PAUSED, LoopEvent.LOAD): State.READY,
    (State.PAUSED, LoopEvent.FAIL): State.FAILED,
    (State.FAILED, LoopEvent.LOAD): State.READY,
    (State.FAILED, LoopEvent.FAIL): State.FAILED,
}
"""State after an event; an event that is missing here is not possible in that state."""

_ALLOWED: dict[State, frozenset[LoopCommand]] = {
    State.READY: frozenset({LoopCommand.RUN, LoopCommand.STEP, LoopCommand.RESET}),
    State.RUNNING: frozenset({LoopCommand.PAUSE, LoopCommand.STEP, LoopCommand.BACK, LoopCommand.RESET}),
    State.PAUSED: frozenset({LoopCommand.RUN, LoopCommand.STEP, LoopCommand.BACK, LoopCommand.RESET}),
    State.FAILED: frozenset({LoopCommand.RESET}),
}


def can(state: State, command: LoopCommand, iteration: int, diverged: bool) -> bool:
    """Whether a command makes sense now.

    Parameters
    ----------
    state : State
    command : Command
    iteration : int
        Updates done: there is no way back from 0.
    diverged : bool
        There is no way on from numbers that are not finite.
    """
    if command is LoopCommand.BACK and iteration == 0:
        return False
    if command in (LoopCommand.RUN, LoopCommand.STEP) and diverged:
        return False
    return command in _ALLOWED[state]
