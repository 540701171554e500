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
"""``draw(rng, (fan_out, fan_in), value)`` gives a matrix of that shape."""


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
    """

    name: str
    label: str
    formula: str
    source: str
    draw: Draw
    parameter: str | None = None
    default: float = 0.0
    random: bool = False

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


def variance_scaling(gain: float, mode: str, distribution: str) -> Draw:
    """An initializer whose variance is ``gain / n``.

    Parameters
    ----------
    gain : float
    mode : {"fan_in", "fan_avg"}
        n = fan_in, or (fan_in + fan_out)/2.
    distribution : {"normal", "uniform"}
        Normal with standard deviation √(gain/n), or uniform on ±√(3 gain/n).

    Examples
    --------
    He et al. 2015 take gain 2 and fan_in; with 200 inputs the standard deviation is √(2/200) = 0.1:

    >>> W = variance_scaling(2.0, "fan_in", "normal")(RandomState(1), (400, 200), 0.0)
    >>> round(float(W.std()), 3)
    0.1

    Glorot and Bengio's bound is √(6/(n_in + n_out)):

    >>> W = variance_scaling(1.0, "fan_avg", "uniform")(RandomState(1), (300, 300), 0.0)
    >>> round(float(abs(W).max()), 3), round((6 / 600) ** 0.5, 3)
    (0.1, 0.1)
    """

    def draw(rng: RandomState, shape: tuple[int, int], value: float) -> FloatArray:  # noqa: ARG001
        fan_out, fan_in = shape
        n = fan_in if mode == "fan_in" else (fan_in + fan_out) / 2
        if distribution == "normal":
            return randn(rng, *shape) * math.sqrt(gain / n)
        return rng.uniform(-1.0, 1.0, shape) * math.sqrt(3.0 * gain / n)

    return draw


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


_ZEROS = Initializer("zeros", "zeros", "0", "the course's counter-example", zeros)
_CONSTANT = Initializer("constant", "constant", "c", "the course's counter-example", constant, "value", 0.5)
_NORMAL = Initializer(
    "normal", "normal", "randn · s", "course notebook, s = 0.01", normal, "scale", 0.01, random=True
)
_UNIFORM = Initializer(
    "uniform", "uniform", "U(−r, r)", "LeCun's older practice", uniform, "limit", 0.1, random=True
)
_EXPLICIT = Initializer("explicit", "explicit values", "as written", "the experiment file", _explicit)

WEIGHTS: dict[str, Initializer] = {
    record.name: record
    for record in (
        _ZEROS,
        _CONSTANT,
        _NORMAL,
        _UNIFORM,
        Initializer("xavier", "Xavier", "randn · √(1/n_in)", "course, after Glorot & Bengio 2010",
                    variance_scaling(1.0, "fan_in", "normal"), random=True),
        Initializer("glorot_normal", "Glorot normal", "randn · √(2/(n_in + n_out))",
                    "Glorot & Bengio 2010, eq. 12", variance_scaling(1.0, "fan_avg", "normal"), random=True),
        Initializer("glorot_uniform", "Glorot uniform", "U(±√(6/(n_in + n_out)))",
                    "Glorot & Bengio 2010, eq. 16", variance_scaling(1.0, "fan_avg", "uniform"), random=True),
        Initializer("he", "He", "randn · √(2/n_in)", "He et al. 2015, eq. 10",
                    variance_scaling(2.0, "fan_in", "normal"), random=True),
        Initializer("he_uniform", "He uniform", "U(±√(6/n_in))", "He et al. 2015, eq. 10, uniform",
                    variance_scaling(2.0, "fan_in", "uniform"), random=True),
        Initializer("lecun_uniform", "LeCun uniform", "U(±√(3/n_in))", "LeCun et al. 1998, eq. 16",
                    variance_scaling(1.0, "fan_in", "uniform"), random=True),
        Initializer("orthogonal", "orthogonal", "g · Q of QR(randn)", "Saxe et al. 2014", orthogonal, "gain",
                    1.0, random=True),
        _EXPLICIT,
    )
}  # fmt: skip
"""Weight schemes by their name in the experiment file."""

BIASES: dict[str, Initializer] = {
    record.name: record for record in (_ZEROS, _CONSTANT, _NORMAL, _UNIFORM, _EXPLICIT)
}
"""Bias schemes by their name in the experiment file."""
