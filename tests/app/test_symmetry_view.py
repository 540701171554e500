"""The symmetry tab: its table, matrix and curves are the frame's own numbers."""

from __future__ import annotations

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from view_runs import experiment, frame_of, small_normal

from app.look.theme import COLOURS, DARK, LIGHT
from app.runtime.selection import Selection
from app.views.symmetry.layer_table import HEADERS, letters
from app.views.symmetry.symmetry_view import EMPTY, NO_HIDDEN, SymmetryView
from symgui.experiment import WeightInit
from symgui.symmetry.partition import LayerSymmetry
from symgui.training.frame import Frame
from symgui.training.run import RecordedRun

CONSTANT = WeightInit(scheme="constant", value=0.1)
DEEP = ((4, "tanh"), (3, "sigmoid"))


@pytest.fixture
def view(qtbot: QtBot) -> SymmetryView:
    view = SymmetryView()
    qtbot.addWidget(view)
    view.resize(900, 200)
    view.show()
    return view


@pytest.fixture(scope="module")
def constant() -> Frame:
    return frame_of(experiment(hidden=DEEP, weights=CONSTANT), 20)


@pytest.fixture(scope="module")
def learning() -> Frame:
    return frame_of(experiment(weights=small_normal()), 500)


def texts(view: SymmetryView) -> list[list[str]]:
    model = view.table.layers
    return [[model.index(i, j).data() for j in range(len(HEADERS))] for i in range(model.rowCount())]


def symmetry(
    units: int, cells: tuple[tuple[int, ...], ...], twins: tuple[tuple[int, ...], ...]
) -> LayerSymmetry:
    assert sum(map(len, cells)) == units
    return LayerSymmetry(cells, cells, twins, twins, twins, 0.0, 1.0)


def test_the_empty_states(view: SymmetryView) -> None:
    view.show_frame(None)
    assert view.note.text() == EMPTY
    assert view.table.isHidden()
    view.show_frame(frame_of(experiment(hidden=())))
    assert view.note.text() == NO_HIDDEN
    assert view.saturation.title == "z[1] on sigmoid"


def test_the_table_tells_effective_units(view: SymmetryView, constant: Frame, learning: Frame) -> None:
    view.show_frame(constant)
    assert [row[:4] for row in texts(view)] == [["1", "1 of 4", "AAAA", "0"], ["2", "1 of 3", "AAA", "0"]]
    view.show_frame(learning)
    (row,) = texts(view)
    assert row[:3] == ["1", "4 of 4", "apart"]


def test_the_exact_count_stands_in_brackets(view: SymmetryView) -> None:
    run = RecordedRun(experiment(hidden=((2, "relu"),), weights=CONSTANT))
    run.edit({"W1[0,0]": 0.1 * (1 + 1e-12)})
    view.show_frame(run.frame())
    assert texts(view)[0][1] == "1 of 2 (2)"


def test_letters() -> None:
    assert letters(symmetry(5, ((0, 2), (1,), (3, 4)), ((0, 2), (3, 4)))) == "A·ABB"
    many = tuple(range(30))
    assert letters(symmetry(40, (many, *((j,) for j in range(30, 40))), (many,))) == "A × 30  10 alone"


def test_cosines_are_on_a_scale_of_one(view: SymmetryView, learning: Frame) -> None:
    view.show_frame(learning)
    layer = learning.network.layers[0]
    rows = np.hstack((layer.W, layer.b))
    rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    assert view.cosines.values == pytest.approx(rows @ rows.T, abs=1e-12)
    assert view.cosines.heatmap.levels == (-1.0, 1.0)
    assert np.array_equal(view.cosines.heatmap.values, view.cosines.values)


def test_zero_rows_have_no_direction(view: SymmetryView) -> None:
    view.show_frame(frame_of(experiment()))
    assert np.isnan(view.cosines.values).all()
    assert view.cosines.caption == "all rows are 0"
    assert {text for _, _, text in view.cosines.heatmap.texts} <= {"0/0"}


def test_cosines_of_what_is_no_number_are_no_fraction_of_zeros(view: SymmetryView) -> None:
    view.resize(900, 300)
    view.show_frame(frame_of(experiment()))
    zeros = view.cosines.heatmap
    assert {text for _, _, text in zeros.texts} == {"0/0"}
    layer = frame_of(experiment()).network.layers[0]
    view.cosines.show_layer(replace(layer, W=np.full_like(layer.W, np.inf)))
    assert {text for _, _, text in zeros.texts} == {"nan"}
    assert view.cosines.caption == "of layer 1"


def test_wide_layers_are_sampled_and_say_so(view: SymmetryView) -> None:
    view.show_frame(frame_of(experiment(hidden=((200, "relu"),), weights=WeightInit(scheme="he"))))
    assert view.cosines.values.shape == (128, 128)
    assert view.cosines.caption == "of layer 1, 72 left out"


