"""The pieces a network is made of, each by its own formula: activations and initializers."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.random import RandomState

from symgui.arrays import FloatArray
from symgui.lessons.published.card import PublishedCard, PublishedRow, near
from symgui.nn.activations import ACTIVATIONS
from symgui.nn.initializers import WEIGHTS
from symgui.plain_text.numbers import decimal, signed


def activations() -> Iterator[PublishedRow]:
    """Every activation and its slope at −1 and 2, ReLU at 0 too."""
    for g in ACTIVATIONS.values():
        for z, *expected in g.worked_out:
            ours = (float(g(z)), float(g.derivative(z)))
            off = max(abs(a - b) for a, b in zip(ours, expected, strict=True))
            yield PublishedRow(
                signed(f"{g.label}: g({z:g}), g′({z:g})"), pair(expected), pair(ours),
                "± 1e-15 (one or two roundings)", off <= 1e-15,
            )  # fmt: skip


def pair(values: Sequence[float]) -> str:
    """Two numbers with the digits that tell them apart."""
    return signed(", ".join(map(decimal, values)))


ROWS, COLUMNS = 400, 100
SPREADS = {
    "xavier": ("√(1/100)", math.sqrt(1 / 100)),
    "glorot_normal": ("√(2/500)", math.sqrt(2 / 500)),
    "he": ("√(2/100)", math.sqrt(2 / 100)),
    "truncated_normal": ("0.87962566 · 0.05", 0.87962566103423978 * 0.05),
}
"""Keras divides by the last one's factor where it wants another spread (VarianceScaling)."""
LIMITS = {
    "glorot_uniform": ("√(6/500)", math.sqrt(6 / 500)),
    "he_uniform": ("√(6/100)", math.sqrt(6 / 100)),
    "lecun_uniform": ("√(3/100)", math.sqrt(3 / 100)),
    "torch_default": ("1/√100", 1 / math.sqrt(100)),
    "keras_default": ("√(6/500)", math.sqrt(6 / 500)),
}
SKLEARN = {"relu": ("√(6/500)", math.sqrt(6 / 500)), "sigmoid": ("√(2/500)", math.sqrt(2 / 500))}
"""By the activation of the layer."""


def initializers() -> Iterator[PublishedRow]:
    """The spread of each scheme in a layer of 400 units with 100 inputs."""
    for name, (formula, expected) in SPREADS.items():
        W = WEIGHTS[name].draw(RandomState(1), (ROWS, COLUMNS), WEIGHTS[name].default)
        yield near(
            f"{WEIGHTS[name].label}: standard deviation", f"{formula} = {expected:.6f}", float(W.std()),
            expected=expected, relative=4.0 / math.sqrt(2 * ROWS * COLUMNS),
            because="four standard deviations of 40,000 draws",
        )  # fmt: skip
    for name, (formula, expected) in LIMITS.items():
        W = WEIGHTS[name].draw(RandomState(1), (ROWS, COLUMNS), WEIGHTS[name].default)
        yield _limit(WEIGHTS[name].label, formula, expected, W)
    scheme = WEIGHTS["sklearn_default"]
    for activation, (formula, expected) in SKLEARN.items():
        assert scheme.by_activation is not None
        W = scheme.draw(RandomState(1), (ROWS, COLUMNS), scheme.by_activation(activation))
        yield _limit(f"{scheme.label}, {activation}", formula, expected, W)
    Q = WEIGHTS["orthogonal"].draw(RandomState(1), (ROWS, COLUMNS), 1.0)
    off = float(np.abs(Q.T @ Q - np.eye(COLUMNS)).max())
    because = "400 products are added"
    yield near("orthogonal: largest entry of QᵀQ − I", "0", off, within=1e-12, because=because)


def _limit(label: str, formula: str, expected: float, W: FloatArray) -> PublishedRow:
    return near(
        f"{label}: largest |w|", f"{formula} = {expected:.6f}", float(np.abs(W).max()),
        expected=expected, relative=4e-4, because="of 40,000 draws the largest is that near the limit",
    )  # fmt: skip


PIECE_CARDS = (
    PublishedCard(
        name="activations",
        title="Every activation at −1 and 2",
        source="The formulas, worked out to 40 digits with mpmath; leaky ReLU's 0.01: Maas, Hannun and Ng, "
        "“Rectifier Nonlinearities Improve Neural Network Acoustic Models” (2013)",
        setup="g and g′ at two numbers, ReLU also at 0, where its slope counts as 0.",
        compute=activations,
    ),
    PublishedCard(
        name="initializers",
        title="The spread of every initializer",
        source="Glorot and Bengio (2010), eq. 12 and 16; He, Zhang, Ren and Sun (2015), eq. 10; LeCun, "
        "Bottou, Orr and Müller (1998), eq. 16; Saxe, McClelland and Ganguli (2014); and "
        "torch.nn.Linear, keras.layers.Dense and sklearn.neural_network.MLPClassifier",
        setup="One draw of a layer of 400 units with 100 inputs.",
        compute=initializers,
    ),
)
"""Single functions, without a network."""
