"""What happens in a run, each event against the run looked at another way."""

from __future__ import annotations

import numpy as np
import pytest
from symmetry_cases import experiment

from symgui.experiment import BiasInit, Change, DataSpec, Experiment, LayerSpec, WeightInit
from symgui.experiment import opening_experiment as opening
from symgui.training.frame import Event
from symgui.training.history import is_recorded
from symgui.training.run import RecordedRun
from symgui.training.trainer import Trainer


def kinds(run: RecordedRun) -> list[tuple[str, int]]:
    return [(event.kind, event.iteration) for event in run.events]


def found(run: RecordedRun, kind: str) -> Event:
    (event,) = [event for event in run.events if event.kind == kind]
    return event


def first_iteration(spec: Experiment, holds: object, end: int = 3000) -> int:
    """The first iteration on the curve at which `holds(state)`."""
    trainer = Trainer(spec)
    for t in range(end + 1):
        trainer.advance(t - trainer.iteration)
        if is_recorded(t) and holds(trainer.network_state()):  # type: ignore[operator]
            return t
    raise AssertionError("it never holds")


def small() -> Experiment:
    """The flower learns from small random weights."""
    return opening().with_(initialization={"weights": WeightInit("normal", scale=0.01)})


def test_accuracy_over_ninety_percent() -> None:
    def accurate(state: object) -> bool:
        predicted = state.output.A[0] > 0.5  # type: ignore[attr-defined]
        return np.mean(predicted == (state.Y[0] == 1)) > 0.9  # type: ignore[attr-defined]

    run = RecordedRun(small())
    run.advance(3000)
    at = first_iteration(small(), accurate)
    assert found(run, "accuracy") == Event(at, "train accuracy over 90 %", "accuracy")


def test_the_first_saturated_layer() -> None:
    def saturated(state: object) -> bool:
        slopes = 1 - np.tanh(state.layers[0].Z) ** 2  # type: ignore[attr-defined]
        return np.mean(slopes < 0.05) >= 0.5

    run = RecordedRun(small())
    run.advance(3000)
    at = first_iteration(small(), saturated)
    assert at > 0
    assert found(run, "saturated") == Event(at, "layer 1 saturated", "saturated")


def test_a_saturated_output_counts_while_it_guesses() -> None:
    spec = experiment((4,), "linear", weights=WeightInit("constant", value=30.0))
    run = RecordedRun(
        spec.with_(initialization={"layers": {"2": {"weights": WeightInit("constant", value=-9.0)}}})
    )
    assert kinds(run) == [("saturated", 0)]
    assert found(run, "saturated").text == "output saturated"
    right = RecordedRun(experiment((4,), "linear", weights=WeightInit("constant", value=30.0)))
    assert right.frame().train_accuracy == 1.0
    assert kinds(right) == [("accuracy", 0)], "an output that is right is saturated and well"


@pytest.mark.parametrize(("below", "text"), [
    ([0.0, -9.0, 0.0], "first dead unit: unit 2 of layer 1"),
    ([-9.0, 0.0, -9.0], "first dead units: 2 of 3 in layer 1"),
])  # fmt: skip
def test_the_first_dead_unit(below: list[float], text: str) -> None:
    biases = {"1": {"biases": BiasInit("explicit", values=tuple(below))}}
    spec = experiment((3,), "relu", weights=WeightInit("he")).with_(initialization={"layers": biases})
    assert found(RecordedRun(spec), "dead") == Event(0, text, "dead")


def test_a_unit_that_dies_on_the_way() -> None:
    def dead(state: object) -> bool:
        Z = state.layers[0].Z  # type: ignore[attr-defined]
        return bool(((Z <= 0).all(axis=1) & (Z < 0).any(axis=1)).any())

    data, weights = DataSpec(kind="moons", samples=60), WeightInit("normal", scale=1.0)
    spec = experiment((6,), "relu", data=data, weights=weights, learning_rate=0.5, seed=5)
    run = RecordedRun(spec)
    run.advance(2000)
    at = first_iteration(spec, dead, 2000)
    assert found(run, "dead").iteration == at > 0


def test_units_at_zero_are_not_dead() -> None:
    """z = 0 throughout is a start from zeros, and has its own name."""
    run = RecordedRun(experiment((3,), "relu"))
    run.advance(50)
    assert kinds(run) == []


def test_symmetry_broken_by_an_edit() -> None:
    run = RecordedRun(
        experiment((4, 3), weights=WeightInit("constant", value=0.5), data=DataSpec(kind="xor", samples=50))
    )
    run.advance(123)
    run.edit({"W1[1,0]": 0.8})
    run.advance(100)
    assert found(run, "symmetry") == Event(
        123, "symmetry broken: layer 1 acts as 2 units, not 1", "symmetry"
    )  # fmt: skip
    assert found(run, "edited") == Event(123, "W[1]₂,₁ → 0.8", "edited")
    assert run.frame().symmetry.effective_units[0] == 2


def test_symmetry_broken_by_the_biases() -> None:
    """Equal functions at first: random b, zero W in a deep net; the gradient reaches the weights later."""
    run = RecordedRun(experiment((4,), weights=WeightInit(), biases=BiasInit("normal", scale=1.0)))
    units = run.frame().symmetry.effective_units
    run.advance(100)
    broken = [event for event in run.events if event.kind == "symmetry"]
    now = run.frame().symmetry.effective_units
    assert bool(broken) == (now > units)


