"""Activation functions g and their slopes g', a pair in one record.

Both take z, never a: the textbook's ``1 - a**2`` rounds to an exact zero from |z| ≈ 19 on, a zero
that is not there. Nothing overflows, whatever z. A step is ``max(sign z, …)``: ``np.heaviside`` takes four
times as long.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Literal, TypeAlias

import msgspec
import numpy as np

from symgui.arrays import FloatArray
from symgui.nn.kernel import Kernel, kernel, unknown

InPlace: TypeAlias = Callable[[FloatArray, FloatArray, FloatArray], object]
"""``f(z, out, scratch)``: writes f(z) to `out`; `scratch` has z's shape and is overwritten."""

LEAK = 0.01  # Maas et al. 2013


class Activation(msgspec.Struct, frozen=True):
    """A function g, its slope g', and what symmetry and pictures need to know of it.

    Attributes
    ----------
    name : str
        As in the experiment file.
    label : str
        For people.
    formula, slope_formula : str
        g and g' as text.
    function, slope : callable
        In place, by NumPy: ``f(z, out, scratch)``.
    low, high : float
        Bounds of g; infinite where there is none.
    suits : str
        The initializer that was made for it, by its name in the experiment file: ``"he"`` where g is flat, or
        nearly so, on one side, else ``"xavier"``.
    gain : float or None
        k of the advised spread √(k/n_in) of its weights; None where there is no such rule.
    in_numpy, slope_in_numpy : str
        For an exported script: lines of Python, of which the last one is g(Z) or g'(Z).
    in_torch : str
        What makes it in a PyTorch script.
    worked_out : tuple of (float, float, float)
        z, g(z) and g'(z) where they were worked out with another program (mpmath, to 40 digits), and rounded:
        ``symgui verify`` holds g and g' against them.
    written_slope : str
        g' as the course writes it beside other factors, of ``{a}`` and ``{z}``, which get the unit's number.
    odd : bool
        g(−z) = −g(z): units may be mirror twins.
    flat : bool
        g' is exactly 0 on a half-line: units can die.
    saturates : bool
        g' goes to 0 on both sides.
    max_slope : float
        Largest |g'|.
    """

    name: str
    label: str
    formula: str
    slope_formula: str
    function: InPlace
    slope: InPlace
    low: float
    high: float
    suits: Literal["xavier", "he"]
    in_numpy: str
    slope_in_numpy: str
    in_torch: str
    worked_out: tuple[tuple[float, float, float], ...]
    gain: float | None = None
    written_slope: str = "g′({z})"
    odd: bool = False
    flat: bool = False
    saturates: bool = False
    max_slope: float = 1.0

    def __call__(self, z: FloatArray | float) -> FloatArray:
        """g(z), elementwise, in a new array; the kernel's, if there is one that knows it."""
        compiled = kernel()
        if compiled is None or unknown([self.name]):
            return self._new(self.function, z)
        return compiled.activation(self.name, z)

    def derivative(self, z: FloatArray | float) -> FloatArray:
        """g'(z), elementwise, in a new array; the kernel's, if there is one that knows it."""
        compiled = kernel()
        if compiled is None or unknown([self.name]):
            return self._new(self.slope, z)
        return compiled.activation(self.name, z, slope=True)

    @property
    def at_zero(self) -> float:
        """g(0): what a unit with zero weights and bias answers."""
        return _at_zero(self, kernel())

    def __repr__(self) -> str:
        return f"<{self.label}: g(z) = {self.formula}, g'(z) = {self.slope_formula}>"

    @staticmethod
    def _new(f: InPlace, z: FloatArray | float) -> FloatArray:
        z = np.array(z, dtype=np.float64)
        out = np.empty_like(z)
        f(z, out, np.empty_like(z))
        return out


@cache
def _at_zero(g: Activation, _compiled: Kernel | None) -> float:
    """Of a kernel, or of NumPy."""
    return float(g(0.0))


def exp_minus_abs(z: FloatArray, out: FloatArray) -> None:
    """exp(−|z|).

    The sign is flipped by a product: ``np.negative`` (NumPy 2.4, AVX-512) goes wrong where both of its
    arrays have a stride of 64 bytes, as a single example's column has here.
    """
    np.abs(z, out=out)
    np.multiply(out, -1.0, out=out)
    np.exp(out, out=out)


