"""A study of what the rounding of an arithmetic does to a start with twins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from symgui.experiment import (
    DataSpec,
    Experiment,
    InitializationSpec,
    LayerSpec,
    NetworkSpec,
    TrainingSpec,
    WeightInit,
)
from symgui.experiment.parts import ArithmeticName
from symgui.training.changes import at_the_start
from symgui.training.history import is_recorded
from symgui.training.studies.progress import Progress, ProgressTimer
from symgui.training.studies.start import StartingTwins
from symgui.training.trainer import Trainer


@dataclass(frozen=True, slots=True)
class Drift:
    """What one arithmetic has done to the twins of a start.

    Attributes
    ----------
    arithmetic : str
    iteration : int
        Updates done so far.
    first : int or None
        First iteration at which two units that began as twins differed in any bit.
    spread : float
        Largest difference now between two units that began as twins.
    """

    arithmetic: str
    iteration: int
    first: int | None
    spread: float


def rounding_case() -> Experiment:
    """A start on which rounding is known to grow: tanh 2-5-3-1, every weight 0.1, a saddle that repels.

    When it shows, and whether at all, depends on the processor, on the data and on the widths: rows are
    treated differently only where they do not fill a block.
    """
    return Experiment(
        title="Who broke the symmetry?",
        data=DataSpec(kind="xor", samples=200, noise=0.0, seed=3),
        network=NetworkSpec(hidden=(LayerSpec(units=5), LayerSpec(units=3))),
        initialization=InitializationSpec(weights=WeightInit(scheme="constant", value=0.1)),
        training=TrainingSpec(learning_rate=1.0, iterations=30_000),
        arithmetic="blas",
    )


def drift(experiment: Experiment, arithmetic: ArithmeticName, iterations: int) -> Iterator[Drift | Progress]:
    """Train under an arithmetic and watch the units that began as twins drift apart, or not.

    Parameters
    ----------
    experiment : Experiment
        Its own arithmetic and its later changes are left out.
    arithmetic : str
    iterations : int

    Yields
    ------
    Drift
        At iteration 0, at all that a cost curve records, at the first that shows a difference, and at the
        last.

    Raises
    ------
    ValueError
        If the start has no twins.
    """
    trainer = Trainer(at_the_start(experiment).with_(arithmetic=arithmetic))
    twins = StartingTwins(trainer.network)
    if not twins:
        raise ValueError("the start has no twins: there is nothing that rounding could break")
    first: int | None = None
    timer = ProgressTimer()
    yield Drift(arithmetic, 0, first, 0.0)
    while trainer.iteration < iterations and trainer.divergence is None:
        trainer.advance()
        t = trainer.iteration
        due = t == iterations or is_recorded(t)
        if due or first is None:
            spread = twins.spread()
            if first is None and spread != 0.0:
                first, due = t, True
        if due:
            yield Drift(arithmetic, t, first, spread)
        elif timer():
            yield Progress(t, iterations)


def both_drifts(experiment: Experiment, iterations: int) -> Iterator[Drift | Progress]:
    """`drift` under ``blas`` and under ``per-unit``, by turns."""
    runs = [drift(experiment, "blas", iterations), drift(experiment, "per-unit", iterations)]
    while runs:
        for run in tuple(runs):
            found = next(run, None)
            if found is None:
                runs.remove(run)
            else:
                yield found
