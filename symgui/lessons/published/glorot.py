"""The bound of Glorot and Bengio, and the practice it replaced."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.random import RandomState

from symgui.experiment import LayerSpec, WeightInit, opening_experiment
from symgui.lessons.published.card import PublishedCard, PublishedRow, near
from symgui.nn.initializers import WEIGHTS
from symgui.training.studies import Progress

MANY = "a sample of {:,} weights scatters less"


def glorot() -> Iterator[PublishedRow | Progress]:
    """Largest weight and variance of our draws."""
    stream = RandomState(5)
    for n_in, n_out in ((784, 1000), (1000, 1000)):
        W = WEIGHTS["glorot_uniform"].draw(stream, (n_out, n_in), 1.0)
        because = MANY.format(W.size)
        bound, largest = math.sqrt(6.0) / math.sqrt(n_in + n_out), float(np.abs(W).max())
        row = near(
            f"largest |w|, {n_in} to {n_out} units", f"√6/√{n_in + n_out} = {bound:.6f}", largest,
            expected=bound, relative=1e-4,
            because="no weight lies beyond the bound, and the largest of so many is close to it",
        )  # fmt: skip
        yield (
            row
            if largest <= bound
            else PublishedRow(row.label, row.published, repr(largest), row.tolerance, passed=False)
        )
        variance = 2.0 / (n_in + n_out)
        yield near(
            f"variance, {n_in} to {n_out} units", f"2/{n_in + n_out} = {variance:.7f}", float(W.var()),
            expected=variance, relative=0.005, because=because,
        )  # fmt: skip
    n = 1000
    W = WEIGHTS["uniform"].draw(stream, (n, n), 1.0 / math.sqrt(n))
    yield near(
        "n · Var W of the older U(±1/√n)", "1/3 = 0.3333", n * float(W.var()), expected=1.0 / 3.0,
        relative=0.005, because=MANY.format(W.size),
    )  # fmt: skip


GLOROT_CARDS = (
    PublishedCard(
        name="glorot",
        title="Glorot's bound",
        source="Glorot and Bengio, “Understanding the difficulty of training deep feedforward neural "
        "networks” (AISTATS 2010), equations 1, 12, 15 and 16",
        setup="Weights between 784 and 1000 units and between 1000 and 1000, as in the paper's nets on "
        "MNIST, drawn by our glorot_uniform; and the uniform ±1/√n that was usual before.",
        compute=glorot,
        note="Derived for units that are linear around 0; for ReLU a factor √2 is missing.",
        experiment=opening_experiment().with_hidden([LayerSpec(units=20, activation="tanh")] * 4).with_(
            title="Four tanh layers, Glorot uniform",
            initialization={"weights": WeightInit(scheme="glorot_uniform")},
            training={"learning_rate": 0.3},
        ),
        opens="Four layers of 20 tanh units that start so, on the flower",
    ),
)  # fmt: skip
