"""The map of many runs, in the real window: tiny grids, computed on one thread; one test with processes."""

from __future__ import annotations

import math
import sqlite3
from itertools import pairwise
from multiprocessing import active_children
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QLabel, QListWidget, QPushButton

from app.look.theme import DARK, LIGHT
from app.look.type_sizes import small_font
from app.runtime.settings import Settings
from app.views.base.bubble import Bubble
from app.views.many_runs.map_axes import axis_ticks, place
from app.views.many_runs.map_colours import channels, verdict_colours
from app.views.many_runs.map_dots import row_dots
from app.views.many_runs.map_scale import scale_for
from app.views.many_runs.map_words import duration
from app.views.many_runs.run_histogram import RunHistogram
from app.views.many_runs.run_strip import RunStrip
from app.views.study.origin import Origin
from app.views.two_networks.path_page import PathPage
from symgui.experiment import DataSpec, Experiment
from symgui.experiment.table_spec import TableSpec
from symgui.figures.outcome_colours import outcome_colour
from symgui.sweep import Cell, GridAxis, ResultsFile, RunGrid, compute
from symgui.sweep.chunk import chunk_outcomes
from symgui.sweep.missing import places_of
from symgui.sweep.outcome import outcome
from symgui.sweep.outcome_map import CLASSES, QUANTITIES, OutcomeMap
from symgui.sweep.results_file import NAME
from symgui.sweep.swept_settings import SETTINGS
from symgui.training.run import RecordedRun
from tests.app.windows import action, all_done, choose, find, number, pixel_of, settle, shown_window

A_LESSON = Path(__file__).parents[1] / "e2e" / "a-lesson.lesson.md"
SMALL = Experiment().with_(
    title="A small one",
    data={"kind": "moons", "samples": 20},
    network={"hidden": [{"units": 2, "activation": "tanh"}]},
    initialization={"weights": {"scheme": "normal", "scale": 0.1}},
    training={"learning_rate": 0.5},
)
ROWS = tuple((k / 7, (k * k) % 5 / 3, k % 2) for k in range(12))
TWELVE = TableSpec(name="twelve", features=("a", "b"), classes=("0", "1"), rows=ROWS)


def dot(strip, k):
    """Where a dot of a strip of runs lies in its viewport."""
    return pixel_of(strip, strip.dots.x[k], strip.heights[k])


def on_this_thread(grid, results, *, told, stopped):
    compute(grid, results, workers=1, told=told, stopped=stopped)


@pytest.fixture
def window(qtbot):
    with shown_window(qtbot, SMALL) as window:
        window.maps.computing = on_this_thread
        yield window


def ask(window, steps=(3, 2), seeds=2, updates=5):
    """A small grid in the form."""
    window.maps.show()
    sheet = window.maps.sheet
    for name, count in zip(("map-x-steps", "map-y-steps"), steps, strict=True):
        number(sheet, name).setValue(count)
    number(sheet, "map-seeds").setValue(seeds)
    number(sheet, "map-updates").setValue(updates)
    return sheet


def made(qtbot, window, **grid):
    """The page with a small grid, all of whose runs are there."""
    sheet = ask(window, **grid)
    sheet.start.click()
    whole(qtbot, window)
    return sheet


def whole(qtbot, window):
    maps = window.maps
    qtbot.waitUntil(lambda: maps.found.done == maps.found.grid.runs and not maps.busy)


def said(sheet):
    bubble = sheet.findChild(Bubble)
    return bubble.text() if bubble is not None and bubble.isVisible() else ""


def test_the_page_and_the_window_each_have_a_bubble_of_their_own(window):
    sheet = ask(window, seeds=2)
    number(sheet, "map-x-low").setValue(-1)
    sheet.start.click()
    assert said(sheet)
    before = said(sheet)
    number(window, "data-samples").refuse("must be another number")
    own = [each for each in window.findChildren(Bubble) if each.window() is window]
    assert [each.text() for each in own if each.isVisible()] == ["must be another number"]
    assert said(sheet) == before


