"""Where an axis of a map goes unless a person says otherwise."""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec.structs import replace

from symgui.experiment import Experiment


class AxisSpan(msgspec.Struct, frozen=True):
    """From the first to the last value, in so many steps."""

    low: float
    high: float
    steps: int
    spacing: Literal["linear", "log"] = "linear"


SPANS = {
    "weight-scale": AxisSpan(1e-3, 10.0, 21, "log"),
    "bias-scale": AxisSpan(1e-3, 10.0, 21, "log"),
    "nudge": AxisSpan(1e-10, 1.0, 21, "log"),
    "seed": AxisSpan(0, 39, 40),
    "depth": AxisSpan(1, 8, 8),
    "width": AxisSpan(1, 16, 16),
    "learning-rate": AxisSpan(0.01, 10.0, 16, "log"),
    "l2": AxisSpan(1e-3, 10.0, 21, "log"),
    "batch-size": AxisSpan(1, 64, 10, "log"),
    "samples": AxisSpan(20, 400, 20),
    "noise": AxisSpan(0.0, 1.0, 21),
    "data-seed": AxisSpan(0, 39, 40),
}
"""By the setting's name; those that have names are not here."""


def span_of(setting: str, experiment: Experiment) -> AxisSpan | None:
    """The span of a setting, as far as an experiment has examples for it; None where it has names."""
    span, data = SPANS.get(setting), experiment.data
    if span is None:
        return None
    if setting == "batch-size":
        return replace(span, high=min(span.high, data.samples))
    if setting == "samples":
        there = data.available
        high = span.high if there is None else min(span.high, there - data.test_samples)
        least = experiment.training.batch_size or 1
        return replace(span, low=max(least, min(span.low, high // 2)), high=max(least, high))
    return span
