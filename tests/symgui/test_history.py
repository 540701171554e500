"""What is kept of a run."""

from __future__ import annotations

import math

import numpy as np
import pytest

from symgui.nn.state import Start
from symgui.training.history import CurveRecorder, is_measured, is_recorded
from symgui.training.keyframes import Keyframes
from symgui.training.snapshot import Snapshot


def snapshot(iteration: int, doubles: int = 100) -> Snapshot:
    return Snapshot(
        iteration, np.full(doubles, float(iteration)), (), iteration, 0.1, 0.0, None, Start(0, 0.7)
    )


def test_the_grid_of_the_curve() -> None:
    recorded = [t for t in range(1_000_001) if is_recorded(t)]
    assert recorded[:101] == list(range(101)), "every iteration at first"
    for decade in (100, 1_000, 10_000, 100_000):
        assert sum(decade < t <= 10 * decade for t in recorded) == 180
    assert {10_000, 14_000, 15_000, 1_000_000} <= set(recorded), "the iterations that tables quote"
    gaps = np.diff(recorded[101:]) / np.array(recorded[101:-1])
    assert gaps.max() <= 0.05


def test_symmetry_is_measured_less_often_and_only_on_the_curve() -> None:
    measured = [t for t in range(100_001) if is_measured(t)]
    assert measured[:33] == list(range(33))
    assert all(is_recorded(t) for t in measured)
    assert sum(10_000 < t <= 100_000 for t in measured) == 45


def test_a_curve_holds_what_was_added() -> None:
    recorder = CurveRecorder(hidden=2)
    for t in range(1000):
        recorder.append(t, t / 2, 0.5, math.nan)
        if t % 10 == 0:
            recorder.append_symmetry(t, [1, t], [0.0, t / 4])
    curve = recorder.curve()
    np.testing.assert_array_equal(curve.iterations, np.arange(1000))
    np.testing.assert_array_equal(curve.cost, np.arange(1000) / 2)
    np.testing.assert_array_equal(curve.train_accuracy, 0.5)
    assert np.isnan(curve.test_accuracy).all()
    np.testing.assert_array_equal(curve.measured, np.arange(0, 1000, 10))
    np.testing.assert_array_equal(curve.effective_units[:, 1], np.arange(0, 1000, 10))
    np.testing.assert_array_equal(curve.row_spread[:, 1], np.arange(0, 1000, 10) / 4)


def test_a_curve_that_was_given_out_never_changes() -> None:
    recorder = CurveRecorder(hidden=1)
    for t in range(300):
        recorder.append(t, float(t), 0.5, 0.5)
        recorder.append_symmetry(t, [t], [float(t)])
    early = recorder.curve()
    recorder.forget_after(99)
    forked = recorder.curve()
    for t in range(100, 900):
        recorder.append(t, -1.0, 0.0, 0.0)
        recorder.append_symmetry(t, [-1], [-1.0])
    assert len(forked.iterations) == 100
    np.testing.assert_array_equal(early.cost, np.arange(300.0))
    np.testing.assert_array_equal(early.effective_units[:, 0], np.arange(300))
    np.testing.assert_array_equal(forked.cost, np.arange(100.0))
    np.testing.assert_array_equal(recorder.curve().cost[:101], [*range(100), -1.0])


def test_a_curve_without_hidden_layers() -> None:
    recorder = CurveRecorder(hidden=0)
    recorder.append(0, 0.7, 0.5, 0.5)
    recorder.append_symmetry(0, [], [])
    assert recorder.curve().effective_units.shape == (1, 0)


def test_the_latest_state_before() -> None:
    kept = Keyframes()
    for t in (0, 500, 1000):
        kept.add(snapshot(t))
    for t, expected in ((0, 0), (1, 0), (499, 0), (500, 500), (999, 500), (1000, 1000), (10**6, 1000)):
        assert kept.before(t).iteration == expected
    kept.forget_after(500)
    assert len(kept) == 2
    assert kept.before(10**6).iteration == 500


def test_a_state_replaces_one_of_the_same_iteration() -> None:
    kept = Keyframes()
    kept.add(snapshot(0))
    first = kept.nbytes
    kept.add(snapshot(0, doubles=200))
    assert len(kept) == 1
    assert kept.before(0).parameters.size == 200
    assert first < kept.nbytes == kept.before(0).nbytes


@pytest.mark.parametrize("doubles", [10, 10_000])
def test_memory_is_bounded(doubles: int) -> None:
    """The first and the newest stay, and what stays is even in log time, seen from both ends."""
    limit = 50 * snapshot(0, doubles).nbytes
    kept = Keyframes(limit)
    for t in range(0, 500_000, 500):
        kept.add(snapshot(t, doubles))
        assert kept.nbytes <= limit
        assert kept.before(t).iteration == t
    assert kept.before(499).iteration == 0
    times = [0]
    while times[-1] < 499_500:
        later = [t for t in range(times[-1] + 500, 500_000, 500) if kept.before(t).iteration == t]
        times.append(later[0])
    assert 35 <= len(times) == len(kept) <= 50
    gaps, middle = np.diff(times), np.array(times[:-1])
    nearer_end = np.minimum(middle, times[-1] - middle)
    assert (gaps <= 500 + 0.9 * nearer_end).all(), "from each, the next is nearer than the nearer end"
    for decade in (500, 5_000):
        assert 4 <= sum(decade <= t < 10 * decade for t in times) <= 16
        assert 4 <= sum(decade <= times[-1] - t < 10 * decade for t in times) <= 16


def test_a_state_larger_than_the_limit_is_kept_with_the_first() -> None:
    kept = Keyframes(limit_bytes=1)
    for t in (0, 500, 1000, 1500):
        kept.add(snapshot(t))
    assert [kept.before(t).iteration for t in (0, 1400, 1500)] == [0, 0, 1500]
