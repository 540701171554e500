"""The checklist: every rule against nets that keep it and nets that break it."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from symgui.experiment import (
    BiasInit,
    DataSpec,
    Experiment,
    InitializationSpec,
    LayerInit,
    LayerSpec,
    NetworkSpec,
    TrainingSpec,
    WeightInit,
)
from symgui.lessons.checklist import RULES, ChecklistItem, checklist
from symgui.training.run import RecordedRun

DIFFER, APART, SPREAD, BIASES, SATURATED, DEAD, SIGNAL, LEARNED = range(8)


def items(
    iterations: int = 0,
    *,
    hidden: tuple[tuple[int, str], ...] = ((4, "tanh"),),
    rate: float = 1.2,
    **start: Any,
) -> tuple[ChecklistItem, ...]:
    run = RecordedRun(
        Experiment(
            data=DataSpec(kind="flower"),
            network=NetworkSpec(hidden=tuple(LayerSpec(units=n, activation=g) for n, g in hidden)),
            initialization=InitializationSpec(**start),
            training=TrainingSpec(learning_rate=1.2),
        )
    )
    run.advance(iterations)
    return checklist(run.frame())


def constant(value: float) -> dict[str, Any]:
    return {"weights": WeightInit(scheme="constant", value=value)}


XAVIER = {"weights": WeightInit(scheme="xavier"), "seed": 3}


def test_every_rule_is_there_in_order() -> None:
    assert tuple(item.rule for item in items()) == RULES
    assert all(1 <= item.rule.lesson <= 15 and item.evidence for item in items())


def test_a_good_start_keeps_them_all() -> None:
    found = items(hidden=((8, "tanh"),), **XAVIER)
    assert [item.holds for item in found] == [True] * 5 + [None, True, None]
    later = items(3000, hidden=((8, "tanh"),), **XAVIER)
    assert later[LEARNED].holds
    assert later[SPREAD].holds or "about the start" in later[SPREAD].but


def test_one_constant_breaks_two_rules() -> None:
    found = items(**constant(0.5))
    assert not found[DIFFER].holds
    assert found[DIFFER].evidence == "all W[1] = 0.5"
    assert not found[APART].holds
    assert found[APART].evidence == "effective units: 1 of 4 in layer 1"
    assert found[LEARNED].holds is None


def test_zero_weights_with_random_biases_break_the_rule_and_get_by() -> None:
    biases = BiasInit(scheme="normal", scale=1.0)
    found = items(**constant(0.0), biases=biases)
    assert not found[DIFFER].holds
    assert "lesson 8" in found[DIFFER].but
    assert found[APART].holds
    assert not found[BIASES].holds
    assert "b[1]" in found[BIASES].evidence
    assert "lesson 8" in found[BIASES].but


@pytest.mark.parametrize(
    ("scheme", "activation", "fits"),
    [
        ("xavier", "tanh", True),
        ("he", "relu", True),
        ("xavier", "sigmoid", None),
    ],
)
def test_the_spread_of_the_weights(scheme: str, activation: str, fits: bool | None) -> None:
    found = items(hidden=((30, activation), (30, activation)), weights=WeightInit(scheme=scheme), seed=1)
    assert found[SPREAD].holds is fits


def test_a_small_spread_does_not_fit() -> None:
    found = items(hidden=((30, "tanh"),), weights=WeightInit(scheme="normal", scale=0.01), seed=1)
    assert found[SPREAD].holds is False
    assert "√(1/n) = 0.71" in found[SPREAD].evidence


def test_large_weights_saturate() -> None:
    found = items(hidden=((8, "tanh"),), weights=WeightInit(scheme="normal", scale=100.0), seed=1)
    assert found[SATURATED].holds is False
    assert found[SATURATED].evidence.endswith("of the slopes of layer 1 are flat")


def test_a_dead_layer() -> None:
    biases = BiasInit(scheme="constant", value=-1000.0)
    found = items(hidden=((5, "relu"),), weights=WeightInit(scheme="he"), seed=1, biases=biases)
    assert found[DEAD].holds is False
    assert "5 of 5 units of layer 1" in found[DEAD].evidence
    assert found[SATURATED].holds is None


def test_a_deep_net_of_small_weights_loses_the_signal() -> None:
    hidden = ((10, "tanh"),) * 6
    assert (
        items(hidden=hidden, weights=WeightInit(scheme="normal", scale=0.01), seed=1)[SIGNAL].holds is False
    )
    assert items(hidden=hidden, weights=WeightInit(scheme="xavier"), seed=1)[SIGNAL].holds


def test_zero_relu_has_not_died() -> None:
    found = items(hidden=((4, "relu"),), **constant(0.0))
    assert found[DEAD].holds
    assert found[DEAD].evidence == "z ≤ 0 for all examples: 4 of 4 units of layer 1"


def test_a_signal_that_has_died_between_examples_does_not_pass() -> None:
    """Units that differ, each the same for every example: W[1] = 0, b random, W[2] random."""
    layers = {"1": LayerInit(weights=WeightInit(scheme="zeros"))}
    biases = BiasInit(scheme="normal", scale=1.0)
    found = items(**XAVIER, layers=layers, biases=biases)[SIGNAL]
    assert found.holds is False
    assert re.match(r"forward × 0\.\d+, but between examples × 0, back × \d", found.evidence)


@pytest.mark.parametrize(
    ("biases", "said"),
    [
        (BiasInit(scheme="constant", value=0.0), ""),
        (BiasInit(scheme="normal", scale=0.0), ""),
        (BiasInit(scheme="explicit", values=((0.0,) * 4, (0.0,))), ""),
        (BiasInit(scheme="explicit", values=((0.0,) * 4, (0.5,))), "b[2] by explicit"),
        (BiasInit(scheme="constant"), "b[1] by constant and b[2] by constant"),
    ],
)
def test_biases_start_at_0_whatever_the_scheme_is_called(biases: BiasInit, said: str) -> None:
    found = items(**constant(0.0), biases=biases)[BIASES]
    assert found.holds is not bool(said)
    assert said in found.evidence
    assert "the weights tell the units apart" not in found.evidence, "they are all 0"


def test_a_bias_that_was_set_at_the_start_is_one() -> None:
    run = RecordedRun(
        Experiment(data=DataSpec(kind="and"), network=NetworkSpec(hidden=(LayerSpec(units=2),)))
    )
    run.edit({"b1[0]": 0.3})
    assert checklist(run.frame())[BIASES].evidence == "not so: b[1] by hand"
    run.edit({"b1[0]": 0.0})
    assert checklist(run.frame())[BIASES].holds


def test_without_a_hidden_layer_only_the_cost_counts() -> None:
    found = items(50, hidden=(), **constant(0.0))
    assert [item.holds for item in found[:-1]] == [None] * 7
    assert found[LEARNED].holds is not None


def test_a_net_that_has_diverged() -> None:
    frame = RecordedRun(Experiment(data=DataSpec(kind="flower"))).frame()
    first, *rest = frame.network.layers
    broken = replace(first, Z=np.full_like(first.Z, np.inf))
    found = checklist(replace(frame, network=replace(frame.network, layers=(broken, *rest))))
    assert {item.holds for item in found} == {None}
    assert found[0].evidence == "the run has diverged"


def test_zeros_break_four_rules_of_the_start_and_the_one_of_the_end() -> None:
    """As lesson 15 counts the crosses of its first step."""
    broken = [item.rule for item in items(100, **constant(0.0)) if item.holds is False]
    assert [rule.of_start for rule in broken] == [True] * 4 + [False]
