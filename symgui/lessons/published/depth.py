"""What becomes of a signal, and of a gradient, on its way through many layers at the start."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.random import RandomState

from symgui.arrays import FloatArray
from symgui.experiment import DataSpec, Experiment, InitializationSpec, LayerSpec, NetworkSpec, WeightInit
from symgui.lessons.published.card import PublishedCard, PublishedRow, near
from symgui.nn.activations import ACTIVATIONS
from symgui.nn.arithmetic import arithmetic_named
from symgui.nn.initializers import WEIGHTS
from symgui.nn.memory import aligned_zeros
from symgui.training.studies import Progress

CS231N = (
    "Fei-Fei Li, Johnson and Yeung, CS231n (Stanford, 2017), lecture 6 “Training Neural Networks I”, "
    "slides on weight initialization"
)
HE_ET_AL = "He, Zhang, Ren and Sun, “Delving Deep into Rectifiers” (2015, arXiv:1502.01852), section 2.2"
UNITS, EXAMPLES, LAYERS = 500, 1000, 10
SETUP = (
    "1000 examples of 500 standard normal numbers go through ten layers of 500 {} units, weights {}, "
    "biases 0."
)
SMALLER_NET = "A net of ten layers in small: two inputs, 20 units a layer, the same weights and activation"
DRAWS = 4


@dataclass(frozen=True, slots=True)
class Signal:
    """The outputs of a layer over all units and examples."""

    layer: int
    deviation: float
    rms: float


def signals(
    scheme: str, value: float, activation: str, seed: int, *, layers: int = LAYERS, units: int = UNITS,
    examples: int = EXAMPLES,
) -> Iterator[Signal]:  # fmt: skip
    """Send normal inputs through layers that start as `scheme` says; one finding a layer, from layer 0."""
    stream, g, products = RandomState(seed), ACTIVATIONS[activation], arithmetic_named("blas")
    A = stream.randn(units, examples)
    yield _signal(0, A)
    Z = aligned_zeros(units, examples)
    for l in range(1, layers + 1):
        products.forward(WEIGHTS[scheme].draw(stream, (units, units), value), A, Z)
        A = g(Z)
        yield _signal(l, A)


def _signal(layer: int, A: FloatArray) -> Signal:
    return Signal(layer, float(A.std()), math.sqrt(float((A * A).mean())))


SLIDE_TANH = {
    1: "0.213081", 2: "0.047551", 3: "0.010630", 4: "0.002378", 5: "0.000532", 6: "0.000119", 7: "0.000026",
    8: "0.000006", 9: "0.000001",
}  # fmt: skip


def tanh_fades() -> Iterator[PublishedRow | Progress]:
    """Tanh with weights of 0.01."""
    deviations: list[float] = []
    for signal in signals("normal", 0.01, "tanh", seed=1):
        deviations.append(signal.deviation)
        yield Progress(signal.layer, LAYERS)
        if signal.layer in SLIDE_TANH:
            because = "another draw of the weights, and the slide's last digit is rounded"
            printed = SLIDE_TANH[signal.layer]
            label = f"standard deviation of layer {signal.layer}"
            yield near(label, printed, signal.deviation, relative=0.03, within=5e-7, because=because)
    falls = [after / before for before, after in pairwise(deviations[1:])]
    because = "another draw of the weights; tanh bends a little where the signal is not yet small"
    factor = 0.01 * math.sqrt(UNITS)
    for label, fall in (("largest", max(falls)), ("smallest", min(falls))):
        yield near(
            f"{label} factor, layers 2 to 10", f"√500 · 0.01 = {factor:.4f}", fall,
            expected=factor, relative=0.03, because=because,
        )  # fmt: skip


SCATTER = math.sqrt(5.0 / UNITS) / 2.0
"""How far the growth of the root mean square of one layer of ReLU units scatters about its mean, as a share.

