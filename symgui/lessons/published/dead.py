"""The probability that a deep, narrow ReLU net answers nothing from the start."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.random import RandomState

from symgui.experiment import LayerSpec, WeightInit, opening_experiment
from symgui.lessons.published.card import PublishedCard, PublishedRow, brief, near
from symgui.nn.activations import ACTIVATIONS
from symgui.nn.arithmetic import PerUnitLanes
from symgui.nn.initializers import WEIGHTS
from symgui.nn.losses import output_loss
from symgui.nn.network import Network, Pass
from symgui.training.studies import Progress

NETS, PORTION = 20_000, 500
CASES = ((2, 1), (2, 3), (2, 9), (3, 9), (4, 9))
"""Units a layer and layers."""
SIGNS = np.array([[1.0, -1.0]])
"""Two inputs: with ReLU and no biases only their sign matters."""


def born_dead(units: int, depth: int, seed: int) -> Iterator[Progress | tuple[int, int]]:
    """How many of `NETS` nets have a layer that answers 0: to the input 1 alone, and to 1 and −1 both."""
    sizes, lanes = (1, *[units] * depth, 1), (PORTION,)
    relu = [ACTIVATIONS["relu"]] * depth
    network = Network(sizes, relu, output_loss(2), PerUnitLanes(), lanes)
    p, stream, one, both = Pass(sizes, 2, lanes), RandomState(seed), 0, 0
    X = np.broadcast_to(SIGNS, (*lanes, 1, 2))
    for made in range(0, NETS, PORTION):
        for l in network.layers:
            rows, columns = sizes[l], sizes[l - 1]
            drawn = WEIGHTS["he"].draw(stream, (PORTION * rows, columns), 1.0)
            network.W[l][:] = drawn.reshape(PORTION, rows, columns)
        network.forward(X, p)
        alive = (p.A[depth] > 0.0).sum(axis=-2) > 0  # what is 0 stays 0: the last hidden layer tells
        one += PORTION - int(alive[:, 0].sum())
        both += PORTION - int(alive.any(axis=-1).sum())
        yield Progress(made + PORTION, NETS)
    yield one, both


def rows() -> Iterator[PublishedRow | Progress]:
    """Each case, with inputs of one sign and of both."""
    for units, depth in CASES:
        probability = 1.0 - (1.0 - 2.0**-units) ** depth
        for found in born_dead(units, depth, seed=10 * units + depth):
            if isinstance(found, Progress):
                yield found
                continue
            one, both = (count / NETS for count in found)
            where = f"N = {units}, D = {depth}"
            scatter = math.sqrt(probability * (1.0 - probability) / NETS)
            yield near(
                f"{where}, one input", f"{probability:.4f}", one, expected=probability, within=4.0 * scatter,
                because=f"four standard deviations of {NETS:,} nets",
            )  # fmt: skip
            yield PublishedRow(
                f"{where}, both signs", f"at most {probability:.4f}", f"{both:.4f}",
                f"+ {brief(4.0 * scatter)} (the net is dead only if it is for both)",
                both <= probability + 4.0 * scatter,
            )  # fmt: skip


DEAD_CARDS = (
    PublishedCard(
        name="born-dead",
        title="Born dead: ReLU nets that never answer",
        source="Lu, Shin, Su and Karniadakis, “Dying ReLU and Initialization” (2019, arXiv:1903.06733), and "
        "Rister and Rubin (2020, arXiv:2007.06192); 1 − (1 − 2⁻ᴺ)ᴰ follows from each z being negative with "
        "probability ½",
        setup="20 000 nets of D layers of N ReLU units, He's weights, biases 0: how many have a layer that "
        "answers 0 to one input; and to a positive and a negative input both.",
        compute=rows,
        note="The formula is exact for one input (or inputs of one sign in one dimension), an upper bound "
        "for more, and needs weights that are symmetric about 0.",
        experiment=opening_experiment().with_hidden([LayerSpec(units=2, activation="relu")] * 9).with_(
            title="Nine ReLU layers of two units",
            initialization={"weights": WeightInit(scheme="he")},
            training={"learning_rate": 0.1},
        ),
        opens="One draw of nine layers of two ReLU units on the flower; another seed is another draw",
    ),
)  # fmt: skip