def test_the_action_opens_it_for_the_open_experiment(qtbot, window):
    action(window, "action-map").trigger()
    sheet = window.maps.sheet
    assert sheet.isVisible()
    assert not sheet.isModal()
    assert sheet.form.first.setting.currentData() == "weight-scale"
    assert sheet.form.second.setting.currentData() == "learning-rate"
    assert (number(sheet, "map-x-low").value(), number(sheet, "map-x-high").value()) == (0.001, 10)
    estimate = find(sheet, QLabel, "map-estimate")
    qtbot.waitUntil(lambda: "1\N{THIN SPACE}680 runs: " in estimate.text() and "processor" in estimate.text())


def test_before_there_is_a_map_a_sentence_says_what_to_do(qtbot, window):
    sheet = ask(window, steps=(2, 2), seeds=1)
    hint = find(sheet, QLabel, "map-hint")
    parts = (sheet.view.picture, sheet.view.strip, sheet.view.row, sheet.view.colour, sheet.view.open_button)
    assert hint.isVisible()
    assert not any(part.isVisible() for part in parts)
    sheet.start.click()
    whole(qtbot, window)
    assert not hint.isVisible()
    assert sheet.view.picture.isVisible()
    sheet.cancel.click()
    assert hint.isVisible()


def test_one_run_is_said_in_the_singular(qtbot, window):
    window.maps.show()
    sheet = window.maps.sheet
    choose(sheet, "map-x-setting", "")
    choose(sheet, "map-y-setting", "")
    made(qtbot, window, seeds=1, updates=1)
    assert sheet.status.text().startswith("1 of 1 run ")
    assert find(sheet, QLabel, "map-run").text().endswith(", after 1 update")
    assert find(sheet, QLabel, "map-reading").text().startswith("Seed 0; 1 of 1 run: ")
    qtbot.waitUntil(lambda: find(sheet, QLabel, "map-estimate").text().startswith("1 run: "))


def test_its_help_is_opened_from_within(qtbot, window):
    sheet = ask(window)
    sheet.start.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is sheet.start)
    qtbot.keyClick(sheet.start, Qt.Key.Key_F1)
    pages = window.findChild(QListWidget, "help-pages")
    assert pages is not None
    assert pages.currentItem().text() == "Map of many runs"


def test_the_picture_is_what_the_runs_came_to(qtbot, window):
    sheet = made(qtbot, window)
    found, picture = window.maps.found, sheet.view.picture
    assert found.grid.experiment == SMALL
    for place_, _, expected in chunk_outcomes(found.grid, list(places_of(found.grid))):
        at = (place_.cell.row, place_.cell.column, place_.seed)
        assert found.values["cost"][at] == expected.cost
        assert found.iterations[at] == 5
    for row in range(2):
        for column in range(3):
            name = list(CLASSES)[found.main[row, column]]
            colour = outcome_colour(name, LIGHT, found.share[row, column])
            shown = picture.image.image[row, column].astype(int)
            assert abs(shown - channels(colour)).max() <= 1, "but for rounding"
    assert picture.image.boundingRect().size().toTuple() == (3, 2)
    choose(sheet, "map-colour", "cost")
    scale = scale_for(QUANTITIES["cost"], found.means["cost"], 5, cut=True)
    order = np.argsort(scale.position(found.means["cost"]).ravel())
    brightness = picture.image.image.sum(axis=2).ravel()[order]
    assert (np.diff(brightness.astype(int)) >= 0).all(), "viridis: the larger, the lighter"


def test_coarse_cells_stand_for_their_neighbours():
    grid = RunGrid(
        experiment=SMALL,
        axes=(
            GridAxis(setting="weight-scale", low=0.1, high=1.0, steps=4),
            GridAxis(setting="learning-rate", low=0.1, high=1.0, steps=4),
        ),
        updates=2,
    )
    found, places = OutcomeMap(grid), list(places_of(grid))
    made = [(place_, outcome_) for place_, _, outcome_ in chunk_outcomes(grid, places)]
    empty = verdict_colours(found, LIGHT)
    assert (empty == channels(LIGHT.field)).all()
    found.take(made[:1])
    rows, columns = found.covering()
    assert not rows.any()
    assert not columns.any()
    found.take(made[:4])
    rows, columns = found.covering()
    assert rows[:, 0].tolist() == [0, 0, 2, 2]
    assert columns[0].tolist() == [0, 0, 2, 2]
    found.take(made)
    rows, columns = found.covering()
    assert (rows == np.arange(4)[:, None]).all()
    assert (columns == np.arange(4)).all()


