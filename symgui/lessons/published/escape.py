"""How long a network takes to leave the point where all its weights are zero."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from symgui.experiment import Experiment, WeightInit
from symgui.lessons.published.card import PublishedCard, PublishedRow, near
from symgui.symmetry.guessing import GUESSING
from symgui.symmetry.signal import entropy
from symgui.training.studies import Progress
from symgui.training.trainer import Trainer

MOONS = Experiment(title="Small weights").with_(
    data={"kind": "moons"},
    network={"hidden": [{"units": 4, "activation": "tanh"}]},
    initialization={"seed": 2, "weights": WeightInit(scheme="normal", scale=1e-4)},
    training={"learning_rate": 0.1, "iterations": 1000},
)
SCALES = (1e-4, 1e-6, 1e-8, 1e-10)
"""ε: the standard deviations of the first weights, each a hundredth of the one before."""


def escape(scale: float) -> int:
    """Updates until the cost is below 0.95 of what guessing costs."""
    trainer = Trainer(MOONS.with_(initialization={"weights": WeightInit(scheme="normal", scale=scale)}))
    bound = GUESSING * entropy(trainer.data.Y)
    while trainer.cost() >= bound:
        trainer.advance(1)
    return trainer.iteration


def predicted() -> float:
    """The updates that a hundredth of ε adds, to first order in the weights.

    Near zero a tanh unit is z itself and ŷ − y is ½ − y, so that with c = 1/m Σ (y − ½) x an update makes
    W[1] ← W[1] + α W[2]ᵀ cᵀ and W[2] ← W[2] + α (W[1] c)ᵀ: what the two have in common grows by 1 + α‖c‖.
    """
    data = Trainer(MOONS).data
    c = ((data.Y - data.Y.mean()) * data.X).sum(axis=1) / data.m
    return math.log(100.0) / math.log1p(MOONS.training.learning_rate * float(np.sqrt(np.sum(c * c))))


def escapes() -> Iterator[PublishedRow | Progress]:
    """The updates that each hundredth of ε costs."""
    expected, before = predicted(), 0
    for done, scale in enumerate(SCALES):
        now = escape(scale)
        if done:
            yield near(
                f"ε = {scale:g} takes longer by", f"{expected:.2f}", now - before,
                within=1.0, because="whole updates, and the second order",
            )  # fmt: skip
        yield Progress(done + 1, len(SCALES))
        before = now


ESCAPE_CARDS = (
    PublishedCard(
        "escape",
        "From a smaller start it takes longer: the logarithm of 1/ε",
        "Saxe et al. 2013, arXiv 1312.6120, section 1.2: linear networks, as tanh ones are near zero",
        "2-4-1 tanh on the moons from weights of the size ε: updates until the cost leaves that of guessing. "
        "Predicted: ln 100/ln(1 + α‖c‖) more for each hundredth of ε, c = 1/m Σ (y − ½) x.",
        escapes,
        experiment=MOONS,
        opens="ε = 0.0001",
    ),
)
"""One card."""
