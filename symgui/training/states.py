"""The states of the training loop: one table says what may happen when."""

from __future__ import annotations

from enum import Enum


class State(Enum):
    """What the loop is doing."""

    READY = "ready"  # at iteration 0, or at a place the person went back to
    RUNNING = "running"
    PAUSED = "paused"
    FAILED = "failed"


class Command(Enum):
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


class Event(Enum):
    """What happens to the loop."""

    START = "start"
    STOP = "stop"
    SEEK = "seek"
    LOAD = "load"
    FAIL = "fail"


TRANSITIONS: dict[tuple[State, Event], State] = {
    (State.READY, Event.START): State.RUNNING,
    (State.READY, Event.STOP): State.READY,
    (State.READY, Event.SEEK): State.PAUSED,
    (State.READY, Event.LOAD): State.READY,
    (State.READY, Event.FAIL): State.FAILED,
    (State.RUNNING, Event.START): State.RUNNING,
    (State.RUNNING, Event.STOP): State.PAUSED,
    (State.RUNNING, Event.SEEK): State.PAUSED,
    (State.RUNNING, Event.LOAD): State.READY,
    (State.RUNNING, Event.FAIL): State.FAILED,
    (State.PAUSED, Event.START): State.RUNNING,
    (State.PAUSED, Event.STOP): State.PAUSED,
    (State.PAUSED, Event.SEEK): State.PAUSED,
    (State.PAUSED, Event.LOAD): State.READY,
    (State.PAUSED, Event.FAIL): State.FAILED,
    (State.FAILED, Event.LOAD): State.READY,
    (State.FAILED, Event.FAIL): State.FAILED,
}
"""State after an event; an event that is missing here is not possible in that state."""

_ALLOWED: dict[State, frozenset[Command]] = {
    State.READY: frozenset({Command.RUN, Command.STEP, Command.RESET}),
    State.RUNNING: frozenset({Command.PAUSE, Command.STEP, Command.BACK, Command.RESET}),
    State.PAUSED: frozenset({Command.RUN, Command.STEP, Command.BACK, Command.RESET}),
    State.FAILED: frozenset({Command.RESET}),
}


def can(state: State, command: Command, iteration: int, diverged: bool) -> bool:
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
    if command is Command.BACK and iteration == 0:
        return False
    if command in (Command.RUN, Command.STEP) and diverged:
        return False
    return command in _ALLOWED[state]
