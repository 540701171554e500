"""How a signal travels through a deep network of very wide random layers (mean field theory).

Each weight is drawn with the variance σ_w²/n_in, each bias with the variance σ_b². In wide layers the
pre-activations of an example are normal numbers with the variance q, the *length*, and those of two examples
have the correlation c. From layer to layer q and c follow two maps:

    q ← σ_w² E[g(√q z)²] + σ_b²
    c ← (σ_w² E[g(u₁) g(u₂)] + σ_b²)/q,   u₁ = √q z₁,  u₂ = √q (c z₁ + √(1 − c²) z₂)

χ₁ = σ_w² E[g′(√q z)²] is the slope of the second at c = 1, and the factor by which the mean square of a
gradient grows per layer. Below 1 two examples become one (order), above 1 neighbours part (chaos), and on the
line χ₁ = 1 a signal goes deepest.

Sources: Poole et al. 2016 (arXiv 1606.05340); Schoenholz et al. 2017 (arXiv 1611.01232).
"""

from __future__ import annotations

import math

import msgspec
import numpy as np

from symgui.arrays import FloatArray
from symgui.nn.activations import ACTIVATIONS, Activation
from symgui.plain_text.numbers import general
from symgui.theory.normal_mean import normal_mean, normal_points, pair_mean, pair_points

STEPS = 200
"""At most so many steps of Newton's method; from where it starts, about ten are needed."""
SETTLED = 1e-14
"""A fixed point is found when a step moves it by less than this share."""
HALVINGS = 60
"""Of the interval in which the critical line is looked for: down to the last digit."""


class MeanField(msgspec.Struct, frozen=True):
    """Wide random layers with one activation: bounded (tanh, sigmoid), or ReLU and its kind.

    Attributes
    ----------
    activation : str
        As in the experiment file: ``"tanh"``.
    weight_variance : float
        σ_w²: the variance of a weight times fan_in.
    bias_variance : float
        σ_b².
    """

    activation: str
    weight_variance: float
    bias_variance: float = 0.0

    @property
    def g(self) -> Activation:
        """The activation's record."""
        return ACTIVATIONS[self.activation]

    def next_length(self, q: float) -> float:
        """The length after one more layer."""
        a = self.g(math.sqrt(q) * normal_points())
        return self.weight_variance * normal_mean(a * a) + self.bias_variance

    def length(self) -> float:
        """q*, the length at which the layers settle; infinite if it grows without bound.

        A map that is linear (ReLU's kind) is solved as it is; where it keeps every length there is no one q*,
        and the answer is NaN. Where there is no bias and the weights are too small to keep a small signal, q*
        is 0. Else Newton's method comes down from the largest length there can be: the map is concave for
        tanh, so that no step goes too far.

        Raises
        ------
        ValueError
            For an activation that has neither bounds nor a linear map.
        """
        slope = self.linear_slope()
        if slope is not None:
            if slope < 1.0:
                return self.bias_variance / (1.0 - slope)
            return math.inf if slope > 1.0 or self.bias_variance > 0.0 else math.nan
        fades = self.weight_variance * float(self.g.derivative(0.0)) ** 2 <= 1.0
        if fades and self.bias_variance == 0.0 and self.g.at_zero == 0.0:
            return 0.0
        limit = max(abs(self.g.low), abs(self.g.high))
        if not math.isfinite(limit):
            raise ValueError(f"the fixed length is not known for {self.activation}, which has no bound")
        q = self.weight_variance * limit * limit + self.bias_variance
        for _ in range(STEPS):
            step = (self.next_length(q) - q) / (1.0 - self._length_slope(q))
            q += step
            if abs(step) <= SETTLED * q:
                break
        return q

    def linear_slope(self) -> float | None:
        """σ_w² E[g(z)²] where g(r z) = r g(z) for r > 0, so that the length's map is linear; else None."""
        z = np.array([-2.0, -1.0, 1.0, 2.0])
        a = self.g(z)
        if a[0] != 2.0 * a[1] or a[3] != 2.0 * a[2]:
            return None
        return self.weight_variance * (float(a[1]) ** 2 + float(a[2]) ** 2) / 2.0

    def _length_slope(self, q: float) -> float:
        """dV/dq = σ_w² E[g(√q z) g′(√q z) z]/√q of the length's map V."""
        z, root = normal_points(), math.sqrt(q)
        return self.weight_variance * normal_mean(self.g(root * z) * self.g.derivative(root * z) * z) / root

    def gradient_growth(self, q: float | None = None) -> float:
        """χ₁: the factor by which the mean square of a gradient grows per layer, at length q (else q*)."""
        slope = self.linear_slope()
        if slope is not None:
            return slope
        q = self.length() if q is None else q
        derivative = self.g.derivative(math.sqrt(q) * normal_points())
        return self.weight_variance * normal_mean(derivative * derivative)

    def next_correlation(self, c: float, q: float) -> float:
        """The correlation of two examples of length q after one more layer."""
        u1, u2 = self._pair(c, q)
        return (self.weight_variance * pair_mean(self.g(u1) * self.g(u2)) + self.bias_variance) / q

    def correlation_slope(self, c: float, q: float) -> float:
        """χ_c = σ_w² E[g′(u₁) g′(u₂)], the slope of the correlation's map at c."""
        u1, u2 = self._pair(c, q)
        return self.weight_variance * pair_mean(self.g.derivative(u1) * self.g.derivative(u2))

    def _pair(self, c: float, q: float) -> tuple[FloatArray, FloatArray]:
        z1, z2 = pair_points()
        root = math.sqrt(q)
        return root * z1, root * (c * z1 + math.sqrt(max(0.0, 1.0 - c * c)) * z2)

    def correlation(self) -> float:
        """c*, the correlation at which two different examples settle: 1 in order, less in chaos.

        Newton's method from c = 0, where the map lies above the diagonal; the map is convex, so that no step
        goes beyond c*. Where a ReLU's lengths have no limit, the map of c has none but 1; a linear layer
        keeps every c, and the answer is NaN.
        """
        q = self.length()
        if not math.isfinite(q):
            return math.nan if self.g.odd else 1.0
        if self.gradient_growth(q) <= 1.0:
            return 1.0
        c = 0.0
        for _ in range(STEPS):
            slope = self.correlation_slope(c, q)
            step = (self.next_correlation(c, q) - c) / (1.0 - slope)
            if slope >= 1.0 or c + step >= 1.0:  # so near the line that rounding decides
                return 1.0
            c += step
            if abs(step) <= SETTLED:
                break
        return c

    def depth_scale(self, correlation: float | None = None) -> float:
        """ξ: the number of layers in which what is left between c and c* falls to 1/e; infinite on the line.

        ξ = −1/ln χ at c*, where χ is χ₁ in order and χ_c in chaos. Deeper than about 6 ξ nothing of the input
        is left to learn from (Schoenholz et al. 2017, section 5).

        Parameters
        ----------
        correlation : float, optional
            c*, if it is known.
        """
        c = self.correlation() if correlation is None else correlation
        slope = self.gradient_growth() if c == 1.0 else self.correlation_slope(c, self.length())
        return math.inf if slope >= 1.0 else -1.0 / math.log(slope)


