"""Operations on a unit: measured by other means; why one is not possible; how many networks are this one."""

from __future__ import annotations

from itertools import permutations, product
from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from symmetry_cases import run_of

from symgui.symmetry.unit_operations import (
    OperationName,
    UnitOperation,
    equal_networks_of,
    operated,
    why_not,
)
from symgui.symmetry.unit_surgery import Weights
from symgui.training.run import RecordedRun
from symgui.training.studies.symmetry_studies import (
    FunctionChange,
    SplitLine,
    network_in,
    surgery_study,
    why_no_match,
)
from symgui.training.trainer import Trainer
from symgui.weights import started_at


def with_twins(weights: Weights) -> Weights:
    """Units 1 and 2 of layer 1 are twins, and nothing goes out of unit 3."""
    W, b = [each.copy() for each in weights.W], [each.copy() for each in weights.b]
    W[0][1], b[0][1], W[1][:, 2] = W[0][0], b[0][0], 0.0
    return Weights(tuple(W), tuple(b))


@pytest.mark.parametrize("name", get_args(OperationName))
@pytest.mark.parametrize("arithmetic", ["per-unit", "blas"])
def test_what_is_measured_is_what_a_run_from_there_answers(name: OperationName, arithmetic: str) -> None:
    run = run_of(4, 3, arithmetic=arithmetic)
    start = started_at(run.experiment, with_twins(network_in("", run.frame()).weights))
    network = network_in("here", RecordedRun(start).frame())
    operation = UnitOperation(name, layer=1, unit=2 if name == "remove" else 0, other=3, share=-0.75)
    found = list(surgery_study(network, operation))
    effect = found[0]
    assert isinstance(effect, FunctionChange)
    before = Trainer(start).network_state()
    after = Trainer(started_at(start, operated(network.weights, operation))).network_state()
    tolerance = 0.0 if arithmetic == "per-unit" else 1e-15
    assert abs(effect.cost_before - before.cost) <= tolerance
    assert abs(effect.cost_after - after.cost) <= tolerance
    assert abs(effect.largest - np.abs(after.output.A - before.output.A).max()) <= tolerance
    sizes = {"merge": (2, 3, 3, 1), "remove": (2, 3, 3, 1), "split": (2, 5, 3, 1), "clone": (2, 5, 3, 1)}
    assert (effect.sizes_before, effect.sizes_after) == ((2, 4, 3, 1), sizes.get(name, (2, 4, 3, 1)))
    assert (name == "clone") == (effect.largest > 1e-6)
    if name == "flip" and arithmetic == "per-unit":
        assert effect.largest == 0.0
    assert len(found) == (2 if name == "split" else 1)
    if isinstance(line := found[-1], SplitLine):
        assert line.costs == pytest.approx(np.full(25, before.cost), abs=1e-14)
        assert (line.shares[0], line.shares[-1]) == (-1.0, 2.0)


@pytest.mark.parametrize(
    ("operation", "activation", "said"),
    [
        (UnitOperation("swap", 1, 0, 0), "tanh", "Choose another unit to swap with."),
        (UnitOperation("flip", 1, 0), "relu", "ReLU is not odd: g(−1) is 0, and −g(1) is −1."),
        (UnitOperation("flip", 1, 0), "sigmoid", "g(−1) is 0.2689, and −g(1) is −0.7311."),
        (UnitOperation("merge", 1, 0), "tanh", "Unit 1 has no twin: no other unit of layer 1"),
        (UnitOperation("remove", 1, 0), "tanh", "Unit 1 of layer 1 has weights out of it that are not 0."),
        (UnitOperation("split", 1, 1), "relu", ""),
    ],
)
def test_why_an_operation_is_not_possible(operation: UnitOperation, activation: str, said: str) -> None:
    run = run_of(3, activation=activation)
    weights = network_in("", run.frame()).weights
    reason = why_not(weights, operation, activation)
    assert said in reason
    assert bool(reason) == bool(said)


def test_an_operation_that_changes_no_number_is_none() -> None:
    weights = Weights((np.ones((3, 2)), np.ones((1, 3))), (np.zeros((3, 1)), np.zeros((1, 1))))
    said = "Nothing would change: the weights would be the same, bit for bit."
    assert why_not(weights, UnitOperation("swap", 1, 0, 2), "tanh") == said
    assert why_not(weights, UnitOperation("merge", 1, 0), "tanh") == ""


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from([-1.0, -0.0, 0.0, 1.0, 2.0]), min_size=4, max_size=4), min_size=1, max_size=3), st.booleans())  # fmt: skip  # noqa: E501
def test_equal_networks_by_making_them_all(units: list[list[float]], odd: bool) -> None:
    rows = np.array(units)
    weights = Weights((rows[:, :2], rows[:, 3:].T), (rows[:, 2:3], np.zeros((1, 1))))
    signs = list(product((1.0, -1.0), repeat=len(rows))) if odd else [(1.0,) * len(rows)]
    made = [
        (np.array(sign)[:, None] * rows[list(order)] + 0.0).tobytes()
        for order in permutations(range(len(rows)))
        for sign in signs
    ]
    found = equal_networks_of(weights, 1, odd=odd)
    assert (found.possible, found.different) == (len(made), len(set(made)))


def test_four_tanh_units_are_384_networks() -> None:
    weights = network_in("", run_of(4).frame()).weights
    found = equal_networks_of(weights, 1, odd=True)
    assert (found.possible, found.different) == (384, 384)
    zero = Weights(tuple(0.0 * W for W in weights.W), tuple(0.0 * b for b in weights.b))
    assert equal_networks_of(zero, 1, odd=True).different == 1


def test_what_cannot_be_matched_is_one_sentence() -> None:
    first = network_in("a", run_of(3).frame())
    relu = network_in("b", run_of(3, activation="relu").frame())
    other = network_in("c", run_of(3, data={"kind": "moons", "samples": 60, "seed": 9}).frame())
    wide = network_in("d", run_of(4).frame())
    flat = network_in("e", run_of().frame())
    broken = replace(
        first, name="f", weights=Weights((np.inf * np.ones((3, 2)), np.ones((1, 3))), first.weights.b)
    )
    said = [why_no_match(first, second) for second in (relu, other, wide, broken)]
    assert said == [
        "“a” and “b” have different activations.",
        "“a” and “c” have different data: no cost is that of both.",
        "“a” is a network 2-3-1, “d” one 2-4-1: choose two of the same sizes.",
        "“f” has diverged: it has weights that are no numbers.",
    ]
    assert why_no_match(flat, flat) == "There is no hidden layer, so no unit to match."
    assert why_no_match(first, first) == ""
