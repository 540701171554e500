"""A run with its record: going back and on, changing it, looking at it."""

from __future__ import annotations

import numpy as np
import pytest
from msgspec import Struct
from msgspec.structs import astuple
from symmetry_cases import experiment

from symgui.experiment import DataSpec, Experiment, WeightInit
from symgui.training.frame import Frame
from symgui.training.history import is_recorded
from symgui.training.run import KEYFRAME_STRIDE, RecordedRun
from symgui.training.trainer import Trainer

VARIETY = [
    pytest.param({}, id="full batch"),
    pytest.param({"batch_size": 7, "batch_seed": 3}, id="mini-batch"),
    pytest.param({"optimizer": "momentum", "l2": 0.01}, id="momentum with L2"),
    pytest.param({"optimizer": "adam", "learning_rate": 0.01}, id="adam"),
    pytest.param({"optimizer": "adam", "batch_size": 16, "learning_rate": 0.01}, id="adam in mini-batches"),
]


def moons(**training: object) -> Experiment:
    data = DataSpec(kind="moons", samples=40, test_samples=10)
    return experiment((5, 3), data=data, weights=WeightInit("he"), **training)


def parameters(run: RecordedRun) -> bytes:
    return run.trainer.network.parameters.tobytes()


def states(spec: Experiment, iterations: list[int]) -> dict[int, bytes]:
    """The parameters at some iterations of a run that only ever goes on."""
    trainer, found = Trainer(spec), {}
    for t in sorted(iterations):
        trainer.advance(t - trainer.iteration)
        found[t] = trainer.network.parameters.tobytes()
    return found


# ---- going back and on ---------------------------------------------------------------------------


@pytest.mark.parametrize("training", VARIETY)
def test_going_anywhere_bit_for_bit(training: dict[str, object]) -> None:
    run = RecordedRun(moons(**training))
    run.advance(1300)
    order = [1299, 1298, 0, 1, 499, 500, 501, 1300, 1000, 37, 999, 1300, 1299]
    expected = states(moons(**training), order)
    for t in order:
        run.seek(t)
        assert run.iteration == t
        assert parameters(run) == expected[t]
    assert run.furthest == 1300


@pytest.mark.parametrize("training", VARIETY)
def test_running_on_from_the_past_is_the_same_run(training: dict[str, object]) -> None:
    """Nothing was changed, so the same numbers come again, and the curve is not written twice."""
    run = RecordedRun(moons(**training))
    run.advance(700)
    run.seek(650)
    run.advance(250)
    assert parameters(run) == states(moons(**training), [900])[900]
    expected = [t for t in range(901) if is_recorded(t)]
    assert run.frame().curve.iterations.tolist() == expected


@pytest.mark.parametrize("iteration", [-1, 51])
def test_only_where_it_has_been(iteration: int) -> None:
    run = RecordedRun(moons())
    run.advance(50)
    with pytest.raises(ValueError, match=f"iteration {iteration} is outside this run's 0 to 50"):
        run.seek(iteration)
    assert run.iteration == 50


def test_an_interruption_ends_an_advance_between_two_updates() -> None:
    run, left = RecordedRun(moons()), iter([False] * 17)
    assert run.advance(1000, lambda: next(left, True)) == run.iteration == 17
    run.advance(83)
    assert parameters(run) == states(moons(), [100])[100]


def test_an_interruption_ends_going_back() -> None:
    """A long way to recompute must not keep a window from closing."""
    run, left = RecordedRun(moons()), iter([False] * 3)
    run.advance(450)
    run.seek(400, lambda: next(left, True))
    assert run.iteration < 400  # a few updates between two questions
    assert parameters(run) == states(moons(), [run.iteration])[run.iteration]