def test_no_symmetry_to_break() -> None:
    run = RecordedRun(small())
    run.advance(2000)
    assert "symmetry" not in dict(kinds(run))


def test_an_edit_at_the_start_is_the_start() -> None:
    """Whether it was edited before running or read from a file, the run is the same."""
    base = experiment((4,), weights=WeightInit("constant", value=0.5), data=DataSpec(kind="xor", samples=50))
    run = RecordedRun(base)
    run.edit({"W1[1,0]": 0.8})
    run.advance(50)
    again = RecordedRun(base.with_(changes=(Change(at=0, set={"W1[1,0]": 0.8}),)))
    again.advance(50)
    assert run.events == again.events == (Event(0, "W[1]₂,₁ → 0.8", "edited"),)


def test_divergence() -> None:
    run = RecordedRun(experiment((4,), "linear", weights=WeightInit("he"), learning_rate=1e6, l2=1e6))
    run.advance(1000)
    event = found(run, "diverged")
    assert run.divergence is not None
    assert event.iteration == run.iteration == run.divergence.iteration
    assert event.text.startswith(f"diverged: {run.divergence.quantity}[{run.divergence.layer}] reached ")
    run.seek(2)
    run.advance(1000)
    assert run.events.count(event) == 1


@pytest.mark.parametrize(("change", "text"), [
    ({"learning_rate": 0.05}, "α → 0.05"),
    ({"set": {"b2[0]": -0.5}}, "b[2]₁ → −0.5"),
    ({"learning_rate": 2.0, "set": {"W1[3,1]": 1e-7, "W2[0,0]": 0.0, "b1[0]": 3.0}},
     "α → 2, W[1]₄,₂ → 1e−7, W[2]₁,₁ → 0, 1 more"),
])  # fmt: skip
def test_edits_read_as_the_course_writes(change: dict[str, object], text: str) -> None:
    run = RecordedRun(small().with_(changes=(Change(at=7, **change),)))
    assert run.events == (), "it is still to come"
    run.advance(7)
    assert run.events == (Event(7, text, "edited"),)


def test_a_fork_says_so_and_forgets_what_came_after() -> None:
    run = RecordedRun(small())
    run.advance(3000)
    before = dict(kinds(run))
    assert {"accuracy", "saturated"} <= set(before)
    run.seek(150)
    run.set_learning_rate(0.001)
    assert [event.text for event in run.events if event.iteration == 150] == [
        "α → 0.001", "forked: the way to 3000 is gone",
    ]  # fmt: skip
    assert all(event.iteration <= 150 for event in run.events)
    run.advance(100)
    assert "accuracy" not in dict(kinds(run)), "too slow now"
    run.set_learning_rate(1.2)
    assert [event for event in run.events if event.kind == "forked" and event.iteration == 250] == []


def test_frames_carry_them_also_after_going_back() -> None:
    run = RecordedRun(small())
    run.advance(3000)
    run.seek(10)
    frame = run.frame()
    assert frame.events == run.events
    assert frame.events[-1].iteration > 10
    assert [event.iteration for event in frame.events] == sorted(event.iteration for event in frame.events)


@pytest.mark.parametrize("slices", [[2500], [1] * 60 + [2440], [13, 487, 1, 1999]])
def test_events_do_not_depend_on_how_it_was_run(slices: list[int]) -> None:
    whole, parts = RecordedRun(small()), RecordedRun(small())
    whole.advance(2500)
    for updates in slices:
        parts.advance(updates)
        parts.seek(parts.iteration // 2)
        parts.seek(parts.furthest)
    assert parts.events == whole.events


def test_a_file_replays_the_events() -> None:
    run = RecordedRun(small())
    run.advance(333)
    run.edit({"W1[0,0]": 0.0})
    run.advance(2000)
    replay = RecordedRun(Experiment.loads(run.experiment.dumps()))
    replay.advance(2333)
    assert replay.events == run.events


def test_without_hidden_layers() -> None:
    run = RecordedRun(experiment((), data=DataSpec(kind="blobs", samples=40)))
    run.advance(100)
    assert kinds(run) == [("accuracy", 1)]


def test_softmax_outputs() -> None:
    data = DataSpec(kind="blobs", samples=60, classes=3, noise=0.2)
    run = RecordedRun(
        experiment((5,), data=data, weights=WeightInit("he")).with_(network={"hidden": (LayerSpec(5),)})
    )
    run.advance(500)
    assert "accuracy" in dict(kinds(run))


def test_units_that_are_made_equal_break_no_symmetry() -> None:
    run = RecordedRun(experiment((2,), weights=WeightInit("he")))
    run.advance(3)
    W, b = run.trainer.network.W, run.trainer.network.b
    run.edit({"W1[0,0]": W[1][1, 0], "W1[0,1]": W[1][1, 1], "b1[0]": b[1][1, 0], "W2[0,0]": W[2][0, 1]})
    run.advance(3)
    frame = run.frame()
    assert frame.symmetry.effective_units == (1,)
    assert [event.kind for event in frame.events if event.kind == "symmetry"] == []
