"""One experiment from a second start, matched with the first, and what lies between the two networks."""

from __future__ import annotations

from collections.abc import Generator, Iterator

import numpy as np

from symgui.experiment import Experiment
from symgui.nn.activations import ACTIVATIONS
from symgui.symmetry.unit_matching import weights_of_network
from symgui.symmetry.unit_surgery import Weights, reorder, with_signs
from symgui.training.changes import at_the_start
from symgui.training.studies.progress import Progress, ProgressTimer
from symgui.training.studies.symmetry_studies import (
    MatchedNetworks,
    NamedNetwork,
    matching_study,
    why_no_match,
)
from symgui.training.trainer import Trainer

SHUFFLED = "shuffled"
"""The second network is the first one, with its units in another order and with other signs."""
MOST_KNOWN = 12
"""Answers that are remembered, the latest."""

Second = int | str
"""A seed, or `SHUFFLED`."""

_known: dict[tuple[str, int, Second], MatchedNetworks] = {}


def two_starts(
    experiment: Experiment, iteration: int, second: Second
) -> Iterator[Progress | MatchedNetworks]:
    """Train from the experiment's seed and from a second one, and match the two networks.

    Parameters
    ----------
    experiment : Experiment
        Its later changes are left out.
    iteration : int
    second : int or str
        Another seed of the initialization; or ``"shuffled"``: no second run, but the first one's units in
        reverse order, every second unit of an odd activation with the other sign.

    Raises
    ------
    ValueError
        If there is nothing to match; it says why.
    """
    start = at_the_start(experiment)
    key = (start.dumps(), iteration, second)
    if key not in _known:
        first = yield from _trained(start, iteration, "the first")
        if second == SHUFFLED:
            other = NamedNetwork("the second", start, _shuffled(first), first.X, first.Y)
        else:
            seeded = start.with_(initialization={"seed": second})
            other = yield from _trained(seeded, iteration, "the second")
        reason = why_no_match(first, other)
        if reason:
            raise ValueError(reason.rstrip("."))
        for found in matching_study(first, other):
            if isinstance(found, MatchedNetworks):
                _known[key] = found
            else:
                assert isinstance(found, Progress)
                yield found
        while len(_known) > MOST_KNOWN:
            del _known[next(iter(_known))]
    yield _known[key]


def _trained(experiment: Experiment, iteration: int, name: str) -> Generator[Progress, None, NamedNetwork]:
    trainer = Trainer(experiment)
    due = ProgressTimer()
    while trainer.iteration < iteration and trainer.divergence is None:
        trainer.advance(min(trainer.at_once, iteration - trainer.iteration))
        if due():
            yield Progress(trainer.iteration, iteration)
    return NamedNetwork(name, experiment, weights_of_network(trainer.network), trainer.data.X, trainer.data.Y)


def _shuffled(network: NamedNetwork) -> Weights:
    """The same function: units in reverse order, of odd activations every second one with the other sign."""
    weights = network.weights
    for l, activation in enumerate(network.activations, start=1):
        n = weights.units(l)
        weights = reorder(weights, l, range(n)[::-1])
        if ACTIVATIONS[activation].odd:
            weights = with_signs(weights, l, np.where(np.arange(n) % 2, -1.0, 1.0))
    return weights
