"""Whether a step that was read again, from a file that was saved, has become another one."""

from __future__ import annotations

from dataclasses import replace

from symgui.lessons.claim import Claim
from symgui.lessons.lesson import Step


def same_run(one: Step, other: Step) -> bool:
    """Whether two versions of a step set up, run and check the same; their words may differ."""
    return _matter(one) == _matter(other)


def _matter(step: Step) -> tuple[object, ...]:
    question = step.question
    choices = question.choices if question is not None else ()
    return (
        step.experiment, step.lanes, step.goal, step.start, step.pace, step.views, step.select,
        step.highlight, _anywhere(step.claims), tuple(_anywhere(choice.holds) for choice in choices),
    )  # fmt: skip


def _anywhere(claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """Claims without the lines where they stand, which move with the text above them."""
    return tuple(replace(claim, line=1) for claim in claims)
