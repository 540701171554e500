"""The way through a step, as a table."""

from __future__ import annotations

import pytest

from app.lecture.flow import TRANSITIONS, Move, Next, StepPhase, next_of


@pytest.mark.parametrize(
    ("phase", "warned", "last", "does"),
    [
        (StepPhase.READY, False, False, Next.RUN),
        (StepPhase.ASKED, False, False, Next.WARN),
        (StepPhase.ASKED, True, False, Next.RUN),
        (StepPhase.COMMITTED, False, False, Next.RUN),
        (StepPhase.RUNNING, False, False, Next.FINISH),
        (StepPhase.RUNNING, True, True, Next.FINISH),
        (StepPhase.DONE, False, False, Next.ADVANCE),
        (StepPhase.DONE, True, True, Next.END),
    ],
)
def test_what_the_one_key_does(phase: StepPhase, warned: bool, last: bool, does: Next) -> None:
    assert next_of(phase, warned=warned, last=last) is does


def test_every_run_ends_in_done_and_every_phase_can_be_run() -> None:
    assert TRANSITIONS[StepPhase.RUNNING, Move.ARRIVE] is StepPhase.DONE
    for phase in StepPhase:
        assert TRANSITIONS[phase, Move.RUN] is StepPhase.RUNNING


def test_a_choice_is_made_before_the_run_and_not_after() -> None:
    may_choose = {phase for phase in StepPhase if (phase, Move.CHOOSE) in TRANSITIONS}
    assert may_choose == {StepPhase.ASKED, StepPhase.COMMITTED}


def test_what_was_found_of_another_experiment_counts_no_more() -> None:
    assert TRANSITIONS[StepPhase.DONE, Move.CHANGE] is StepPhase.READY


def test_phases_are_words() -> None:
    assert [str(phase) for phase in StepPhase] == ["ready", "asked", "committed", "running", "done"]
