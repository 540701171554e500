"""Pinned moments, compared unit by unit."""

from __future__ import annotations

import numpy as np
import pytest
from symmetry_cases import experiment

from symgui.experiment import DataSpec, WeightInit
from symgui.experiment import opening_experiment as opening
from symgui.training.moments import Moment, MomentComparison, alike, classes, compare, pin
from symgui.training.run import RecordedRun

CONSTANT = WeightInit("constant", value=0.5)


def before_and_after(run: RecordedRun, updates: int = 1000) -> MomentComparison:
    before = pin("before", run.frame())
    run.advance(updates)
    return compare(before, pin(f"after {updates}", run.frame()))


def started(weights: WeightInit, activation: str = "tanh") -> RecordedRun:
    return RecordedRun(experiment((4,), activation, data=DataSpec(kind="moons", samples=50), weights=weights))


def test_zeros_are_the_same_function_before_and_after() -> None:
    found = before_and_after(RecordedRun(opening()))
    assert found.before.iteration == 0
    assert found.after.iteration == 1000
    assert len(found.units) == 5
    assert {unit.verdict for unit in found.units} == {"same function"}
    assert found.verdict == "same function"
    assert all(unit.moved == 0.0 for unit in found.layer(1))
    assert [unit.alike_after for unit in found.layer(1)] == [(1, 2, 3), (0, 2, 3), (0, 1, 3), (0, 1, 2)]


def test_a_constant_moves_but_its_units_stay_alike() -> None:
    found = before_and_after(started(CONSTANT))
    assert found.verdict == "different function"
    for unit in found.layer(1):
        others = tuple(j for j in range(4) if j != unit.unit)
        assert unit.verdict == "different function"
        assert unit.alike_before == unit.alike_after == others
        np.testing.assert_array_equal(unit.weights_before, [0.5, 0.5])
        np.testing.assert_array_equal(unit.weights_after, found.layer(1)[0].weights_after)
        assert unit.moved > 0


def test_random_units_are_no_two_alike() -> None:
    run = started(WeightInit("he"))
    found = before_and_after(run)
    assert all(unit.alike_before == unit.alike_after == () for unit in found.units)
    network = run.trainer.network
    for unit in found.layer(1):
        np.testing.assert_array_equal(unit.weights_after, network.W[1][unit.unit])
        assert unit.bias_after == network.b[1][unit.unit, 0]
        expected = np.abs(network.W[1][unit.unit] - unit.weights_before).max()
        assert unit.moved == max(expected, abs(unit.bias_after))


def test_a_nudge_frees_one_unit() -> None:
    run = started(CONSTANT)
    run.edit({"W1[2,0]": 0.6})
    found = before_and_after(run, 100)
    assert [unit.alike_after for unit in found.layer(1)] == [(1, 3), (0, 3), (), (0, 1)]


def test_other_weights_may_be_the_same_function() -> None:
    """A dead ReLU unit answers 0, whatever its weights: the same function, and it has moved."""
    run = started(WeightInit("he"), "relu")
    run.edit({"b1[0]": -50.0})
    before = pin("before", run.frame())
    run.edit({"W1[0,0]": 3.0})
    found = compare(before, pin("after", run.frame()))
    assert found.units[0].same_function
    assert found.units[0].moved > 0
    assert found.same_function


def test_going_back_is_the_same_moment() -> None:
    run = started(WeightInit("he"))
    run.advance(200)
    there = pin("there", run.frame())
    run.advance(300)
    away = pin("away", run.frame())
    run.seek(200)
    again = compare(there, pin("again", run.frame()))
    assert again.same_function
    assert all(unit.same_function and unit.moved == 0.0 for unit in again.units)
    assert not compare(there, away).same_function


def test_a_moment_outlives_the_run() -> None:
    run = started(WeightInit("he"))
    moment = pin("start", run.frame())
    W = moment.W[0].copy()
    run.advance(500)
    run.frame()
    np.testing.assert_array_equal(moment.W[0], W)
    assert (moment.name, moment.iteration, moment.sizes) == ("start", 0, (2, 4, 1))
    assert moment.cost == moment.cost != run.frame().cost


@pytest.mark.parametrize(
    ("other", "message"),
    [
        (experiment((5,), data=DataSpec(kind="moons", samples=50)),
         "'a' and 'b' cannot be compared unit by unit: one network is 2-4-1, the other 2-5-1"),
        (experiment((4,), data=DataSpec(kind="moons", samples=50, seed=9)),
         "'a' and 'b' are functions on different data"),
    ],
)  # fmt: skip
def test_what_cannot_be_compared(other: object, message: str) -> None:
    first: Moment = pin("a", started(CONSTANT).frame())
    second = pin("b", RecordedRun(other).frame())  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=message):
        compare(first, second)


def test_two_runs_side_by_side() -> None:
    """Moments of different runs of one shape: zeros against random."""
    found = compare(pin("zeros", started(WeightInit()).frame()), pin("He", started(WeightInit("he")).frame()))
    assert [unit.verdict for unit in found.layer(1)] == ["different function"] * 4


# ---- functions -----------------------------------------------------------------------------------


@pytest.mark.parametrize("scale", [1e-150, 1.0, 1e150])
def test_rounding_does_not_make_a_difference(scale: float) -> None:
    a = scale * np.random.RandomState(0).randn(3, 40)
    assert alike(a, a * (1 + 1e-12)).all()
    assert not alike(a, a * (1 + 1e-6)).any()


def test_what_is_not_finite_is_like_nothing() -> None:
    a = np.array([[1.0, np.nan], [np.inf, 1.0], [1.0, 2.0]])
    assert alike(a, a).tolist() == [False, False, True]
    assert classes(a) == [(0,), (1,), (2,)]


def test_classes_of_many_units() -> None:
    """Rows that agree on the first examples and differ later are told apart."""
    rng = np.random.RandomState(1)
    rows, owner = rng.randn(40, 300), rng.randint(0, 40, 200)
    rows[20:, :100] = rows[:20, :100]
    expected: dict[int, list[int]] = {}
    for j, k in enumerate(owner):
        expected.setdefault(int(k), []).append(j)
    assert classes(rows[owner]) == sorted(map(tuple, expected.values()))