def sigmoid(z: FloatArray, out: FloatArray, scratch: FloatArray) -> None:
    """σ(z) = 1/(1 + exp(−z)); with e = exp(−|z|), 1/(1+e) for z ≥ 0 and e/(1+e) below."""
    exp_minus_abs(z, scratch)
    np.sign(z, out=out)
    np.maximum(out, scratch, out=out)
    np.add(scratch, 1.0, out=scratch)
    np.divide(out, scratch, out=out)


def sigmoid_slope(z: FloatArray, out: FloatArray, scratch: FloatArray) -> None:
    """σ'(z) = e/(1+e)² with e = exp(−|z|)."""
    exp_minus_abs(z, out)
    np.add(out, 1.0, out=scratch)
    np.multiply(scratch, scratch, out=scratch)
    np.divide(out, scratch, out=out)


def tanh(z: FloatArray, out: FloatArray, scratch: FloatArray) -> None:  # noqa: ARG001
    """tanh z."""
    np.tanh(z, out=out)


def tanh_slope(z: FloatArray, out: FloatArray, scratch: FloatArray) -> None:
    """tanh'(z) = 4e²/(1+e²)² with e = exp(−|z|)."""
    np.abs(z, out=out)
    with np.errstate(over="ignore"):  # e^−∞ = 0, as it should be
        np.multiply(out, -2.0, out=out)
    np.exp(out, out=out)
    np.add(out, 1.0, out=scratch)
    np.multiply(scratch, scratch, out=scratch)
    np.multiply(out, 4.0, out=out)
    np.divide(out, scratch, out=out)


def relu(z: FloatArray, out: FloatArray, scratch: FloatArray) -> None:  # noqa: ARG001
    """max(0, z)."""
    np.maximum(z, 0.0, out=out)


def relu_slope(z: FloatArray, out: FloatArray, scratch: FloatArray) -> None:  # noqa: ARG001
    """1 for z > 0, else 0; g'(0) = 0 as in the course's ``dZ[Z <= 0] = 0``."""
    np.sign(z, out=out)
    np.maximum(out, 0.0, out=out)


def leaky_relu(z: FloatArray, out: FloatArray, scratch: FloatArray) -> None:
    """max(0.01 z, z)."""
    np.multiply(z, LEAK, out=scratch)
    np.maximum(z, scratch, out=out)


def leaky_relu_slope(z: FloatArray, out: FloatArray, scratch: FloatArray) -> None:  # noqa: ARG001
    """1 for z > 0, else 0.01."""
    np.sign(z, out=out)
    np.maximum(out, LEAK, out=out)


def elu(z: FloatArray, out: FloatArray, scratch: FloatArray) -> None:
    """z for z > 0, else exp(z) − 1 (α = 1)."""
    np.maximum(z, 0.0, out=scratch)
    np.minimum(z, 0.0, out=out)
    np.expm1(out, out=out)
    np.add(out, scratch, out=out)


def elu_slope(z: FloatArray, out: FloatArray, scratch: FloatArray) -> None:  # noqa: ARG001
    """1 for z > 0, else exp(z)."""
    np.minimum(z, 0.0, out=out)
    np.exp(out, out=out)


def linear(z: FloatArray, out: FloatArray, scratch: FloatArray) -> None:  # noqa: ARG001
    """z itself."""
    np.copyto(out, z)


def linear_slope(z: FloatArray, out: FloatArray, scratch: FloatArray) -> None:  # noqa: ARG001
    """1 everywhere."""
    out.fill(1.0)


def softplus(z: FloatArray, out: FloatArray, scratch: FloatArray) -> None:
    """log(1 + exp z) = max(z, 0) + log1p(exp(−|z|))."""
    exp_minus_abs(z, scratch)
    np.log1p(scratch, out=scratch)
    np.maximum(z, 0.0, out=out)
    np.add(out, scratch, out=out)


def swish(z: FloatArray, out: FloatArray, scratch: FloatArray) -> None:
    """z σ(z)."""
    sigmoid(z, out, scratch)
    np.multiply(out, z, out=out)


def swish_slope(z: FloatArray, out: FloatArray, scratch: FloatArray) -> None:
    """σ(z) + z σ'(z) = σ(z) · (1 + z (1 − σ(z)))."""
    sigmoid(z, out, scratch)
    np.subtract(1.0, out, out=scratch)
    np.multiply(scratch, z, out=scratch)
    np.add(scratch, 1.0, out=scratch)
    np.multiply(out, scratch, out=out)


_INF = float("inf")
_E = "e = np.exp(-np.abs(Z))\n"