def test_pausing_going_on_and_cancelling(qtbot, window):
    sheet = ask(window, steps=(40, 40), updates=50)
    maps = window.maps
    sheet.start.click()
    qtbot.waitUntil(lambda: maps.found.done > 3)
    sheet.pause.click()
    qtbot.waitUntil(lambda: not maps.busy)
    assert not maps.computation.running
    assert "paused" in sheet.status.text()
    assert sheet.pause.text() == "Resume"
    so_far = maps.found.done
    assert so_far < 3200
    sheet.pause.click()
    qtbot.waitUntil(lambda: maps.found.done > so_far)
    folder = maps.computation.folder
    sheet.cancel.click()
    assert maps.found is None
    qtbot.waitUntil(lambda: not maps.busy)
    assert not folder.exists()
    assert not sheet.pause.isEnabled()


def test_leaving_the_page_rests_and_coming_back_goes_on(qtbot, window):
    sheet = ask(window, steps=(40, 40), updates=50)
    maps = window.maps
    sheet.start.click()
    qtbot.waitUntil(lambda: maps.found.done > 0)
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    qtbot.waitUntil(lambda: not maps.computation.running and not maps.busy)
    so_far = maps.found.done
    action(window, "action-map").trigger()
    qtbot.waitUntil(lambda: maps.found.done > so_far)


def test_a_click_opens_that_very_run_and_one_undo_brings_back_what_was_open(qtbot, window):
    window.workspace.step(3)
    qtbot.waitUntil(lambda: window.workspace.iteration == 3)
    sheet = made(qtbot, window)
    found, strip = window.maps.found, sheet.view.strip
    picture = sheet.view.picture
    middle = picture.view_box.mapViewToScene(QPoint(2, 1)) + QPoint(20, -20)
    qtbot.mouseClick(picture.viewport(), Qt.MouseButton.LeftButton, pos=picture.mapFromScene(middle))
    assert picture.cell == Cell(1, 2)
    assert "spread of W 10, learning rate α 10" in find(sheet, QLabel, "map-reading").text()
    qtbot.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, pos=dot(strip, 1))
    assert not sheet.isVisible()
    settle(qtbot, window)
    all_done(qtbot, window)
    frame = window.workspace.current_frame
    assert frame.iteration == 5
    assert frame.cost == found.values["cost"][1, 2, 1]
    opened = window.workspace.experiment
    assert opened.with_(title="") == found.grid.experiment_at(Cell(1, 2), 1).with_(title="")
    assert opened.title == "spread of W 10, learning rate α 10, seed 1"
    assert window.workspace.document.modified
    assert window.workspace.document.path is None
    action(window, "action-undo").trigger()
    qtbot.waitUntil(lambda: window.workspace.current_frame is not None and window.workspace.iteration == 3)
    assert window.workspace.experiment == SMALL


