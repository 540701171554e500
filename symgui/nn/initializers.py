"""Where weights and biases start: one variance-scaling core, named schemes as its specialisations.

All randomness comes from one ``numpy.random.RandomState`` stream, which NumPy has frozen: the numbers of
the course's notebooks come out digit for digit. A scheme that draws nothing consumes nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TypeAlias

import msgspec
import numpy as np
from numpy.random import RandomState

from symgui.arrays import FloatArray
from symgui.nn.draws import randn
from symgui.nn.kernel import kernel

Draw: TypeAlias = Callable[[RandomState, tuple[int, int], float], FloatArray]
"""``draw(rng, (fan_out, fan_in), value)`` gives a layer's W, fan_out × fan_in, or its b, fan_out × 1."""

CUT = 2.0
"""Where `truncated_normal` is cut, in standard deviations."""
TRUNCATED_DEVIATION = math.sqrt(
    1.0 - 2.0 * CUT * math.exp(-CUT * CUT / 2.0) / math.sqrt(2.0 * math.pi) / math.erf(CUT / math.sqrt(2.0))
)
"""The standard deviation of a standard normal number of which what lies beyond ±`CUT` is left out: 0.8796."""


class Initializer(msgspec.Struct, frozen=True):
    """A named scheme.

    Attributes
    ----------
    name, label : str
        In the experiment file; for people.
    formula : str
    source : str
        Paper or notebook it comes from.
    draw : callable
    parameter : str or None
        The field of the experiment file that holds its one value, if it takes any.
    default : float
        That value where the file leaves it out.
    random : bool
        Whether it draws from the stream.
    by_activation : callable or None
        From the name of an activation to the value, where the file does not give it: of the layer's own
        activation, and for the output layer of that of the last hidden one.
    biases : str or None
        Of weights, the bias scheme that goes with it where a library starts both in one way.
    """

    name: str
    label: str
    formula: str
    source: str
    draw: Draw
    parameter: str | None = None
    default: float = 0.0
    random: bool = False
    by_activation: Callable[[str], float] | None = None
    biases: str | None = None

    def __repr__(self) -> str:
        return f"<{self.name}: {self.formula} ({self.source})>"


def zeros(rng: RandomState, shape: tuple[int, int], value: float) -> FloatArray:  # noqa: ARG001
    """0 everywhere."""
    return np.zeros(shape)


def constant(rng: RandomState, shape: tuple[int, int], value: float) -> FloatArray:  # noqa: ARG001
    """`value` everywhere.

    >>> constant(RandomState(1), (1, 3), 0.5).tolist()
    [[0.5, 0.5, 0.5]]
    """
    return np.full(shape, value)


def normal(rng: RandomState, shape: tuple[int, int], value: float) -> FloatArray:
    """Standard normal times `value`, as the course's ``np.random.randn(n_l, n_prev) * 0.01``.

    >>> normal(RandomState(2), (2, 2), 0.01).round(8).tolist()  # the notebook's seed 2
    [[-0.00416758, -0.00056267], [-0.02136196, 0.01640271]]
    """
    with np.errstate(over="ignore"):  # weights that are not finite are a divergence
        return randn(rng, *shape) * value


def uniform(rng: RandomState, shape: tuple[int, int], value: float) -> FloatArray:
    """Uniform on [−`value`, `value`)."""
    return rng.uniform(-1.0, 1.0, shape) * value


def truncated_normal(rng: RandomState, shape: tuple[int, int], value: float) -> FloatArray:
    """Standard normal numbers between −2 and 2, times `value`; of those beyond the next one is taken.

    The standard deviation is not `value` but 0.8796 of it (`TRUNCATED_DEVIATION`).

    >>> W = truncated_normal(RandomState(1), (400, 200), 0.05)
    >>> bool(abs(W).max() <= 0.1), round(float(W.std()) / 0.05, 2), round(TRUNCATED_DEVIATION, 4)
    (True, 0.88, 0.8796)
    """
    count = math.prod(shape)
    found, missing = [np.empty(0)], count
    while missing:
        drawn = randn(rng, missing)
        found.append(drawn[np.abs(drawn) <= CUT])
        missing -= len(found[-1])
    with np.errstate(over="ignore"):
        return np.concatenate(found).reshape(shape) * value


