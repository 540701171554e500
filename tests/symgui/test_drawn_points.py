"""Points that are drawn: steps, strokes, classes, and the table they become."""

from __future__ import annotations

import pytest

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
    Experiment().with_(data=DataSpec(kind="file", table=drawn.table()))


def test_classes_are_named_and_none_that_is_used_is_taken_away() -> None:
    drawn = DrawnPoints(classes=("3", "no"))
    drawn.set_classes(4)
    assert drawn.classes == ("3", "no", "2", "class 3")
    drawn.add(0.0, 0.0, 2)
    for count in (2, 11):
        with pytest.raises(ValueError, match="expected 3 to 10 classes"):
            drawn.set_classes(count)
    drawn.set_classes(3)
    assert drawn.table().classes == ("3", "no", "2")


def test_the_table_is_what_was_drawn_and_comes_back() -> None:
    with pytest.raises(ExperimentError, match="the drawing has no points"):
        DrawnPoints().table()
    drawn = DrawnPoints(features=("a", "b"))
    drawn.add(0.5, -1.0, 1)
    again = DrawnPoints.of(DataSpec(kind="file", table=drawn.table()))
    assert (again.points, again.features) == (drawn.points, ("a", "b"))
    three = TableSpec(features=("a", "b", "c"), classes=("0", "1"), rows=((1.0, 2.0, 3.0, 0.0),))
    for other in (DataSpec(), DataSpec(kind="file", table=three)):
        assert DrawnPoints.of(other).points == ()