Given the layer below, z is normal, and the variance of max(0, z)² is five times its mean squared. A layer's
mean square is a mean over its units; examples deep in the net point nearly the same way: they do not help.
"""


def relu_growth(scheme: str) -> Iterator[Progress | list[float]]:
    """Logarithms of the root mean square of each layer over that of the input, a mean over `DRAWS` nets."""
    total = np.zeros(LAYERS + 1)
    for draw in range(DRAWS):
        for signal in signals(scheme, 1.0, "relu", seed=draw + 1):
            total[signal.layer] += math.log(signal.rms)
            yield Progress(draw * LAYERS + signal.layer, DRAWS * LAYERS)
    yield ((total - total[0]) / DRAWS).tolist()


def relu_rows(scheme: str, factor: float) -> Iterator[PublishedRow | Progress]:
    """What a layer, and all ten, do to the root mean square."""
    for found in relu_growth(scheme):
        if isinstance(found, Progress):
            yield found
            continue
        for layer in (1, 2, 5, LAYERS):
            expected = factor**layer
            room = 3.0 * SCATTER * math.sqrt(layer / DRAWS)
            yield near(
                f"rms of layer {layer} / of the input", written(layer, expected),
                math.exp(found[layer]), expected=expected, relative=room,
                because=f"three times what {DRAWS} draws of 500 units scatter",
            )  # fmt: skip
        mean = math.exp(found[LAYERS] / LAYERS)
        yield near(
            "factor a layer, mean of ten", written(1, factor), mean, expected=factor,
            relative=3.0 * SCATTER / math.sqrt(LAYERS * DRAWS), because="the same, over ten layers",
        )  # fmt: skip


def written(layers: int, expected: float) -> str:
    """(1/√2) to a power, or 1, as one writes it."""
    power = str(layers).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")) if layers > 1 else ""
    return "1" if expected == 1.0 else f"(1/√2){power} = {expected:.4f}"


def relu_fades() -> Iterator[PublishedRow | Progress]:
    """ReLU with Xavier's √(1/n)."""
    yield from relu_rows("xavier", math.sqrt(0.5))


def relu_keeps() -> Iterator[PublishedRow | Progress]:
    """ReLU with He's √(2/n)."""
    for signal in signals("he", 1.0, "relu", seed=1, layers=1):
        yield Progress(signal.layer, 1)
        if signal.layer == 1:
            because = "another draw of the weights"
            yield near(
                "standard deviation of layer 1", "0.825232", signal.deviation, relative=0.02, because=because
            )
    yield from relu_rows("he", 1.0)


DEEP = {1: "√2", 10: "√2¹⁰", 22: "√2²²", 30: "√2³⁰"}


def he_over_xavier() -> Iterator[PublishedRow | Progress]:
    """The same draws scaled by He and by Xavier."""
    seed, shape = 3, {"layers": 30, "units": 100, "examples": 100}
    pairs = zip(
        signals("he", 1.0, "relu", seed, **shape), signals("xavier", 1.0, "relu", seed, **shape), strict=True
    )
    for he, xavier in pairs:
        yield Progress(he.layer, 30)
        if he.layer in DEEP:
            expected = math.sqrt(2.0) ** he.layer
            yield near(
                f"rms of layer {he.layer}, He / Xavier", f"{DEEP[he.layer]} = {expected:.4f}",
                he.rms / xavier.rms, expected=expected, relative=1e-9,
                because="the same draws, and ReLU scales with its input: only rounding is left",
            )  # fmt: skip


FILTERS = {64: ("5.9", 1), 128: ("4.2", 2), 256: ("2.9", 2), 512: ("2.1", 4)}
"""Of a width: by how much the gradient shrinks, as printed, and in how many layers of the model."""


def gradient_shrinks() -> Iterator[PublishedRow | Progress]:
    """Weights of 0.01 in layers as wide as VGG's."""
    stream, products, product = RandomState(4), arithmetic_named("blas"), 1.0
    below, examples = 400, 60
    for width, (printed, layers) in FILTERS.items():
        units = 9 * width  # 3 × 3 places
        yield Progress(width, 512)
        W = WEIGHTS["normal"].draw(stream, (units, below), 0.01)
        yield Progress(width, 512)
        dZ, dA = stream.randn(units, examples), aligned_zeros(below, examples)
        products.backward(W, dZ, dA)
        dA *= ACTIVATIONS["relu"].derivative(stream.randn(below, examples))
        shrinks = math.sqrt(float((dZ * dZ).mean() / (dA * dA).mean()))
        product *= shrinks**layers
        yield near(
            f"shrinks by, below 3 · 3 · {width} units", printed, shrinks, relative=0.03,
            within=0.05, because="another draw, and one digit is printed",
        )  # fmt: skip
    yield near(
        "product of the nine layers", "5.9 · 4.2² · 2.9² · 2.1⁴ = 1.7e4", product, expected=1.7e4,
        relative=0.15, because="the four factors are rounded, and multiply",
    )  # fmt: skip