def test_going_back_from_divergence_and_on_to_it_again() -> None:
    run = RecordedRun(experiment((4,), "linear", weights=WeightInit("he"), learning_rate=1e6, l2=1e6))
    run.advance(10_000)
    end, found = run.iteration, run.divergence
    assert found is not None
    assert run.frame().verdict.name == "diverged"
    run.seek(2)
    assert run.divergence is None
    assert run.frame().divergence is None
    run.advance(10_000)
    assert run.iteration == end
    assert astuple(run.divergence)[:3] == astuple(found)[:3]
    run.seek(3)
    run.seek(end)
    assert run.divergence is not None
    assert run.frame().curve.iterations[-1] == end


# ---- what is recorded ----------------------------------------------------------------------------


@pytest.mark.parametrize("slices", [[1000], [1] * 1000, [13, 487, 1, 499], [999, 1]])
def test_the_curve_does_not_depend_on_how_it_was_run(slices: list[int]) -> None:
    run = RecordedRun(moons())
    for updates in slices:
        run.advance(updates)
    curve = run.frame().curve
    trainer = Trainer(moons())
    for i, t in enumerate(curve.iterations):
        trainer.advance(int(t) - trainer.iteration)
        assert curve.cost[i] == trainer.cost()
        assert curve.train_accuracy[i] == trainer.train_accuracy()
        assert curve.test_accuracy[i] == trainer.test_accuracy()
    assert curve.iterations.tolist() == [t for t in range(1001) if is_recorded(t)]


def test_recording_does_not_touch_the_run() -> None:
    run = RecordedRun(moons(batch_size=7, optimizer="adam"))
    for _ in range(60):
        run.advance(5)
        run.frame()
        run.stands_still()
    assert parameters(run) == states(moons(batch_size=7, optimizer="adam"), [300])[300]


def test_when_symmetry_breaks_is_on_the_curve() -> None:
    spec = experiment((4,), weights=WeightInit("constant", value=0.3), data=DataSpec(kind="xor", samples=40))
    run = RecordedRun(spec)
    run.advance(20)
    run.edit({"W1[0,0]": 0.31})
    run.advance(20)
    curve = run.frame().curve
    before = curve.measured < 20
    np.testing.assert_array_equal(curve.effective_units[before], 1)
    np.testing.assert_array_equal(curve.row_spread[before], 0.0)
    np.testing.assert_array_equal(curve.effective_units[~before], 2)
    assert (curve.row_spread[~before] > 0).all()


# ---- changes -------------------------------------------------------------------------------------


@pytest.mark.parametrize("training", VARIETY)
def test_a_file_replays_what_a_person_did(training: dict[str, object]) -> None:
    """Edits at the start, in the middle, twice at one iteration, after going back; saved and read again."""
    run = RecordedRun(moons(**training))
    run.edit({"W1[0,0]": 0.25})
    run.advance(130)
    run.set_learning_rate(0.05)
    run.edit({"b1[2]": -0.5, "W3[0,1]": 1.0})
    run.edit({"b1[2]": -0.75})
    run.advance(600)
    run.edit({"W2[0,0]": 5.0})
    run.seek(700)
    run.edit({"W2[1,1]": 0.125})
    run.advance(100)
    replay = RecordedRun(Experiment.loads(run.experiment.dumps()))
    replay.advance(800)
    assert parameters(replay) == parameters(run)
    assert replay.trainer.learning_rate == run.trainer.learning_rate == 0.05
    np.testing.assert_array_equal(replay.frame().curve.cost, run.frame().curve.cost)
    recorded = [(change.at, change.learning_rate, change.set) for change in run.experiment.changes]
    assert recorded == [
        (0, None, {"W1[0,0]": 0.25}),
        (130, 0.05, {"b1[2]": -0.75, "W3[0,1]": 1.0}),
        (700, None, {"W2[1,1]": 0.125}),
    ], "what was changed after 700 is no longer this run's past"


def test_a_change_cuts_off_what_was_the_future() -> None:
    run = RecordedRun(moons())
    run.advance(900)
    run.seek(300)
    run.set_learning_rate(0.2)
    assert run.furthest == 300
    assert run.frame().curve.iterations[-1] == 300
    with pytest.raises(ValueError, match="0 to 300"):
        run.seek(301)
    run.advance(400)
    expected = states(run.experiment, [250, 300, 600, 700])
    for t in (700, 600, 250, 300):
        run.seek(t)
        assert parameters(run) == expected[t]


