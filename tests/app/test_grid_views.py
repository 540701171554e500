"""The views that only lessons name: many runs, the plane, the path, the flat directions."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.stage.stage import Stage
from app.views.flat_directions.spectrum_page import SpectrumPage
from app.views.many_runs.plane_page import PlanePage
from app.views.many_runs.plane_picture import isolines
from app.views.many_runs.runs_page import RunsPage
from app.views.study.study_page import StudyPage
from app.views.study.study_view import StudyView
from app.views.two_networks.path_page import PathPage
from symgui.lessons import Lesson, parse_lesson
from symgui.plain_text.numbers import number
from symgui.sweep.grid_study import KnownOutcomes, grid_study
from symgui.training.news import Findings
from symgui.training.run import RecordedRun

HEAD = """+++
format = "symgui-lesson/1"
id = "a"
title = "A"
+++

"""
EXPERIMENT = """
[experiment]
data = {kind = "xor-table"}
network = {hidden = [{units = 2, activation = "tanh"}]}
initialization = {weights = {scheme = "uniform", limit = 1.0}}
training = {learning_rate = 0.5}
"""
DEEP = """
[experiment]
data = {kind = "flower", samples = 8}
network = {hidden = [{units = 12}, {units = 12}, {units = 12}]}
initialization = {weights = {scheme = "xavier"}, biases = {scheme = "normal", scale = 0.3}}
"""
SEEDS = "grid = {seeds = 12, updates = 20}\n"
MAP = """grid = {axes = [
  {setting = "width", values = [1, 2]}, {setting = "learning-rate", values = [0.1, 1]},
], seeds = 2, updates = 5}
"""
PLANE = """grid = {axes = [
  {setting = "weight-scale", low = 0.5, high = 3, steps = 4}, {setting = "bias-scale", low = 0.1, high = 1, steps = 3},
], show = "gradient"}
"""  # noqa: E501


def a_step(view: str, settings: str, experiment: str = EXPERIMENT) -> Lesson:
    return parse_lesson(f'{HEAD}## S\n\nWords.\n\n```toml\nviews = ["{view}"]\n{settings}{experiment}```\n')


class Given:
    """A step on the stage, whose study is worked through at once."""

    def __init__(self, qtbot: QtBot, lesson: Lesson, iteration: int = 0) -> None:
        self.stage, (self.step,) = Stage(), lesson.steps
        qtbot.addWidget(self.stage)
        self.stage.resize(1280, 800)
        self.studies: list[tuple[str, Iterator[object]]] = []
        self.stage.studyRequested.connect(lambda name, points: self.studies.append((name, points)))
        self.stage.show()
        self.stage.compose("S", 0, 1, self.step.views, self.step)
        run = RecordedRun(self.step.experiment, 1)
        run.advance(iteration)
        self.stage.show_frame(run.frame())
        self.stage.begin_studies(early=True)

    @property
    def page(self) -> StudyPage:
        (view,) = self.stage.views
        assert isinstance(view, StudyView)
        return view.page

    def work(self) -> None:
        name, points = self.studies[-1]
        self.stage.show_findings(Findings(name, tuple(points), done=True))


def test_many_seeds_are_dots_and_bars_and_are_counted(qtbot: QtBot) -> None:
    given = Given(qtbot, a_step("runs", SEEDS))
    page = given.page
    assert isinstance(page, RunsPage)
    assert given.stage.waiting == "The runs come first: 0 of 12 are made."
    given.work()
    assert given.stage.waiting == ""
    grid = given.step.grid.over(given.step.experiment)
    made = [run.outcome.accuracy for run in grid_study(grid, KnownOutcomes())]
    dots = page.picture.strip.dots
    assert dots is not None
    assert sorted(dots.values.tolist()) == sorted(made)
    assert sum(page.picture.histogram.counts) == 12
    rows = dict(page.figures.rows)
    assert rows["runs"] == "12"
    assert sum(int(n) for name, n in rows.items() if name != "runs") == 12


def test_two_settings_are_a_map(qtbot: QtBot) -> None:
    given = Given(qtbot, a_step("runs", MAP))
    page = given.page
    assert isinstance(page, RunsPage)
    given.work()
    assert page.picture.cells.isVisible()
    assert page.picture.cells.image.image.shape == (2, 2, 3)
    assert not page.picture.strip.isVisible()


def test_a_plane_has_a_line_where_theory_says_one(qtbot: QtBot) -> None:
    given = Given(qtbot, a_step("plane", PLANE, DEEP))
    page = given.page
    assert isinstance(page, PlanePage)
    given.work()
    assert len(page.cells) == 12
    x, y = page.picture.cells.line.getData()
    assert np.all(np.diff(x) > 0.0)  # the larger the biases, the larger the critical weights
    assert np.all(np.diff(y) > 0.0)
    apart = [abs(cell.measured - cell.predicted) for cell in page.cells]
    assert dict(page.figures.rows)["|measured − theory|, median"] == number(float(np.nanmedian(apart)), 2)


def test_a_path_names_both_barriers(qtbot: QtBot) -> None:
    given = Given(qtbot, a_step("path", 'second = "shuffled"\nrun = 30\n'), iteration=30)
    page = given.page
    assert isinstance(page, PathPage)
    given.work()
    assert page.result is not None
    before, after = page.result.barriers
    assert before > 0.0
    assert after <= 1e-15
    assert [value for name, value in page.figures.rows if "barrier, after" in name] == ["0"]


def test_flat_directions_are_counted_and_explained(qtbot: QtBot) -> None:
    dead = EXPERIMENT.replace("tanh", "relu").replace(
        '{scheme = "uniform", limit = 1.0}',
        '{scheme = "explicit", values = [[[0.5, 0.3], [0.2, 0.4]], [[0.6, -0.5]]]}, '
        'biases = {scheme = "explicit", values = [[0.1, -9.0], [0.0]]}',
    )
    given = Given(qtbot, a_step("flat", "", dead))
    page = given.page
    assert isinstance(page, SpectrumPage)
    given.work()
    rows = dict(page.figures.rows)
    assert (rows["eigenvalues"], rows["unexplained"]) == ("9", "0")
    assert rows["no slope: unit 2"] == "3"
    assert rows["never active: unit 2"] == "1"


def test_another_step_drops_what_was_found_and_begins_anew(qtbot: QtBot) -> None:
    given = Given(qtbot, a_step("runs", SEEDS))
    given.work()
    (other,) = a_step("runs", SEEDS.replace("12", "5")).steps
    given.stage.compose("T", 0, 1, other.views, other)
    assert dict(given.page.figures.rows) == {}
    given.stage.begin_studies(early=True)
    given.work()
    assert dict(given.page.figures.rows)["runs"] == "5"


@pytest.mark.parametrize(("field", "level"), [(np.add.outer(np.arange(3.0), np.arange(4.0)), 2.5)])
def test_isolines_lie_where_the_field_has_the_value(field: np.ndarray, level: float) -> None:
    """Of row + column, between the middles of cells: x + y − 1 is the value."""
    points = np.concatenate(isolines(field, level))
    assert len(points) >= 3
    assert points.sum(axis=1) - 1.0 == pytest.approx(level)