def deep_net(title: str, activation: str, weights: WeightInit, layers: int = 10) -> Experiment:
    """A net to open: as many layers on two inputs."""
    hidden = tuple(LayerSpec(units=20, activation=activation) for _ in range(layers))  # type: ignore[arg-type]
    return Experiment(
        title=title,
        data=DataSpec(kind="circles", test_samples=100),
        network=NetworkSpec(hidden=hidden),
        initialization=InitializationSpec(weights=weights),
    ).with_(training={"learning_rate": 0.05, "iterations": 2000})


DEPTH_CARDS = (
    PublishedCard(
        name="depth-tanh",
        title="Tanh at 0.01: the signal fades",
        source=f"{CS231N}; the factor √n · 0.01 follows from Var z = n · Var w · E a²",
        setup=SETUP.format("tanh", "0.01 · randn"),
        compute=tanh_fades,
        note="The slide's draws are not seeded: ours are other ones. It prints 0.000000 for layer 10.",
        experiment=deep_net("Ten tanh layers at 0.01", "tanh", WeightInit(scheme="normal", scale=0.01)),
        opens=SMALLER_NET,
    ),
    PublishedCard(
        name="depth-relu-xavier",
        title="ReLU with Xavier: each layer takes 1/√2",
        source=f"{HE_ET_AL}, “Comparisons with Xavier Initialization”; follows from E max(0, z)² = ½ Var z; "
        "shown in CS231n (Stanford), lecture 6",
        setup=SETUP.format("ReLU", "randn · √(1/500)") + f" Means over {DRAWS} nets.",
        compute=relu_fades,
        note="It is the root mean square that falls so evenly; the standard deviation leaves the mean out, "
        "which is not 0 after ReLU.",
        experiment=deep_net("Ten ReLU layers, Xavier", "relu", WeightInit(scheme="xavier")),
        opens=SMALLER_NET,
    ),
    PublishedCard(
        name="depth-relu-he",
        title="ReLU with He: the signal stays",
        source=f"{HE_ET_AL}, equation 10; the deviation of layer 1 is from {CS231N}",
        setup=SETUP.format("ReLU", "randn · √(2/500)") + f" Means over {DRAWS} nets.",
        compute=relu_keeps,
        note="It stays in the mean: one net of 500 units wanders by some 5 % a layer.",
        experiment=deep_net("Ten ReLU layers, He", "relu", WeightInit(scheme="he")),
        opens=SMALLER_NET,
    ),
    PublishedCard(
        name="he-factor",
        title="He over Xavier: √2 a layer",
        source=f"{HE_ET_AL}, “Comparisons with Xavier Initialization”: with L layers Xavier's deviation is "
        "1/√2ᴸ of He's",
        setup="100 normal examples go through 30 layers of 100 ReLU units, once with He's and once with "
        "Xavier's scale of the same draws.",
        compute=he_over_xavier,
        note="In the paper a net of 22 layers still learned from Xavier's start, one of 30 did not.",
        experiment=deep_net("Twelve ReLU layers, He", "relu", WeightInit(scheme="he"), layers=12),
        opens="Twelve ReLU layers on two inputs with He's start; choose xavier to compare",
    ),
    PublishedCard(
        name="he-vgg",
        title="0.01 in a deep net: gradients shrink",
        source=f"{HE_ET_AL}, on VGG's model B: √(½ · n · 0.01²) a layer, n = 3² · filters",
        setup="Gradients of normal numbers go back through one layer of ReLU units with 576, 1152, 2304 and "
        "4608 weights of 0.01 · randn above each.",
        compute=gradient_shrinks,
        note="A convolution shares its weights; here each of as many weights is drawn by itself, as the "
        "paper's calculation assumes.",
    ),
)  # fmt: skip
"""Of depth."""
