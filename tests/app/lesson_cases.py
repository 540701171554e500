"""Lessons made by hand, and a small checker that replays their runs."""

from __future__ import annotations

from collections.abc import Iterator

from view_runs import experiment, small_normal

from symgui.experiment import Experiment
from symgui.lessons.claim import Checked, Claim
from symgui.lessons.lesson import Choice, Goal, Lesson, Question, Step
from symgui.training.run import RecordedRun

ZEROS = experiment(iterations=40)
NORMAL = experiment(weights=small_normal(), iterations=60)


def cost_at_most(value: float) -> Claim:
    return Claim("cost", "at most", value)


def units(number: int) -> Claim:
    return Claim("effective units", "equals", float(number), {"layer": 1})


QUESTION = Question(
    "How many units does layer 1 have in the end?",
    (Choice("one", (units(1),)), Choice("four", (units(4),))),
)

LESSON = Lesson(
    id="by-hand",
    title="By hand",
    question="Does it run?",
    steps=(
        Step("Zeros", "Every weight is zero: $$dW[1] = 0$$.", ZEROS, goal=Goal(40), pace="max",
             select="W1[0,1]", highlight=("W1",), views=("weights", "why"), claims=(units(1),)),
        Step("Guess", "Small random weights.", NORMAL, goal=Goal(60), pace="max", question=QUESTION,
             highlight=("cost",), claims=(units(4), cost_at_most(0.1))),
        Step("Look", "Nothing runs here.", NORMAL, views=("symmetry", "values"), claims=(units(4),)),
    ),
)  # fmt: skip
"""A step that runs, one with a question and a claim that is wrong, one that runs nothing."""


def check(step: Step, ran: Experiment | None = None, _there: object = None) -> Iterator[Checked]:
    for claim in step.claims:
        yield _checked(claim, step, ran)


def _checked(claim: Claim, step: Step, ran: Experiment | None) -> Checked:
    run = RecordedRun(ran or step.experiment)
    run.advance(step.goal.iteration)
    frame = run.frame()
    assert isinstance(claim.expected, float)
    if claim.quantity == "cost":
        found = frame.cost
        passed = found <= claim.expected
    else:
        found = float(frame.symmetry.layers[0].effective_units)
        passed = found == claim.expected
    said = f"{claim.quantity} {claim.relation} {claim.expected:g}"
    return Checked(claim, said, passed, f"{claim.expected:g}", f"{found:.6g}")