def test_saturation_counts_every_z(view: SymmetryView, learning: Frame) -> None:
    view.show_frame(learning)
    Z = learning.network.layers[0].Z
    s = view.saturation
    counts, _ = np.histogram(Z, bins=s.counts.size, range=(-s.limit, s.limit))
    assert s.counts.sum() + s.zeros == Z.size
    assert np.abs(np.cumsum(counts - s.counts)).max() <= 2  # a value on an edge may fall to either side
    assert s.share == pytest.approx(np.mean(1 - np.tanh(Z) ** 2 < 0.05), abs=1e-12)
    assert s.limit >= np.abs(Z).max()


def test_exact_zeros_have_a_bar_of_their_own(view: SymmetryView) -> None:
    frame = frame_of(experiment())
    view.show_frame(frame)
    assert view.saturation.zeros == frame.network.layers[0].Z.size
    assert not view.saturation.counts.any()


def test_the_axis_only_grows_within_a_run(view: SymmetryView) -> None:
    run = RecordedRun(experiment(weights=small_normal(3.0)))
    first = run.frame()
    view.show_frame(first)
    limit = view.saturation.limit
    assert limit > 5.0
    run.edit({f"W1[{j},{k}]": 0.001 for j in range(4) for k in range(2)})
    view.show_frame(run.frame())
    assert view.saturation.limit == limit


def test_growth_is_the_runs_record(view: SymmetryView, learning: Frame) -> None:
    view.show_frame(learning)
    curve, growth = learning.curve, view.growth
    earlier = growth.iterations < learning.iteration
    assert np.array_equal(growth.iterations[earlier], curve.measured[curve.measured < learning.iteration])
    assert np.array_equal(growth.units[earlier], curve.effective_units[: earlier.sum(), 0])
    assert np.array_equal(growth.spread[earlier], curve.row_spread[: earlier.sum(), 0])


def test_with_the_output_selected_the_last_hidden_layers_growth_is_shown(
    view: SymmetryView, learning: Frame
) -> None:
    view.show_frame(learning)
    view.show_selection(Selection(len(learning.network.layers)), None)
    assert view.layer == len(learning.network.layers)
    assert view.growth.iterations.size
    assert view.growth.caption == f"layer {len(learning.symmetry.layers)}"


def test_growth_says_the_frames_own_measure(view: SymmetryView) -> None:
    """Between two measured iterations the label and the dot are the frame's, also after going back."""
    run = RecordedRun(experiment(weights=small_normal()), 0)
    run.advance(3000)
    run.seek(1003)
    frame = run.frame()
    assert frame.iteration not in frame.curve.measured
    view.show_frame(frame)
    growth, seen = view.growth, frame.symmetry.layers[0]
    assert growth.iterations[growth.now] == frame.iteration
    assert (growth.units[growth.now], growth.spread[growth.now]) == (seen.effective_units, seen.row_spread)
    assert (np.diff(growth.iterations) > 0).all()


def test_the_selected_layer_is_shown(view: SymmetryView, constant: Frame) -> None:
    view.show_frame(constant)
    assert view.layer == 1
    view.show_selection(Selection(2, 0, 1), None)
    assert view.layer == 2
    assert view.saturation.title == "z[2] on sigmoid"
    assert view.table.currentIndex().row() == 1
    view.show_selection(Selection(3), None)
    assert view.saturation.title == "z[3] on sigmoid"


def test_a_click_on_a_row_selects_the_layer(view: SymmetryView, constant: Frame, qtbot: QtBot) -> None:
    view.show_frame(constant)
    place = view.table.visualRect(view.table.layers.index(1, 1)).center()
    with qtbot.waitSignal(view.selected) as signal:
        qtbot.mouseClick(view.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert signal.args == [Selection(2)]
    assert view.layer == 2


def test_softmax_and_divergence_are_survived(view: SymmetryView) -> None:
    frame = frame_of(experiment(data={"kind": "blobs", "classes": 3, "samples": 30}))
    view.show_frame(frame)
    view.show_selection(Selection(2), None)
    assert "softmax" in view.saturation.why_empty
    view.grab()
    diverged = frame_of(experiment(hidden=((8, "relu"),), weights=small_normal(1e3), learning_rate=1e9), 300)
    assert diverged.divergence is not None
    view.show_frame(diverged)
    view.grab()


@pytest.mark.parametrize("size", [(1100, 300), (650, 160), (420, 200)])
def test_parts_that_have_no_room_are_left_out(
    view: SymmetryView, learning: Frame, size: tuple[int, int]
) -> None:
    view.resize(*size)
    view.show_frame(learning)
    assert view.width() == size[0]
    assert view.growth.isHidden() == (size[0] < 740)
    assert view.saturation.isHidden() == (size[0] < 560)
    pictures = []
    for palette in (LIGHT, DARK):
        COLOURS.use(palette)
        pictures.append(view.grab().toImage())
    assert pictures[0] != pictures[1]
