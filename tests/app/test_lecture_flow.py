"""The way through a step, as a table."""

from __future__ import annotations

import pytest

from app.lecture.flow import TRANSITIONS, Move, Next, Phase, next_of


@pytest.mark.parametrize(
    ("phase", "warned", "last", "does"),
    [
        (Phase.READY, False, False, Next.RUN),
        (Phase.ASKED, False, False, Next.WARN),
        (Phase.ASKED, True, False, Next.RUN),
        (Phase.COMMITTED, False, False, Next.RUN),
        (Phase.RUNNING, False, False, Next.FINISH),
        (Phase.RUNNING, True, True, Next.FINISH),
        (Phase.DONE, False, False, Next.ADVANCE),
        (Phase.DONE, True, True, Next.END),
    ],
)
def test_what_the_one_key_does(phase: Phase, warned: bool, last: bool, does: Next) -> None:
    assert next_of(phase, warned=warned, last=last) is does


def test_every_run_ends_in_done_and_every_phase_can_be_run() -> None:
    assert TRANSITIONS[Phase.RUNNING, Move.ARRIVE] is Phase.DONE
    for phase in Phase:
        assert TRANSITIONS[phase, Move.RUN] is Phase.RUNNING


def test_a_choice_is_made_before_the_run_and_not_after() -> None:
    may_choose = {phase for phase in Phase if (phase, Move.CHOOSE) in TRANSITIONS}
    assert may_choose == {Phase.ASKED, Phase.COMMITTED}


def test_what_was_found_of_another_experiment_counts_no_more() -> None:
    assert TRANSITIONS[Phase.DONE, Move.CHANGE] is Phase.READY


def test_phases_are_words() -> None:
    assert [str(phase) for phase in Phase] == ["ready", "asked", "committed", "running", "done"]
