"""Points that are drawn: steps, strokes, classes, and the table they become."""

from __future__ import annotations

import numpy as np
import pytest

from symgui.data import load_data
from symgui.data.drawn_points import MOST, DrawnPoints, Point
from symgui.experiment import DataSpec, Experiment, ExperimentError
from symgui.experiment.table_spec import TableSpec


def test_steps_are_undone_one_by_one_and_strokes_at_once() -> None:
    drawn = DrawnPoints()
    drawn.add(0.0, 0.0, 0)
    drawn.begin_stroke()
    for k in range(3):
        drawn.add(1.0, float(k), 1)
    drawn.end_stroke()
    drawn.begin_stroke()
    drawn.end_stroke()
    assert len(drawn.points) == 4
    drawn.undo()
    assert drawn.points == (Point(0.0, 0.0, 0),)
    drawn.redo()
    drawn.erase(Point(1.0, 1.0, 1))
    drawn.clear()
    drawn.undo()
    drawn.undo()
    assert drawn.counts() == [1, 3]
    drawn.undo()
    drawn.undo()
    assert (drawn.points, drawn.can_undo, drawn.can_redo) == ((), False, True)
    drawn.undo()
    drawn.add(2.0, 2.0, 0)
    assert not drawn.can_redo, "what was undone is gone when something else is drawn"


def test_of_equal_points_the_last_is_erased() -> None:
    twice = Point(1.0, 1.0, 0)
    drawn = DrawnPoints([twice, Point(2.0, 2.0, 1), twice])
    drawn.erase(twice)
    assert drawn.points == (twice, Point(2.0, 2.0, 1))


def test_no_more_points_than_an_experiment_holds() -> None:
    drawn = DrawnPoints([Point(0.0, float(k), k % 2) for k in range(MOST)])
    assert not drawn.add(1.0, 1.0, 0)
    Experiment().with_(data=drawn.data(seed=1))


def test_classes_are_named_and_none_that_is_used_is_taken_away() -> None:
    drawn = DrawnPoints(classes=("3", "no"))
    drawn.set_classes(4)
    assert drawn.classes == ("3", "no", "2", "class 3")
    drawn.add(0.0, 0.0, 2)
    for count in (2, 11):
        with pytest.raises(ValueError, match="expected 3 to 10 classes"):
            drawn.set_classes(count)
    drawn.set_classes(3)
    table = drawn.data(seed=1).table
    assert table is not None
    assert table.classes == ("3", "no", "2")


@pytest.mark.parametrize("points", [(), (Point(0.0, 1.0, 0, test=True),)])
def test_there_must_be_a_point_to_train_on(points: tuple[Point, ...]) -> None:
    with pytest.raises(ExperimentError, match="the drawing needs a point to train on"):
        DrawnPoints(points).data(seed=1)


@pytest.mark.parametrize("seed", [0, 1, 7])
def test_the_data_are_what_was_drawn_whatever_the_seed(seed: int) -> None:
    drawn = DrawnPoints(features=("a", "b"))
    for k in range(9):
        drawn.add(0.5 * k, -1.0, k % 2, test=k in (2, 3, 8))
    data = drawn.data(seed)
    held = load_data(data)
    assert (held.m, held.X_test.shape[1], held.features) == (6, 3, ("a", "b"))
    assert held.X[0].tolist() == [0.0, 0.5, 2.0, 2.5, 3.0, 3.5]
    assert held.X_test[0].tolist() == [1.0, 1.5, 4.0]
    assert held.labels_test.tolist() == [0, 1, 0]
    again = DrawnPoints.of(data)
    assert sorted(again.points) == sorted(drawn.points)
    assert again.data(seed) == data


@pytest.mark.parametrize(
    "spec",
    [
        DataSpec("moons", samples=40, test_samples=11),
        DataSpec("spiral", samples=30, classes=3, standardize=True),
        DataSpec("xor-table"),
    ],
)
def test_a_drawing_begins_with_the_examples_and_unchanged_is_the_same_data(spec: DataSpec) -> None:
    drawn = DrawnPoints.of(spec)
    assert (len(drawn.points), drawn.tests) == (spec.samples + spec.test_samples, spec.test_samples)
    held, own = load_data(spec), load_data(drawn.data(spec.seed, standardize=spec.standardize))
    for name in ("X", "labels", "X_test", "labels_test", "class_names"):
        np.testing.assert_array_equal(getattr(own, name), getattr(held, name), strict=True)


def test_of_more_than_two_features_or_too_many_examples_it_begins_empty() -> None:
    three = TableSpec(features=("a", "b", "c"), classes=("0", "1"), rows=((1.0, 2.0, 3.0, 0.0),))
    for other in (
        DataSpec("digits", samples=30),
        DataSpec("moons", samples=MOST + 1),
        DataSpec(kind="file", table=three),
    ):
        assert DrawnPoints.of(other).points == ()
