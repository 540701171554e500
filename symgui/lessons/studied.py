"""Quantities that are small experiments of their own: they make runs, and let go in between."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping

from symgui.experiment import Experiment, ExperimentError
from symgui.lessons.quantity import Quantity, Value
from symgui.lessons.run_view import CannotSay
from symgui.sweep.grid_study import KNOWN
from symgui.sweep.outcome import RunOutcome
from symgui.sweep.swept_settings import SETTINGS
from symgui.symmetry.partition import measure
from symgui.training.changes import at_the_start
from symgui.training.studies import BreakTime, Progress, SideBySide, break_times, collapse_study
from symgui.training.studies.symmetry_studies import MatchedNetworks
from symgui.training.studies.two_starts import Second, two_starts
from symgui.training.trainer import Trainer

Where = Mapping[str, float | int | str] | None


def _collapse_difference(experiment: Experiment, iteration: int) -> Iterator[Value | None]:
    trainer = Trainer(experiment)
    state = trainer.network_state()
    if not state.hidden:
        raise CannotSay("the network has no hidden layer")
    rate = experiment.training.learning_rate
    study = collapse_study(experiment, trainer.data, state, measure(state), rate, iteration)
    difference = 0.0
    for found in study:
        if isinstance(found, SideBySide):
            difference = found.difference
        yield None
    yield difference


def _updates_to_break(experiment: Experiment, iteration: int, epsilon: float, name: str | None = None
                    ) -> Iterator[Value | None]:  # fmt: skip
    try:
        for found in break_times(experiment, [epsilon], iteration, name):
            if isinstance(found, Progress):
                yield None
            elif isinstance(found, BreakTime):
                yield math.inf if found.iteration is None else found.iteration
    except ValueError as error:
        raise CannotSay(str(error)) from None


# ---- many seeds -------------------------------------------------------------------------------------------


def _outcomes(experiment: Experiment, iteration: int, seeds: int, where: Where) -> Iterator[RunOutcome]:
    """What the seeds 0, 1, … come to, with other settings where some are given."""
    start = at_the_start(experiment)
    for name, value in (where or {}).items():
        try:
            start = SETTINGS[name].apply(start, value)
        except ExperimentError as error:
            raise CannotSay(f"{SETTINGS[name].label} {value}: {error}") from None
    for seed in range(seeds):
        yield KNOWN.of(start.with_(initialization={"seed": seed}), iteration)


def _seeds_that_reach(experiment: Experiment, iteration: int, seeds: int, accuracy: float,
                      where: Where = None) -> Iterator[Value | None]:  # fmt: skip
    reached = 0
    for found in _outcomes(experiment, iteration, seeds, where):
        reached += found.accuracy >= accuracy
        yield None
    yield reached


def _different_costs(experiment: Experiment, iteration: int, seeds: int, where: Where = None
                     ) -> Iterator[Value | None]:  # fmt: skip
    costs = set()
    for found in _outcomes(experiment, iteration, seeds, where):
        costs.add(found.cost)
        yield None
    yield len(costs)


# ---- two starts -------------------------------------------------------------------------------------------


def _barrier(*, matched: bool) -> Callable[..., Iterator[Value | None]]:
    def of(experiment: Experiment, iteration: int, second: Second) -> Iterator[Value | None]:
        try:
            for found in two_starts(experiment, iteration, second):
                yield found.barriers[matched] if isinstance(found, MatchedNetworks) else None
        except ValueError as error:
            raise CannotSay(str(error)) from None

    return of


STUDIED = (
    Quantity("collapse difference", "largest |cost − cost with one unit per group|, full batch, from 0 on",
             _collapse_difference, study=True),
    Quantity("updates to break", "updates until twins nudged by ε differ visibly; inf if they do not",
             _updates_to_break, ("epsilon",), ("name",), study=True, none="no break"),
    Quantity("seeds that reach", "how many of the first seeds get this share of training examples right",
             _seeds_that_reach, ("seeds", "accuracy"), ("where",), study=True),
    Quantity("different costs", "how many different costs the first seeds come to, bit for bit",
             _different_costs, ("seeds",), ("where",), study=True),
    Quantity("barrier", "how far the cost rises on the straight path to a second network",
             _barrier(matched=False), ("second",), study=True),
    Quantity("barrier after matching", "the same with the second one's units in the order and signs that fit",
             _barrier(matched=True), ("second",), study=True),
)  # fmt: skip
"""Each takes the experiment and the iteration, then its own arguments."""
