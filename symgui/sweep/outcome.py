"""One run of a sweep, and what came out of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from functools import lru_cache

import msgspec
import numpy as np
from numpy.typing import NDArray

from symgui.data.dataset import Dataset
from symgui.experiment import Experiment
from symgui.nn.build import build_network
from symgui.symmetry.case import Case
from symgui.symmetry.guessing import GUESSING
from symgui.symmetry.partition import measure
from symgui.symmetry.signal import entropy
from symgui.symmetry.verdict import first_that_holds
from symgui.training.cost_looks import CostLooks
from symgui.training.studies.start import VISIBLE, StartingTwins
from symgui.training.trainer import Trainer

GROWTH = 1.1
"""Between two looks at the run, in updates: escape and break are known to 10 %."""


class GivenUpError(Exception):
    """The run is wanted no more."""


class RunOutcome(msgspec.Struct, frozen=True):
    """What a run came to.

    Attributes
    ----------
    iteration : int
        Updates done: fewer than asked for if the run diverged.
    verdict : str
        By its name: ``"healthy"``.
    reached : str
        How far it has come, against guessing (`symgui.symmetry.guessing.Reached`): ``"better"``, …
    effective_units, units : int
        Of all hidden layers together.
    cost, accuracy : float
        Over the training set; the accuracy is a share of 1.
    escaped_at : int or None
        The first iteration looked at (1, 2, 3, … then every 10 %) at which the cost is below 0.95 of what
        guessing costs; None if there is none, or only one class.
    broken_at : int or None
        The first of the same iterations at which units that were drawn as twins are visibly different
        (`symgui.training.studies.start.VISIBLE`); None if they never are, or none were.
    """

    iteration: int
    verdict: str
    reached: str
    effective_units: int
    units: int
    cost: float
    accuracy: float
    escaped_at: int | None
    broken_at: int | None


def outcome(
    experiment: Experiment,
    updates: int,
    data: Dataset | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> RunOutcome:
    """Make a run and look at its end.

    Parameters
    ----------
    experiment : Experiment
    updates : int
    data : Dataset, optional
        What ``load_data(experiment.data)`` gives, if it is there already.
    stopped : callable
        Asked between updates.

    Raises
    ------
    GivenUpError
        If it is stopped.
    """
    return outcome_of(Trainer(experiment, data), updates, stopped)


def outcome_of(trainer: Trainer, updates: int, stopped: Callable[[], bool] = lambda: False) -> RunOutcome:
    """The same, of a run that is at its start.

    Raises
    ------
    GivenUpError
        If it is stopped.
    """
    escaped_at, broken_at = _first_times(trainer, updates, stopped)
    _advance(trainer, updates, stopped)
    state = trainer.network_state()
    case = Case(state, measure(state, rank_budget=0.0))
    return RunOutcome(
        iteration=trainer.iteration,
        verdict=first_that_holds(case).name,
        reached=case.standing.reached.value,
        effective_units=sum(case.symmetry.effective_units),
        units=sum(layer.units for layer in state.hidden),
        cost=state.cost,
        accuracy=trainer.train_accuracy(),
        escaped_at=escaped_at,
        broken_at=broken_at,
    )


def _first_times(
    trainer: Trainer, updates: int, stopped: Callable[[], bool]
) -> tuple[int | None, int | None]:
    """When the cost falls below guessing, and when twins break; the run goes on until both are known."""
    escaped_at = broken_at = None
    bound, twins = GUESSING * entropy(trainer.data.Y), _twins_of(trainer)
    if trainer.sees_costs and updates and not twins:
        return _escape(trainer, updates, bound, stopped), None
    for iteration in looks(updates):
        escapes, breaks = escaped_at is None and bound > 0.0, broken_at is None and bool(twins)
        if not escapes and not breaks:
            break
        _advance(trainer, iteration, stopped)
        if trainer.divergence is not None:
            break
        if escapes and trainer.cost() < bound:
            escaped_at = iteration
        if breaks and twins.relative_spread() >= VISIBLE:
            broken_at = iteration
    return escaped_at, broken_at


def _escape(trainer: Trainer, updates: int, bound: float, stopped: Callable[[], bool]) -> int | None:
    """When the cost falls below a bound: updates see it on their way, and all are made."""
    seen = CostLooks.at(_all_looks(updates), bound)
    _advance(trainer, updates, stopped, seen)
    escaped_at = seen.first_below()
    if escaped_at is None and trainer.divergence is None and trainer.cost() < bound:
        return updates
    return escaped_at


def _twins_of(trainer: Trainer) -> StartingTwins:
    """The units that were drawn as twins; a change at iteration 0 may have nudged them."""
    experiment, data = trainer.experiment, trainer.data
    if not any(change.at == 0 and change.set for change in experiment.changes):
        return StartingTwins(trainer.network)
    return StartingTwins(trainer.network, build_network(experiment, data.X.shape[0], data.classes))


def _advance(
    trainer: Trainer, iteration: int, stopped: Callable[[], bool], seen: CostLooks | None = None
) -> None:
    """Make updates up to an iteration, or until the run diverges; ask every few milliseconds."""
    while trainer.iteration < iteration and trainer.divergence is None:
        if stopped():
            raise GivenUpError
        trainer.advance(min(trainer.at_once, iteration - trainer.iteration), seen)


def looks(updates: int) -> Iterator[int]:
    """1, 2, 3, …, then each 10 % more, up to and with `updates`."""
    at = 1
    while at < updates:
        yield at
        at = max(at + 1, int(at * GROWTH))
    if updates:
        yield updates


@lru_cache(maxsize=8)
def _all_looks(updates: int) -> NDArray[np.int64]:
    return np.array(list(looks(updates)), dtype=np.int64)


def key_of(experiment: Experiment, updates: int) -> str:
    """What tells a run from all others: SHA-256 of the experiment and the updates."""
    text = msgspec.json.encode(experiment, order="sorted")
    return hashlib.sha256(b"%b\n%d" % (text, updates)).hexdigest()
