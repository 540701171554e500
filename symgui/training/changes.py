"""What a person changed while a run went on, recorded so that a file stays a run."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from symgui.experiment import Change, Experiment


def with_change(
    experiment: Experiment,
    at: int,
    learning_rate: float | None = None,
    values: Mapping[str, float] | None = None,
    title: str | None = None,
    *,
    l2: float | None = None,
) -> Experiment:
    """The experiment with a change at an iteration; changes of later iterations are dropped.

    What was changed at the same iteration before is kept, unless it is the same thing.

    Parameters
    ----------
    experiment : Experiment
    at : int
        Iteration (updates done) at which it was changed.
    learning_rate : float, optional
    values : mapping, optional
        Weights and biases: ``{"W1[0,1]": 0.3}``.
    title : str, optional
        What it is called from then on; left out, as before.
    l2 : float, optional
        λ.
    """
    past = [change for change in experiment.changes if change.at < at]
    values = dict(values or {})
    for change in reversed(experiment.changes):
        if change.at == at:
            learning_rate = change.learning_rate if learning_rate is None else learning_rate
            l2 = change.l2 if l2 is None else l2
            values = {**(change.set or {}), **values}
    if learning_rate is not None or l2 is not None or values:
        past.append(Change(at=at, learning_rate=learning_rate, l2=l2, set=values or None))
    title = experiment.title if title is None else title
    return msgspec.structs.replace(experiment, title=title, changes=tuple(past))


def at_the_start(experiment: Experiment) -> Experiment:
    """The experiment with only the changes made at iteration 0."""
    first = tuple(change for change in experiment.changes if change.at == 0)
    return msgspec.structs.replace(experiment, changes=first)


def carried_over(experiment: Experiment, before: Experiment, learning_rate: float, l2: float) -> Experiment:
    """An experiment with another setting, and with what a person had changed in the run of `before`.

    That is the learning rate and L2, unless it is that setting that is another, and the edits made at
    iteration 0, unless the network or its initialization is another.

    Parameters
    ----------
    experiment, before : Experiment
    learning_rate, l2 : float
        Those in force in the run of `before`.
    """
    training = experiment.training
    if training.learning_rate == before.training.learning_rate:
        training = msgspec.structs.replace(training, learning_rate=learning_rate)
    if training.l2 == before.training.l2:
        training = msgspec.structs.replace(training, l2=l2)
    same_start = (experiment.sizes, experiment.initialization) == (before.sizes, before.initialization)
    first = before.changes if same_start else ()
    edits = tuple(Change(at=0, set=change.set) for change in first if change.at == 0 and change.set)
    return msgspec.structs.replace(experiment, training=training, changes=edits)