def variance_scaling(scale: float, mode: str, distribution: str) -> Draw:
    """An initializer whose variance is ``scale / n``; its `value` is a gain that multiplies all weights.

    Parameters
    ----------
    scale : float
    mode : {"fan_in", "fan_avg"}
        n = fan_in, or (fan_in + fan_out)/2.
    distribution : {"normal", "uniform"}
        Normal with standard deviation √(scale/n), or uniform on ±√(3 scale/n).

    Examples
    --------
    He et al. 2015 take scale 2 and fan_in; with 200 inputs the standard deviation is √(2/200) = 0.1, and
    three times that with a gain of 3:

    >>> draw = variance_scaling(2.0, "fan_in", "normal")
    >>> [round(float(draw(RandomState(1), (400, 200), gain).std()), 3) for gain in (1.0, 3.0)]
    [0.1, 0.3]

    Glorot and Bengio's bound is √(6/(n_in + n_out)):

    >>> W = variance_scaling(1.0, "fan_avg", "uniform")(RandomState(1), (300, 300), 1.0)
    >>> round(float(abs(W).max()), 3), round((6 / 600) ** 0.5, 3)
    (0.1, 0.1)
    """

    def draw(rng: RandomState, shape: tuple[int, int], value: float) -> FloatArray:
        fan_out, fan_in = shape
        n = fan_in if mode == "fan_in" else (fan_in + fan_out) / 2
        with np.errstate(over="ignore"):
            if distribution == "normal":
                return randn(rng, *shape) * math.sqrt(scale / n) * value
            return rng.uniform(-1.0, 1.0, shape) * math.sqrt(3.0 * scale / n) * value

    return draw


def torch_default(rng: RandomState, shape: tuple[int, int], value: float) -> FloatArray:  # noqa: ARG001
    """Uniform on ±1/√fan_in, as ``torch.nn.Linear`` starts W.

    There it is written as He uniform for a leaky ReLU of slope √5: √(6/((1 + 5) fan_in)) = 1/√fan_in.

    >>> W = torch_default(RandomState(1), (400, 100), 1.0)
    >>> round(float(abs(W).max()), 3), round(1 / 100**0.5, 3)
    (0.1, 0.1)
    """
    return rng.uniform(-1.0, 1.0, shape) / math.sqrt(shape[1])


def torch_default_biases(rng: RandomState, shape: tuple[int, int], value: float) -> FloatArray:  # noqa: ARG001
    """The same for b, whose bound is that of its layer's W."""
    return rng.uniform(-1.0, 1.0, (shape[0], 1)) / math.sqrt(shape[1])


def sklearn_default(rng: RandomState, shape: tuple[int, int], value: float) -> FloatArray:
    """Uniform on ±√(`value`/(fan_in + fan_out)), as ``sklearn.neural_network.MLPClassifier`` starts W.

    `value` is 2 for sigmoid units (``activation="logistic"``) and 6 for all others: Glorot's bound there, and
    1/√3 of it for sigmoid.

    >>> [round(float(abs(sklearn_default(RandomState(1), (300, 300), f)).max()), 3) for f in (2.0, 6.0)]
    [0.058, 0.1]
    """
    return rng.uniform(-1.0, 1.0, shape) * math.sqrt(value / sum(shape))


def sklearn_default_biases(rng: RandomState, shape: tuple[int, int], value: float) -> FloatArray:
    """The same for b, whose bound is that of its layer's W."""
    return rng.uniform(-1.0, 1.0, (shape[0], 1)) * math.sqrt(value / sum(shape))


def _sklearn_factor(activation: str) -> float:
    return 2.0 if activation == "sigmoid" else 6.0


def of_biases(draw: Draw) -> Draw:
    """The same draw for b: fan_out × 1 of a layer of fan_out × fan_in weights."""
    return lambda rng, shape, value: draw(rng, (shape[0], 1), value)


def orthogonal(rng: RandomState, shape: tuple[int, int], value: float) -> FloatArray:
    """`value` times a matrix with orthonormal rows or columns, whichever are fewer.

    The Q of a QR decomposition of a normal matrix, its columns' signs set by R's diagonal so that it is
    uniform over all such matrices. The kernel's is the same on every machine, NumPy's is not.
    """
    rows, columns = shape
    square = randn(rng, max(rows, columns), min(rows, columns))
    compiled = kernel()
    if compiled is not None:
        q = compiled.orthonormal(square.T).T
    else:
        q, r = np.linalg.qr(square)
        q = q * np.where(np.diag(r) < 0, -1.0, 1.0)
    return value * (q if rows >= columns else q.T)


