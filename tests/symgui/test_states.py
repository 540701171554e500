"""The one table of transitions, and what follows from it."""

from __future__ import annotations

import pytest

from symgui.training.states import TRANSITIONS, LoopCommand, LoopEvent, State, can


def test_every_state_and_event_is_decided() -> None:
    """What is missing is missing on purpose: a failed loop only takes up a new run."""
    missing = {(state, event) for state in State for event in LoopEvent} - set(TRANSITIONS)
    assert missing == {(State.FAILED, event) for event in (LoopEvent.START, LoopEvent.STOP, LoopEvent.SEEK)}


@pytest.mark.parametrize("state", State)
def test_a_new_run_is_ready_and_a_failure_is_failed(state: State) -> None:
    assert TRANSITIONS[state, LoopEvent.LOAD] is State.READY
    assert TRANSITIONS[state, LoopEvent.FAIL] is State.FAILED


def test_the_round() -> None:
    assert TRANSITIONS[State.READY, LoopEvent.START] is State.RUNNING
    assert TRANSITIONS[State.RUNNING, LoopEvent.STOP] is State.PAUSED
    assert TRANSITIONS[State.PAUSED, LoopEvent.START] is State.RUNNING
    assert TRANSITIONS[State.RUNNING, LoopEvent.SEEK] is State.PAUSED


ALLOWED = {
    State.READY: {"run", "step", "reset"},
    State.RUNNING: {"pause", "step", "back", "reset"},
    State.PAUSED: {"run", "step", "back", "reset"},
    State.FAILED: {"reset"},
}


@pytest.mark.parametrize("state", State)
def test_what_a_person_can_do(state: State) -> None:
    assert {c.value for c in LoopCommand if can(state, c, iteration=5, diverged=False)} == ALLOWED[state]
    assert {c.value for c in LoopCommand if can(state, c, iteration=0, diverged=False)} == ALLOWED[state] - {
        "back"
    }
    assert {c.value for c in LoopCommand if can(state, c, 5, diverged=True)} == ALLOWED[state] - {
        "run",
        "step",
    }