def test_by_keyboard_alone(qtbot, window):
    sheet = made(qtbot, window)
    view = sheet.view
    qtbot.waitUntil(lambda: sheet.focusWidget() is view.picture)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Up):
        qtbot.keyClick(view.picture, key)
    assert view.picture.cell == Cell(1, 1)
    assert "spread of W 0.1, learning rate α 10" in view.picture.accessibleDescription()
    qtbot.keyClick(view.strip, Qt.Key.Key_End)
    assert view.marked == (Cell(1, 1), 1)
    assert view.strip.accessibleDescription().startswith("seed 1: ")
    qtbot.keyClick(view.picture, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert window.workspace.experiment.initialization.seed == 1
    assert window.workspace.experiment.initialization.weights.scale == 0.1


def test_many_seeds_of_one_start_are_dots_and_a_histogram(qtbot, window):
    window.maps.show()
    sheet = window.maps.sheet
    choose(sheet, "map-x-setting", "")
    choose(sheet, "map-y-setting", "")
    made(qtbot, window, seeds=12)
    view, found = sheet.view, window.maps.found
    assert view.row.isVisible()
    assert not view.picture.isVisible()
    assert sum(view.histogram.counts) == 12
    assert view.row.dots.values.tolist() == found.values["cost"][0, 0].tolist()
    assert view.row.accessibleDescription().startswith("Seeds 0 to 11; 12 of 12 runs: ")
    qtbot.mouseClick(view.row.viewport(), Qt.MouseButton.LeftButton, pos=dot(view.row, 7))
    settle(qtbot, window)
    all_done(qtbot, window)
    assert window.workspace.current_frame.cost == found.values["cost"][0, 0, 7]
    assert window.workspace.experiment.title == "seed 7"


def test_names_along_an_axis(qtbot, window):
    window.maps.show()
    sheet = window.maps.sheet
    choose(sheet, "map-y-setting", "activation")
    names = sheet.form.second.names
    assert names.isVisible()
    assert not sheet.form.second.low.isVisible()
    names.clear()
    qtbot.keyClicks(names, "tanh, rleu")
    qtbot.keyClick(names, Qt.Key.Key_Return)
    sheet.start.click()
    assert "values[1] must be one of sigmoid, tanh, relu" in said(sheet)
    assert window.maps.found is None
    names.setText("tanh, relu")
    made(qtbot, window, steps=(2, 1))
    assert window.maps.found.grid.axes[1].points == ("tanh", "relu")
    assert "activation tanh:" in sheet.view.reading.text()
    qtbot.keyClick(sheet.view.picture, Qt.Key.Key_Up)
    assert "activation ReLU:" in sheet.view.reading.text()
    choose(sheet, "map-x-setting", "weights")
    made(qtbot, window, steps=(1, 1), seeds=1, updates=0)
    for side in ("bottom", "left"):
        axis = sheet.view.picture.axes[side]
        ticks = axis._tickLevels[0]  # noqa: SLF001 - pyqtgraph tells them nowhere else
        labels = {name: SETTINGS["weights"].label_of(name) for name in SETTINGS["weights"].names}
        assert all(text in (*labels.values(), "tanh", "ReLU") for _, text in ticks)
        if side == "bottom":  # no name runs into the next
            metrics, wide = QFontMetrics(small_font(sheet.view.picture)), axis.width() / len(labels)
            halves = [(at * wide, metrics.horizontalAdvance(text) / 2) for at, text in ticks]
            assert all(b - a > left + right for (a, left), (b, right) in pairwise(halves))


@pytest.mark.parametrize(
    "experiment",
    [
        SMALL,
        SMALL.with_kind("xor-table"),
        SMALL.with_kind("digits"),
        SMALL.with_(training={"batch_size": 17}),
        SMALL.with_(data=DataSpec(kind="file", table=TWELVE, samples=9, test_samples=2)),
        SMALL.with_hidden([]),
    ],
    ids=("moons", "table of XOR", "digits", "batches", "a table", "no hidden layer"),
)
def test_what_an_axis_offers_first_is_always_a_grid(qtbot, experiment):
    with shown_window(qtbot, SMALL) as window:
        window.maps.show()
        form = window.maps.sheet.form
        choose(window.maps.sheet, "map-y-setting", "")
        choose(window.maps.sheet, "map-x-setting", "batch-size")
        window.workspace.document.change(experiment, "another")
        for setting in ("", *SETTINGS):
            if setting:
                choose(window.maps.sheet, "map-x-setting", setting)
            form.seeds.setValue(1)
            assert form.grid(window.maps.experiment) is not None, said(window.maps.sheet)


def test_a_span_that_a_person_has_typed_stays(qtbot, window):
    sheet = ask(window)
    choose(sheet, "map-x-setting", "batch-size")
    assert number(sheet, "map-x-high").value() == 20, "all examples"
    window.workspace.document.change(SMALL.with_(data={"samples": 50}), "more")
    assert number(sheet, "map-x-high").value() == 50
    number(sheet, "map-x-high").setValue(30)
    window.workspace.document.change(SMALL.with_(data={"samples": 40}), "fewer")
    assert number(sheet, "map-x-high").value() == 30


WRONG = (
    ({"map-x-low": -1.0}, "First axis: low must be above 0 where the spacing is log"),
    ({"map-x-steps": 1e9}, "First axis: steps must be an integer from 1 to 10000, not 1000000000"),
    ({"map-x-steps": 5000, "map-y-steps": 5000}, "cells: a map has at most"),
    ({"map-seeds": 1e6}, "are the most that are shown"),
    ({"map-y-low": 1e300, "map-y-high": 1e301}, "learning-rate 1e+300"),
    ({"map-updates": 1e10}, "Updates a run must be an integer from 0 to"),
)


def test_a_wrong_field_is_said_and_nothing_is_lost(qtbot, window):
    sheet = made(qtbot, window, steps=(2, 1), seeds=1)
    before = window.maps.found
    for fields, sentence in WRONG:
        right = {name: number(sheet, name).value() for name in fields}
        for name, value in fields.items():
            number(sheet, name).setValue(value)
        sheet.start.click()
        assert sentence in said(sheet)
        assert window.maps.found is before
        for name, value in right.items():
            number(sheet, name).setValue(value)
    assert sheet.status.text().startswith("2 of 2 runs")


def test_results_are_kept_gone_on_with_and_written_as_a_table(qtbot, window, tmp_path):
    sheet = made(qtbot, window)
    maps, found = window.maps, window.maps.found
    maps.save(tmp_path / "kept")
    qtbot.waitUntil(lambda: "saved in kept" in sheet.status.text() and not maps.busy)
    assert maps.computation.folder == tmp_path / "kept"
    maps.save_table(tmp_path / "runs.csv")
    qtbot.waitUntil(lambda: "written to runs.csv" in sheet.status.text())
    with ResultsFile(tmp_path / "kept", found.grid) as results:
        assert (tmp_path / "runs.csv").read_text() == results.as_csv()
    sheet.cancel.click()
    number(sheet, "map-x-steps").setValue(7)
    maps.open_results(tmp_path / "kept")
    qtbot.waitUntil(lambda: maps.found is not None and maps.found.done == 12)
    assert number(sheet, "map-x-steps").value() == 3
    assert np.array_equal(maps.found.values["cost"], found.values["cost"])
    sheet.cancel.click()
    qtbot.waitUntil(lambda: not maps.busy)
    assert (tmp_path / "kept" / NAME).is_file()


def test_a_map_that_was_not_saved_is_there_in_the_next_window(qtbot, tmp_path):
    """Of several that were left the latest one; what is begun anew takes its place, and is kept instead."""
    folders = tmp_path / "maps"
    with shown_window(qtbot, SMALL, Settings(tmp_path)) as first:
        first.maps.computing = on_this_thread
        made(qtbot, first)
        classes = first.maps.found.classes.copy()
        with shown_window(qtbot, SMALL, Settings(tmp_path)) as second:
            second.maps.computing = on_this_thread
            second.maps.show()
            qtbot.waitUntil(lambda: not second.maps.busy)
            assert second.maps.found is None, "the other window has it"
    assert len(list(folders.glob("*.map"))) == 1
    with shown_window(qtbot, SMALL, Settings(tmp_path)) as window:
        window.maps.computing = on_this_thread
        window.maps.show()
        qtbot.waitUntil(lambda: window.maps.found is not None)
        whole(qtbot, window)
        sheet = window.maps.sheet
        assert sheet.status.text().endswith("as you left it; it is not saved")
        np.testing.assert_array_equal(window.maps.found.classes, classes)
        made(qtbot, window, steps=(1, 1))
        assert len(list(folders.glob("*.map"))) == 1
        sheet.cancel.click()
        qtbot.waitUntil(lambda: not list(folders.glob("*.map")))
    assert not list(folders.iterdir())


def test_a_map_of_a_dead_window_that_nobody_can_read_is_said_and_left(qtbot, tmp_path):
    folder = tmp_path / "maps" / "old.map"
    folder.mkdir(parents=True)
    (folder / NAME).write_bytes(b"something else")
    with shown_window(qtbot, SMALL, Settings(tmp_path)) as window:
        window.maps.show()
        qtbot.waitUntil(lambda: "holds no results of a sweep" in window.maps.sheet.status.text())
        assert window.maps.found is None
    assert (folder / NAME).read_bytes() == b"something else"


def test_a_folder_that_cannot_be_used_is_said(qtbot, window, tmp_path):
    sheet = made(qtbot, window, steps=(2, 1), seeds=1)
    maps, before = window.maps, window.maps.found
    maps.open_results(tmp_path)
    qtbot.waitUntil(lambda: f"has no {NAME}" in sheet.status.text())
    other = RunGrid(experiment=SMALL, seeds=3)
    with ResultsFile(tmp_path, other):
        pass
    maps.save(tmp_path)
    qtbot.waitUntil(lambda: "holds the results of another grid" in sheet.status.text())
    with sqlite3.connect(tmp_path / NAME) as file:
        file.execute("UPDATE grid SET version = 99")
    file.close()
    maps.open_results(tmp_path)
    qtbot.waitUntil(lambda: "has the version 99, and this program reads 2" in sheet.status.text())
    assert maps.found is before
    assert sheet.view.found is before


def test_a_run_of_the_map_takes_the_place_of_a_lesson(qtbot, window):
    made(qtbot, window, steps=(2, 1), seeds=1).close()
    window.lessons.open_file(A_LESSON)
    all_done(qtbot, window)
    assert window.workspace.own.borrows
    window.maps.open_run(Cell(0, 1), 0)
    settle(qtbot, window)
    assert not window.workspace.own.borrows
    assert window.workspace.experiment.title == "spread of W 10, learning rate α 0.01, seed 0"
    action(window, "action-undo").trigger()
    settle(qtbot, window)
    assert window.workspace.experiment == SMALL


def test_the_theme_changes_while_it_is_open(qtbot, window):
    sheet = made(qtbot, window, steps=(2, 2), seeds=1)
    for choice, palette in (("dark", DARK), ("light", LIGHT)):
        window.theme.choose(choice)
        expected = verdict_colours(window.maps.found, palette)
        assert (sheet.view.picture.image.image == expected).all()
        assert sheet.view.picture.backgroundBrush().color().name().upper() == palette.paper


@pytest.mark.parametrize("size", [(1280, 800), (800, 440)])
def test_it_fits(qtbot, window, size):
    sheet = made(qtbot, window, steps=(2, 2), seeds=1)
    sheet.resize(*size)
    qtbot.waitUntil(lambda: sheet.size().toTuple() == size)
    for button in sheet.findChildren(QPushButton):
        if button.isVisible():
            corner = button.mapTo(sheet, QPoint(button.width(), button.height()))
            assert corner.x() <= size[0]
            assert corner.y() <= size[1]
            assert button.width() >= button.sizeHint().width(), button.text()
    assert min(sheet.view.picture.view_box.size().toTuple()) > 100


def test_processes_end_with_the_window(qtbot):
    with shown_window(qtbot, SMALL) as window:
        sheet = ask(window, steps=(40, 40), updates=2000)
        before = set(active_children())
        sheet.start.click()
        qtbot.waitUntil(lambda: bool(set(active_children()) - before) and window.maps.found.done > 0)
        folder, expected = window.maps.computation.folder, outcome(SMALL.with_(), 2)
        assert math.isfinite(expected.cost)
    assert set(active_children()) <= before
    assert not folder.exists()


def test_ticks_are_round_numbers_at_their_places():
    spread = GridAxis(setting="weight-scale", low=1e-3, high=10.0, steps=21, spacing="log")
    assert [text for _, text in axis_ticks(spread, 9)] == ["10⁻³", "0.01", "0.1", "1", "10"]
    for k, value in enumerate(spread.points):
        assert place(spread, value) == pytest.approx(k + 0.5)
    noise = GridAxis(setting="noise", low=0.0, high=1.0, steps=21)
    assert [text for _, text in axis_ticks(noise, 6)] == ["0", "0.2", "0.4", "0.6", "0.8", "1"]
    names = GridAxis(setting="activation", values=("tanh", "relu"))
    assert axis_ticks(names, 6) == [(0.5, "tanh"), (1.5, "ReLU")]
    depth = GridAxis(setting="depth", low=1, high=8, steps=8)
    assert [text for _, text in axis_ticks(depth, 4)] == ["2", "4", "6", "8"]


def test_few_large_means_do_not_make_all_others_one_colour():
    means = np.array([0.3, 0.4, 0.5, 0.6, np.nan, 5.0])
    scale = scale_for(QUANTITIES["cost"], means, 300, cut=True)
    at = scale.position(means)
    assert at[5] == 1.0
    assert np.isnan(at[4])
    assert (np.diff(at[:4]) > 0.1).all()
    assert [text for _, text in scale.ticks()] == ["0", "0.2", "0.4", "0.6", "≥ 0.75"]


def test_theory_speaks_over_deep_layers_of_tanh_and_relu_only(qtbot):
    deep = SMALL.with_hidden([{"units": 10, "activation": "tanh"}] * 4)
    with shown_window(qtbot, deep) as window:
        window.maps.computing = on_this_thread
        window.maps.show()
        choose(window.maps.sheet, "map-y-setting", "bias-scale")
        number(window.maps.sheet, "map-x-low").setValue(0.1)
        number(window.maps.sheet, "map-y-low").setValue(0.1)
        sheet = made(qtbot, window, steps=(2, 2), seeds=1)
        line, grid = sheet.view.picture.line, window.maps.found.grid
        assert line.yData[0] == pytest.approx(0.5)
        assert line.yData[-1] == pytest.approx(1.5)
        first = place(grid.axes[0], math.sqrt(1.0 / 10.0))
        assert line.xData[0] > first, "σ_w² = 1 at σ_b = 0, more above it"
        assert any("χ₁ = 1: chaos right of it" in words for _, words in sheet.view.legend.entries)
        qtbot.waitUntil(lambda: "theory: q* " in sheet.view.reading.text())
        qtbot.keyClick(sheet.view.picture, Qt.Key.Key_Right)
        assert "theory" not in sheet.view.reading.text(), "what is said is said of another cell"
        qtbot.waitUntil(lambda: "theory: q* " in sheet.view.reading.text())
        window.workspace.document.change(
            deep.with_hidden([{"units": 10, "activation": "relu"}] * 4), "other units"
        )
        sheet = made(qtbot, window, steps=(2, 2), seeds=1)
        assert np.ptp(sheet.view.picture.line.xData) == 0.0
        assert any("χ₁ = 1: q = ∞ right of it" in words for _, words in sheet.view.legend.entries)
        qtbot.keyClick(sheet.view.picture, Qt.Key.Key_End)
        qtbot.waitUntil(lambda: "signals grow without bound, χ₁ " in sheet.view.reading.text())
        made(qtbot, window, steps=(1, 2), seeds=1)
        assert not len(line.xData), "there is no between along one column"
        choose(sheet, "map-y-setting", "learning-rate")
        made(qtbot, window, steps=(2, 1), seeds=1)
        assert not len(line.xData)


def test_how_long_it_takes_in_words():
    seconds = (0.4, 12.3, 200, 9000)
    assert [duration(x) for x in seconds] == ["less than a second", "about 13 s", "about 4 min", "about 3 h"]


def test_without_dots_there_are_no_axes_of_what_was_shown_before(qtbot):
    strip, histogram = RunStrip("strip"), RunHistogram("histogram")
    qtbot.addWidget(strip)
    qtbot.addWidget(histogram)
    grid = RunGrid(experiment=SMALL, seeds=3, updates=1)
    found = OutcomeMap(grid)
    found.take((place, outcome) for place, _, outcome in chunk_outcomes(grid, list(places_of(grid))))
    dots, _ = row_dots(found, QUANTITIES["accuracy"])
    axes = (*strip.axes.values(), *histogram.axes.values())
    for shown in (None, dots, None, dots):
        strip.show_dots(shown, None)
        histogram.show_dots(shown)
        assert all(axis.isVisible() == (shown is not None) for axis in axes)
    left = strip.axes["left"]
    widest = max(QFontMetrics(small_font(strip)).horizontalAdvance(text) for _, text in dots.scale.ticks())
    label = left.label.pos().x() + left.label.boundingRect().height() - left.label.document().documentMargin()
    assert label <= left.width() - widest, "the label stands beside the numbers"


def test_before_an_audience_an_empty_page_says_what_it_will_show(qtbot):
    page = PathPage()
    qtbot.addWidget(page)
    page.present()
    label = find(page, QLabel, "path-sentence")
    assert not label.isHidden()
    assert label.text() == page.sentence
    page.origin = Origin.start(RecordedRun(SMALL).frame())
    page.refresh()
    assert label.isHidden(), "then the picture is there, and the step says what it is"