ACTIVATIONS: dict[str, Activation] = {
    record.name: record
    for record in (
        Activation("sigmoid", "sigmoid", "1/(1 + e⁻ᶻ)", "σ(z)(1 − σ(z))", sigmoid, sigmoid_slope, 0.0, 1.0,
                   "xavier", f"{_E}np.where(Z >= 0, 1, e) / (1 + e)", f"{_E}e / (1 + e) ** 2",
                   "torch.nn.Sigmoid()",
                   ((-1.0, 0.2689414213699951, 0.19661193324148185),
                    (2.0, 0.8807970779778824, 0.10499358540350652)),
                   written_slope="{a}(1 − {a})", saturates=True, max_slope=0.25),
        Activation("tanh", "tanh", "tanh z", "1 − tanh² z", tanh, tanh_slope, -1.0, 1.0, "xavier",
                   "np.tanh(Z)",
                   "# 1 - tanh(Z) ** 2, without rounding to 0 where Z is large\n"
                   "e = np.exp(-2 * np.abs(Z))\n4 * e / (1 + e) ** 2",
                   "torch.nn.Tanh()",
                   ((-1.0, -0.7615941559557649, 0.4199743416140261),
                    (2.0, 0.9640275800758169, 0.07065082485316447)),
                   gain=1.0, written_slope="(1 − {a}²)", odd=True, saturates=True),
        Activation("relu", "ReLU", "max(0, z)", "1 if z > 0 else 0", relu, relu_slope, 0.0, _INF, "he",
                   "np.maximum(Z, 0)", "(Z > 0).astype(float)", "torch.nn.ReLU()",
                   ((-1.0, 0.0, 0.0), (0.0, 0.0, 0.0), (2.0, 2.0, 1.0)),
                   gain=2.0, flat=True),
        Activation("leaky_relu", "leaky ReLU", "max(0.01 z, z)", "1 if z > 0 else 0.01",
                   leaky_relu, leaky_relu_slope, -_INF, _INF, "he",
                   "np.maximum(0.01 * Z, Z)", "np.where(Z > 0, 1, 0.01)", "torch.nn.LeakyReLU(0.01)",
                   ((-1.0, -0.01, 0.01), (2.0, 2.0, 1.0)),
                   gain=2.0),
        Activation("elu", "ELU", "z if z > 0 else eᶻ − 1", "1 if z > 0 else eᶻ",
                   elu, elu_slope, -1.0, _INF, "he", "np.maximum(Z, 0) + np.expm1(np.minimum(Z, 0))",
                   "np.exp(np.minimum(Z, 0))", "torch.nn.ELU()",
                   ((-1.0, -0.6321205588285577, 0.36787944117144233), (2.0, 2.0, 1.0))),
        Activation("linear", "linear", "z", "1", linear, linear_slope, -_INF, _INF, "xavier",
                   "Z", "np.ones_like(Z)", "torch.nn.Identity()",
                   ((-1.0, -1.0, 1.0), (2.0, 2.0, 1.0)),
                   odd=True),
        Activation("softplus", "softplus", "log(1 + eᶻ)", "σ(z)", softplus, sigmoid, 0.0, _INF, "he",
                   "np.maximum(Z, 0) + np.log1p(np.exp(-np.abs(Z)))", f"{_E}np.where(Z >= 0, 1, e) / (1 + e)",
                   "torch.nn.Softplus(threshold=40)",  # above its 20 torch rounds to z in float64, too
                   ((-1.0, 0.31326168751822286, 0.2689414213699951),
                    (2.0, 2.1269280110429727, 0.8807970779778824))),
        # swish: Ramachandran et al. 2017; its slope peaks at z ≈ 2.4, its minimum lies at z ≈ −1.28
        Activation("swish", "swish", "z σ(z)", "σ(z) + z σ(z)(1 − σ(z))", swish, swish_slope,
                   -0.2784645427610739, _INF, "he", f"{_E}Z * np.where(Z >= 0, 1, e) / (1 + e)",
                   f"{_E}s = np.where(Z >= 0, 1, e) / (1 + e)\ns * (1 + Z * (1 - s))",
                   "torch.nn.SiLU()",
                   ((-1.0, -0.2689414213699951, 0.07232948812851327),
                    (2.0, 1.7615941559557649, 1.0907842487848955)),
                   max_slope=1.0998393201288),
    )
}  # fmt: skip
"""Every hidden activation by its name in the experiment file."""
