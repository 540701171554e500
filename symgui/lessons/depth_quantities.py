"""Quantities of a signal's way through many layers: measured at an iteration, and predicted of the start."""

from __future__ import annotations

import math
from collections.abc import Callable

from symgui.lessons.quantity import Quantity
from symgui.lessons.run_view import CannotSay, RunView
from symgui.symmetry.deep_signal import gradient_growth, mean_correlation, signal_length
from symgui.theory.mean_field import MeanField, critical_weight_variance
from symgui.theory.theory_of_start import theory_of_start


def _length(look: RunView, layer: int | str) -> float:
    return signal_length(look.array("Z", layer))


def _correlation(look: RunView, layer: int | str) -> float:
    found = mean_correlation(look.array("Z", layer))
    if math.isnan(found):
        raise CannotSay("no two examples have a signal there")
    return found


def _gradient_growth(look: RunView) -> float:
    found = gradient_growth(look.state)
    if math.isnan(found):
        raise CannotSay("there are no two hidden layers with a gradient")
    return found


def _predicted(number: Callable[[MeanField], float]) -> Callable[[RunView], float]:
    def of(look: RunView) -> float:
        try:
            found = number(theory_of_start(look.run.experiment))
        except ValueError as error:
            raise CannotSay(str(error)) from None
        if math.isnan(found):
            raise CannotSay("the theory has no such number for this start")
        return found

    return of


def _critical_spread(theory: MeanField) -> float:
    return math.sqrt(critical_weight_variance(theory.activation, theory.bias_variance))


DEPTH = (
    Quantity("mean square of Z", "q: mean of z², over units and examples", _length, ("layer",)),
    Quantity("correlation of Z", "mean correlation of two examples' z", _correlation, ("layer",)),
    Quantity("gradient growth", "factor of the mean square of dZ per hidden layer, downwards",
             _gradient_growth),
    Quantity("theory q*", "mean square of z at which very wide layers like these settle",
             _predicted(MeanField.length)),
    Quantity("theory χ₁", "factor of the mean square of dZ per very wide layer, downwards",
             _predicted(MeanField.gradient_growth)),
    Quantity("theory c*", "correlation at which very wide layers settle", _predicted(MeanField.correlation)),
    Quantity("theory ξ", "layers in which what differs from c* falls to 1/e; inf on the line χ₁ = 1",
             _predicted(MeanField.depth_scale), none="no end"),
    Quantity("critical σ_w", "the σ_w with χ₁ = 1, for this activation and σ_b",
             _predicted(_critical_spread)),
)  # fmt: skip
"""σ_w² is the variance of a weight times n_in, σ_b² that of a bias, as the run starts."""