def critical_weight_variance(activation: str, bias_variance: float, largest: float = 64.0) -> float:
    """σ_w² on the line between order and chaos (χ₁ = 1) at a given σ_b².

    Parameters
    ----------
    activation : str
        Bounded, as tanh and sigmoid, or of ReLU's kind, where the line does not depend on the biases.
    bias_variance : float
        σ_b².
    largest : float
        Where the search ends.

    Raises
    ------
    ValueError
        If χ₁ is still below 1 at `largest`.
    """
    per_variance = MeanField(activation, 1.0).linear_slope()
    if per_variance is not None:
        return 1.0 / per_variance
    if bias_variance == 0.0 and ACTIVATIONS[activation].at_zero == 0.0:  # at length 0 the slope at 0 counts
        return 1.0 / float(ACTIVATIONS[activation].derivative(0.0)) ** 2
    low, high = 0.0, largest
    if MeanField(activation, high, bias_variance).gradient_growth() < 1.0:
        raise ValueError(f"the line lies beyond a weight variance of {general(largest)}")
    for _ in range(HALVINGS):
        middle = (low + high) / 2.0
        if MeanField(activation, middle, bias_variance).gradient_growth() < 1.0:
            low = middle
        else:
            high = middle
    return high


def relu_correlation(c: float) -> float:
    """The correlation after one more ReLU layer without bias: (√(1 − c²) + c (π − arccos c))/π.

    With variance-preserving weights; Cho and Saul 2009, the arc-cosine kernel of degree 1, between examples
    of the same length.
    """
    return (math.sqrt(max(0.0, 1.0 - c * c)) + c * (math.pi - math.acos(c))) / math.pi
