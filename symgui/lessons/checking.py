"""Claims checked against the run: it is made again, and looked at where the claims need it.

Both generators yield a `Progress` about every hundredth of a second while there is nothing to tell, as the
studies do, so that a caller can stop them at any point.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from symgui.experiment import Experiment
from symgui.lessons.claim import Checked, Claim
from symgui.lessons.claim_case import SAME, ClaimCase
from symgui.lessons.lesson import Choice, Goal, Step
from symgui.lessons.replay import Replay
from symgui.training.history import next_recorded
from symgui.training.race import Race
from symgui.training.run import RecordedRun
from symgui.training.studies import Progress

On = Experiment | Sequence[Experiment] | None
"""What is on screen: an experiment, those of a race's lanes, or None for the step's own."""


def check(
    step: Step, experiment: On = None, ran: RecordedRun | Race | None = None
) -> Iterator[Checked | Progress]:
    """Check the claims of a step.

    Parameters
    ----------
    step : Step
    experiment : Experiment, or a sequence of them, optional
        The run to check instead of the step's: what is on screen, with its recorded changes; for a race, the
        lanes' experiments.
    ran : RecordedRun or Race, optional
        What has been run of it: its kept states are gone by where it is the very same (`Replay`).

    Yields
    ------
    Checked
        One a claim, as each is decided.
    Progress
        In between, while it runs.
    """
    for found in _decide(step, step.claims, experiment, ran):
        yield found if isinstance(found, Progress) else found[1]


def answers(step: Step, experiment: On = None) -> Iterator[tuple[Choice, tuple[Checked, ...]] | Progress]:
    """Check the choices of a step's question; a choice is right if all it holds has passed.

    Yields
    ------
    tuple of Choice and tuple of Checked
        One a choice, in order, when all are decided.
    Progress
        In between, while it runs.
    """
    choices = step.question.choices if step.question else ()
    claims = tuple(chain.from_iterable(choice.holds for choice in choices))
    decided: dict[int, Checked] = {}
    for found in _decide(step, claims, experiment):
        if isinstance(found, Progress):
            yield found
        else:
            decided[found[0]] = found[1]
    first = 0
    for choice in choices:
        last = first + len(choice.holds)
        yield choice, tuple(decided[i] for i in range(first, last))
        first = last


def _decide(
    step: Step, claims: Sequence[Claim], on: On, ran: RecordedRun | Race | None = None
) -> Iterator[tuple[int, Checked] | Progress]:
    """Each claim's number and what came of it."""
    if not claims:
        return
    experiments = _experiments(step, on)
    if step.lanes and len(experiments) == 1:
        for number, claim in enumerate(claims):
            yield number, ClaimCase(number, claim).cannot("the run on screen is no race")
        return
    replay = Replay(experiments, ran)
    cases = [ClaimCase(number, claim) for number, claim in enumerate(claims)]
    yield from _Sweep(replay, step.goal, step.start, cases).decide()


def _experiments(step: Step, on: On) -> tuple[Experiment, ...]:
    if on is None:
        return tuple(lane.experiment for lane in step.lanes) or (step.experiment,)
    return (on,) if isinstance(on, Experiment) else tuple(on)


class _Sweep:
    """Goes through a run once, stopping wherever some claim needs a look."""

    def __init__(self, replay: Replay, goal: Goal, start: int, cases: Sequence[ClaimCase]) -> None:
        self._replay = replay
        self._event = goal.event
        self._start = start
        self._last = max(goal.iteration, start)
        self._open = list(cases)
        self._end: int | None = None
        self._still = False

    def decide(self) -> Iterator[tuple[int, Checked] | Progress]:
        replay = self._replay
        while self._open:
            t = replay.iteration
            self._find_end(t)
            looks = replay.looks()
            for case in list(self._open):
                for found in case.look(looks, t, self._end, self._rest()):
                    if isinstance(found, Progress):
                        yield found
                    else:
                        self._open.remove(case)
                        yield case.number, found
                if replay.due():
                    yield Progress(t, self._last)
            if self._open:
                yield from replay.go(self._next(t), self._last)

    def _find_end(self, t: int) -> None:
        """Where the step ends: at its goal, or where its event is seen first, or where the run diverged."""
        replay = self._replay
        if self._end is None and (
            t >= self._last
            or replay.divergence is not None
            or (self._event and replay.has_seen(self._event, self._start))
        ):
            self._end = t
        if not self._still and _is_power_of_two(t) and replay.stands_still():
            self._still = True
            if self._end is None:
                self._end = self._last

    def _rest(self) -> str:
        """What is known of all later iterations: they are as this one, or there are none."""
        divergence = self._replay.divergence
        if divergence is not None:
            return f"the run diverged: {divergence}"
        return SAME if self._still else ""

    def _next(self, t: int) -> int:
        """The next iteration that must be looked at."""
        wanted = [case.next(t, self._end) for case in self._open]
        if self._end is None:
            wanted += [self._start, self._last]
            if self._event:
                wanted.append(next_recorded(t))
        if not self._still:
            wanted.append(1 << t.bit_length())
        return min((at for at in wanted if at is not None and at > t), default=t + 1)


def _is_power_of_two(t: int) -> bool:
    """0 too."""
    return t & (t - 1) == 0