def test_going_back_behind_a_change_and_on_through_it() -> None:
    run = RecordedRun(moons())
    run.advance(KEYFRAME_STRIDE)
    run.edit({"W1[0,0]": 3.0})
    run.advance(200)
    end = parameters(run)
    run.seek(KEYFRAME_STRIDE - 1)
    assert run.trainer.network.W[1][0, 0] != 3.0
    run.seek(KEYFRAME_STRIDE)
    assert run.trainer.network.W[1][0, 0] == 3.0
    run.advance(200)
    assert parameters(run) == end


def test_the_learning_rate_of_the_past_returns() -> None:
    run = RecordedRun(moons(learning_rate=0.1))
    run.advance(10)
    run.set_learning_rate(0.5)
    run.advance(10)
    run.seek(5)
    assert run.frame().learning_rate == 0.1
    run.seek(15)
    assert run.frame().learning_rate == 0.5


# ---- frames --------------------------------------------------------------------------------------


def test_a_frame_is_the_run_at_an_iteration() -> None:
    run = RecordedRun(moons(l2=0.1), run_id=7)
    run.advance(123)
    frame, trainer = run.frame(), run.trainer
    assert (frame.run, frame.iteration) == (7, 123)
    assert frame.cost == frame.network.cost == trainer.cost()
    assert frame.train_accuracy == trainer.train_accuracy()
    assert frame.test_accuracy == trainer.test_accuracy()
    assert frame.penalty == trainer.penalty > 0
    assert frame.experiment == moons(l2=0.1)
    assert frame.learning_rate == 0.1
    assert not frame.standstill
    assert frame.divergence is None
    for l in (1, 2, 3):
        np.testing.assert_array_equal(frame.network.layers[l - 1].W, trainer.network.W[l])
    assert [len(layer.cells) for layer in frame.symmetry.layers] == [5, 3]


def test_a_frame_does_not_change_when_the_run_goes_on() -> None:
    run = RecordedRun(moons())
    run.advance(50)
    frame = run.frame()
    before = arrays(frame)
    copies = [array.copy() for array in before]
    run.advance(100)
    run.edit({"W1[0,0]": 9.0})
    run.seek(3)
    run.advance(500)
    run.frame()
    for array, copy in zip(before, copies, strict=True):
        np.testing.assert_array_equal(array, copy)


def arrays(part: object) -> list[np.ndarray]:
    """Every array in a frame."""
    if isinstance(part, np.ndarray):
        return [part]
    if isinstance(part, tuple):
        return [array for each in part for array in arrays(each)]
    if isinstance(part, Struct):
        return [array for value in astuple(part) for array in arrays(value)]
    return []


def test_the_planes_answer_is_the_networks() -> None:
    run = RecordedRun(moons())
    run.advance(200)
    frame: Frame = run.frame()
    plane = frame.plane
    assert plane is not None
    W, b = run.trainer.network.W, run.trainer.network.b
    for i, j in ((0, 0), (5, 40), (-1, -1)):
        x = np.array([[plane.x1[j]], [plane.x2[i]]])
        z = W[3] @ np.tanh(W[2] @ np.tanh(W[1] @ x + b[1]) + b[2]) + b[3]
        assert plane.probability[i, j] == pytest.approx(1 / (1 + np.exp(-z.item())), rel=1e-12)
        assert plane.winner[i, j] == (z.item() > 0)
    X = np.concatenate([frame.data.X, frame.data.X_test], axis=1)
    assert plane.x1[0] < X[0].min() < X[0].max() < plane.x1[-1]
    assert plane.x2[0] < X[1].min() < X[1].max() < plane.x2[-1]


def test_a_frozen_run_says_so() -> None:
    run = RecordedRun(experiment((4,)))
    assert run.stands_still()
    assert run.frame().standstill
    run.edit({"W1[0,0]": 0.1, "W2[0,0]": 0.1})
    assert not run.stands_still()
    assert not run.frame().standstill
