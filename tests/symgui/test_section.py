"""A plane through more than two inputs: what the network answers there is what it answers."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Any

import numpy as np
import pytest

from symgui.data import load_data
from symgui.experiment import DataSpec, Experiment
from symgui.experiment.table_spec import TableSpec
from symgui.figures.boundary import boundary
from symgui.figures.race_picture import race as race_picture
from symgui.training.presets import PRESETS
from symgui.training.race import Race
from symgui.training.run import RecordedRun
from symgui.training.section import InputSection, axes_of


def data(inputs: int, rows: int, classes: int = 2, *, equal: bool = False, tests: int = 0) -> DataSpec:
    X = np.random.RandomState(inputs).randn(rows, inputs) * np.linspace(3, 1, inputs)
    if equal:
        X[:] = 2.0
    table = TableSpec(
        features=tuple(f"f{k}" for k in range(inputs)),
        classes=tuple(f"kind {k}" for k in range(classes)),
        rows=tuple((*row, float(i % classes)) for i, row in enumerate(X.tolist())),
    )
    return DataSpec(kind="file", table=table, samples=rows - tests, test_samples=tests)


def run_of(spec: DataSpec, **parts: Any) -> RecordedRun:
    small = {"weights": {"scheme": "normal", "scale": 0.5}}
    network = {"hidden": [{"units": 3, "activation": "tanh"}]}
    run = RecordedRun(Experiment().with_(data=spec, network=network, initialization=small, **parts))
    run.advance(3)
    return run


def answers(run: RecordedRun, X: np.ndarray) -> np.ndarray:
    W, b = run.trainer.network.W, run.trainer.network.b
    Z = W[2] @ np.tanh(W[1] @ X + b[1]) + b[2]
    if len(Z) == 1:
        return 1 / (1 + np.exp(-Z[0]))
    odds = np.exp(Z - Z.max(axis=0))
    return (odds / odds.sum(axis=0)).max(axis=0)


@pytest.mark.parametrize("classes", [2, 3])
@pytest.mark.parametrize("example", [None, 4])
def test_two_features_and_the_others_held(classes: int, example: int | None) -> None:
    run = run_of(data(5, 20, classes, tests=4))
    run.show_section(InputSection("features", 3, 1, example))
    section = run.frame().section
    assert section is not None
    X = run.trainer.data.X
    held = X.mean(axis=1) if example is None else X[:, example]
    plane, points = section.plane, []
    for u, v in ((0, 0), (7, 30), (-1, -1)):
        x = held.copy()
        x[3], x[1] = plane.x1[u], plane.x2[v]
        points.append((plane.probability[v, u], answers(run, x[:, None])[0]))
    np.testing.assert_allclose(*zip(*points, strict=True), rtol=1e-12)
    assert section.axes.names == ("f3", "f1")
    assert section.axes.held == ("others at their mean" if example is None else "others as in example 5")
    assert np.array_equal(section.axes.points, X[[3, 1]])
    assert section.axes.test_points.shape == (2, 4)
    assert run.frame().plane is None, "the inputs are no plane"


@pytest.mark.parametrize(("inputs", "rows"), [(4, 30), (30, 6)])
def test_the_principal_directions_are_those_of_the_singular_values(inputs: int, rows: int) -> None:
    run = run_of(data(inputs, rows))
    run.show_section(InputSection())
    section = run.frame().section
    assert section is not None
    X = run.trainer.data.X
    U, S, _ = np.linalg.svd(X - X.mean(axis=1, keepdims=True), full_matrices=False)
    directions = section.axes.directions
    np.testing.assert_allclose(np.abs(np.sum(directions * U[:, :2], axis=0)), 1.0, rtol=1e-9)
    np.testing.assert_allclose(directions.T @ directions, np.eye(2), atol=1e-12)
    first, second = (round(100 * s**2 / (S**2).sum()) for s in S[:2])
    assert section.axes.held == f"through the mean; {first} % and {second} % of variance"
    place = np.array([[section.plane.x1[3]], [section.plane.x2[8]]])
    inside = X.mean(axis=1, keepdims=True) + directions @ place
    np.testing.assert_allclose(section.plane.probability[8, 3], answers(run, inside)[0], rtol=1e-12)


@pytest.mark.parametrize(
    ("inputs", "rows", "equal"), [(3, 1, False), (3, 2, True), (64, 2, False), (784, 4, True)]
)
def test_data_that_lie_on_a_point_or_a_line_have_one_too(inputs: int, rows: int, equal: bool) -> None:
    loaded = load_data(data(inputs, rows, equal=equal))
    axes = axes_of(InputSection(), loaded)
    np.testing.assert_allclose(axes.directions.T @ axes.directions, np.eye(2), atol=1e-9)
    assert np.isfinite(axes.points).all()


def test_what_the_data_do_not_have_is_not_shown() -> None:
    five, two = load_data(data(5, 6)), load_data(DataSpec())
    for section in (InputSection(), InputSection("features", 0, 1)):
        assert section.fits(five)
        assert not section.fits(two)
    for section in (
        InputSection("features", 0, 5),
        InputSection("features", 2, 2),
        InputSection("features", 0, 1, 6),
    ):
        assert not section.fits(five)
        run = run_of(data(5, 6))
        run.show_section(section)
        assert run.frame().section is None
    flower = RecordedRun(Experiment())
    flower.show_section(InputSection())
    assert flower.frame().section is None
    assert flower.frame().plane is not None


def test_a_picture_of_it_says_what_it_is() -> None:
    run = run_of(data(5, 20, 3))
    assert "5 inputs: choose a section" in boundary(run.frame())
    run.show_section(InputSection("features", 0, 2))
    drawn = boundary(run.frame())
    assert "→ f0, ↑ f2, others at their mean" in drawn
    assert "kind 1" in drawn
    assert "class 1" not in drawn


def test_the_lanes_of_a_race_show_one_plane_and_the_same_digits_as_runs() -> None:
    lanes = PRESETS["start"].lanes(run_of(data(5, 20, 3)).trainer.experiment)
    race = Race(lanes)
    race.advance(3)
    assert all(frame.drawn_plane is None for frame in race.frame().frames)
    race.show_section(InputSection("features", 3, 1))
    frame = race.frame()
    axes = [each.section.axes for each in frame.frames if each.section is not None]
    assert len(axes) == len(lanes)
    assert len(set(map(id, axes))) == 1
    for lane, each in zip(lanes, frame.frames, strict=True):
        alone = RecordedRun(lane.experiment)
        alone.advance(3)
        alone.show_section(InputSection("features", 3, 1))
        section = alone.frame().section
        assert section is not None
        assert each.drawn_plane is not None
        np.testing.assert_array_equal(each.drawn_plane.probability, section.plane.probability)
    drawn = race_picture(frame)
    assert "planes: → f3, ↑ f1, others at their mean" in " ".join(ET.fromstring(drawn).itertext())
    race.show_section(None)
    assert "planes:" not in race_picture(race.frame())