def _explicit(rng: RandomState, shape: tuple[int, int], value: float) -> FloatArray:  # noqa: ARG001
    raise AssertionError("explicit values come from the experiment file, not from a draw")


_SHARED = (
    Initializer("zeros", "zeros", "0", "the course's counter-example", zeros),
    Initializer("constant", "constant", "c", "the course's counter-example", constant, "value", 0.5),
    Initializer(
        "normal", "normal", "randn · s", "course notebook, s = 0.01", normal, "scale", 0.01, random=True
    ),
    Initializer(
        "uniform", "uniform", "U(−r, r)", "LeCun's older practice", uniform, "limit", 0.1, random=True
    ),
)
_EXPLICIT = Initializer("explicit", "explicit values", "as written", "the experiment file", _explicit)


def _scaled(name: str, label: str, formula: str, source: str, draw: Draw) -> Initializer:
    """A variance-scaling scheme, with its gain."""
    return Initializer(name, label, formula, source, draw, "gain", 1.0, random=True)


WEIGHTS: dict[str, Initializer] = {
    record.name: record
    for record in (
        *_SHARED,
        Initializer("truncated_normal", "truncated normal", "randn · s, none beyond ±2 s: std 0.8796 s",
                    "TensorFlow and Keras, TruncatedNormal", truncated_normal, "scale", 0.05, random=True),
        _scaled("xavier", "Xavier", "g · randn · √(1/n_in)", "course, after Glorot & Bengio 2010",
                variance_scaling(1.0, "fan_in", "normal")),
        _scaled("glorot_normal", "Glorot normal", "g · randn · √(2/(n_in + n_out))",
                "Glorot & Bengio 2010, eq. 12", variance_scaling(1.0, "fan_avg", "normal")),
        _scaled("glorot_uniform", "Glorot uniform", "g · U(±√(6/(n_in + n_out)))",
                "Glorot & Bengio 2010, eq. 16", variance_scaling(1.0, "fan_avg", "uniform")),
        _scaled("he", "He", "g · randn · √(2/n_in)", "He et al. 2015, eq. 10",
                variance_scaling(2.0, "fan_in", "normal")),
        _scaled("he_uniform", "He uniform", "g · U(±√(6/n_in))", "He et al. 2015, eq. 10, uniform",
                variance_scaling(2.0, "fan_in", "uniform")),
        _scaled("lecun_uniform", "LeCun uniform", "g · U(±√(3/n_in))", "LeCun et al. 1998, eq. 16",
                variance_scaling(1.0, "fan_in", "uniform")),
        Initializer("orthogonal", "orthogonal", "g · Q of QR(randn)", "Saxe et al. 2014", orthogonal, "gain",
                    1.0, random=True),
        Initializer("torch_default", "PyTorch default", "U(±1/√n_in)", "torch.nn.Linear, for W and b",
                    torch_default, random=True, biases="torch_default"),
        Initializer("keras_default", "Keras default", "U(±√(6/(n_in + n_out)))",
                    "keras.layers.Dense: Glorot uniform, and b = 0",
                    variance_scaling(1.0, "fan_avg", "uniform"), default=1.0, random=True, biases="zeros"),
        Initializer("sklearn_default", "scikit-learn default",
                    "U(±√(f/(n_in + n_out))), f = 2 for sigmoid, 6 for others",
                    "sklearn.neural_network.MLPClassifier, for W and b", sklearn_default, random=True,
                    by_activation=_sklearn_factor, biases="sklearn_default"),
        _EXPLICIT,
    )
}  # fmt: skip
"""Weight schemes by their name in the experiment file."""

BIASES: dict[str, Initializer] = {
    record.name: record
    for record in (
        *(msgspec.structs.replace(record, draw=of_biases(record.draw)) for record in _SHARED),
        Initializer("torch_default", "PyTorch default", "U(±1/√n_in)", "torch.nn.Linear, for W and b",
                    torch_default_biases, random=True),
        Initializer("sklearn_default", "scikit-learn default",
                    "U(±√(f/(n_in + n_out))), f = 2 for sigmoid, 6 for others",
                    "sklearn.neural_network.MLPClassifier, for W and b", sklearn_default_biases, random=True,
                    by_activation=_sklearn_factor),
        _EXPLICIT,
    )
}  # fmt: skip
"""Bias schemes by their name in the experiment file."""
