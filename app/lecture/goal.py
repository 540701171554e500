"""How far a step runs."""

from __future__ import annotations

from collections.abc import Sequence

from symgui.lessons.lesson import Step
from symgui.training.frame import Frame

FROZEN = "frozen"
"""The goal that is no event of a run: nothing moves any more."""


def end_of(step: Step, frames: Sequence[Frame]) -> int:
    """The iteration at which a step's run ends, as far as its frames know: its event, or its limit.

    Parameters
    ----------
    step : Step
    frames : sequence of Frame
        Of the run; of a race, one a lane: the first lane's event ends it, a standstill only all lanes'.
    """
    limit = limit_of(step)
    if step.goal.event == FROZEN:
        return min(limit, frames[0].iteration) if all(frame.standstill for frame in frames) else limit
    seen = [event.iteration for frame in frames for event in frame.events if event.kind == step.goal.event]
    return min([limit, *(iteration for iteration in seen if iteration >= step.start)])


def limit_of(step: Step) -> int:
    """The iteration beyond which a step never runs."""
    planned = step.experiment.training.iterations
    return step.goal.iteration or (planned if step.goal.event else 0)
