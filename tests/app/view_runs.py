"""Small real runs whose frames the views are tested with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from symgui.experiment import (
    BiasInit,
    DataSpec,
    Experiment,
    InitializationSpec,
    LayerSpec,
    NetworkSpec,
    TrainingSpec,
    WeightInit,
)
from symgui.training.frame import Frame
from symgui.training.run import RecordedRun


def experiment(
    *,
    hidden: Sequence[tuple[int, str]] = ((4, "tanh"),),
    weights: WeightInit | None = None,
    data: dict[str, Any] | None = None,
    **training: Any,
) -> Experiment:
    """The opening case (flower, 2-4-1 tanh, zeros, rate 1.2), but for what is given."""
    return Experiment(
        data=DataSpec(**{"kind": "flower", **(data or {})}),
        network=NetworkSpec(hidden=tuple(LayerSpec(units=n, activation=g) for n, g in hidden)),
        initialization=InitializationSpec(weights=weights or WeightInit(), biases=BiasInit()),
        training=TrainingSpec(**{"learning_rate": 1.2, "iterations": 10_000, **training}),
    )


def frame_of(spec: Experiment, iterations: int = 0, run_id: int = 0) -> Frame:
    """The frame of a run after so many updates."""
    run = RecordedRun(spec, run_id)
    run.advance(iterations)
    return run.frame()


def small_normal(scale: float = 0.01) -> WeightInit:
    """Random weights, from which the flower is learned."""
    return WeightInit(scheme="normal", scale=scale)
