"""The diagram: tiles, curves, rings and words are the frame's."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot
from score_runs import explicit, run_frame, shown_score
from view_runs import experiment, frame_of, small_normal

from app.panels.highlight import AIR, PEN
from app.runtime.selection import Selection
from app.views.score.diagram_edges import MAX_EDGES
from app.views.score.edges import edge_codes
from symgui.experiment import DataSpec, Experiment, LayerSpec, NetworkSpec, WeightInit
from symgui.figures.groups import layer_groups, letter
from symgui.figures.units import shown_units, tile_values
from symgui.training.frame import Frame
from symgui.training.run import RecordedRun


@pytest.fixture(scope="module")
def frozen() -> Frame:
    return frame_of(experiment(), 20)


@pytest.fixture(scope="module")
def healthy() -> Frame:
    return frame_of(experiment(weights=small_normal()), 1_000)


def test_zeros_are_one_unit_four_times(qtbot: QtBot, frozen: Frame) -> None:
    score = shown_score(qtbot, frozen)
    view = score.network
    assert view.text("title", 1) == "Layer 1 · tanh"
    assert view.text("subtitle", 1) == "1 of 4 units effective"
    assert view.text("bracket", 1) == "4 twins A"
    assert all((view.tiles[1, unit].indices == 128).all() for unit in range(4))
    assert not view.edges.by_layer[1].codes.any()
    assert not view.edges.by_layer[2].codes.any()


def test_a_healthy_net_has_no_rings(qtbot: QtBot, healthy: Frame) -> None:
    score = shown_score(qtbot, healthy)
    view = score.network
    assert view.text("subtitle", 1) == "4 of 4 units effective"
    assert view.text("bracket", 1) == ""
    assert view.text("title", 2) == "Output · sigmoid"
    assert view.text("subtitle", 2) == "ŷ = P(y = 1)"
    assert view.text("scale", 2) == "ŷ − ½: ±0.5"


def test_tiles_show_the_pictures_upright(qtbot: QtBot, healthy: Frame) -> None:
    score = shown_score(qtbot, healthy)
    view = score.network
    picture = healthy.pictures[0]
    assert picture.tiles is not None
    for unit in range(4):
        signs = np.sign(picture.tiles[unit][::-1])
        colors = view.tiles[1, unit].indices.astype(int)
        clear = np.abs(picture.tiles[unit][::-1]) > 0.02 * picture.tile_scale
        assert np.array_equal(np.sign(colors - 128)[clear], signs[clear])
    # x2 grows upwards
    assert (view.tiles[0, 1].indices[0] > 128).all()


def test_edges_have_the_weights_sign_and_size(qtbot: QtBot, healthy: Frame) -> None:
    score = shown_score(qtbot, healthy)
    view = score.network
    W = healthy.network.layers[0].W
    drawn = np.zeros_like(W)
    drawn[view.edges.by_layer[1].rows, view.edges.by_layer[1].columns] = view.edges.by_layer[1].codes
    assert np.array_equal(np.sign(drawn), np.sign(W))
    assert np.array_equal(drawn, edge_codes(W, healthy.weight_scale, view.edges.by_layer[1].steps))
    assert view.edges.left_out == 0


def test_a_wide_layer_has_eight_tiles_and_says_what_is_left_out(qtbot: QtBot) -> None:
    constant = WeightInit(scheme="constant", value=0.01)
    frame = run_frame(hidden=((512, "tanh"),), weights=constant)
    score = shown_score(qtbot, frame)
    view = score.network
    assert sum(layer == 1 and tile.image.isVisible() for (layer, _), tile in view.tiles.items()) == 8
    assert view.text("bracket", 1) == "512 twins A"
    assert view.edges.left_out == 3 * 512 - 24
    assert view.text("edges", 0) == "24 of 1\u2009536 edges;\n1\u2009512 left out"


@pytest.mark.parametrize("size", [(700, 260), (700, 400), (1_200, 700)])
def test_what_is_said_of_edges_left_out_covers_no_input(qtbot: QtBot, size: tuple[int, int]) -> None:
    digits = DataSpec(kind="digits", samples=100)
    frame = RecordedRun(Experiment(data=digits, network=NetworkSpec(hidden=(LayerSpec(8),)))).frame()
    view = shown_score(qtbot, frame, size).network
    assert view.edges.left_out > 0
    said = view.texts["edges", 0, 0].item
    lowest = max(tile.rect.bottom() for (layer, _), tile in view.tiles.items() if layer == 0)
    assert said.sceneBoundingRect().top() >= lowest
    names = {unit: view.text("feature", 0, unit) for unit in shown_units(frame, 0)}
    written = {unit: name for unit, name in names.items() if name}
    assert 0 in written
    assert all(name == f"x{unit + 1}" or len(name) >= 5 for unit, name in written.items()), names
    tops = [view.texts["feature", 0, unit].item.sceneBoundingRect().top() for unit in written]
    assert all(b - a >= 0.8 * view.fonts.small_height for a, b in pairwise(tops))


@pytest.mark.parametrize("size", [(700, 500), (1_200, 700)])
def test_before_an_audience_a_ring_around_weights_has_room_above_what_is_left_out(
    qtbot: QtBot, size: tuple[int, int]
) -> None:
    digits = DataSpec(kind="digits", samples=100)
    frame = RecordedRun(Experiment(data=digits, network=NetworkSpec(hidden=(LayerSpec(8),)))).frame()
    score = shown_score(qtbot, None, size)
    score.network.present()
    score.show_frame(frame)
    view = score.network
    assert view.edges.left_out > 0
    room = view.texts["edges", 0, 0].item.sceneBoundingRect().top() - view.gap_rect(1).bottom()
    assert room >= AIR + PEN


def test_at_most_400_edges(qtbot: QtBot) -> None:
    frame = run_frame(hidden=((8, "tanh"),) * 12, weights=WeightInit(scheme="xavier"))
    score = shown_score(qtbot, frame, (2_000, 700))
    view = score.network
    drawn = sum(len(edges.codes) for edges in view.edges.by_layer.values())
    assert len(view.edges.by_layer) == 13
    assert drawn <= MAX_EDGES
    assert drawn + view.edges.left_out == sum(layer.W.size for layer in frame.network.layers)
    # of each W the largest
    W = frame.network.layers[5].W
    edges = view.edges.by_layer[6]
    left_out = np.ones(W.shape, bool)
    left_out[edges.rows, edges.columns] = False
    assert np.abs(W)[left_out].max() <= np.abs(W)[~left_out].min()


def test_two_pairs_of_twins_get_two_letters(qtbot: QtBot) -> None:
    frame = run_frame(layers=explicit([[1, 2], [2, 1], [1, 2], [2, 1]], [[0.5, -0.5, 0.5, -0.5]]))
    assert [(g.letter, g.units, g.kind) for g in layer_groups(frame, 1)] == [
        ("A", (0, 2), "twins"), ("B", (1, 3), "twins"),
    ]  # fmt: skip
    score = shown_score(qtbot, frame)
    view = score.network
    assert view.text("bracket", 1, 0) == "2 twins A"
    assert view.text("bracket", 1, 1) == "2 twins B"


def test_mirror_twins_are_named_so(qtbot: QtBot) -> None:
    frame = run_frame(layers=explicit([[1, 2], [-1, -2], [0.5, 0.1], [0.3, 0.2]], [[0.5, -0.5, 1, 2]]))
    score = shown_score(qtbot, frame)
    view = score.network
    assert view.text("bracket", 1) == "2 mirror twins A"


def test_letters_go_on_after_z() -> None:
    assert [letter(i) for i in (0, 25, 26, 27, 51, 52, 701, 702)] == [
        "A", "Z", "AA", "AB", "AZ", "BA", "ZZ", "AAA",
    ]  # fmt: skip


def test_logistic_regression_has_two_columns(qtbot: QtBot) -> None:
    score = shown_score(qtbot, run_frame(hidden=()))
    view = score.network
    assert view.text("title", 1) == "Output · sigmoid"
    assert set(view.edges.by_layer) == {1}


def test_ten_classes(qtbot: QtBot) -> None:
    frame = run_frame(data={"kind": "blobs", "classes": 10})
    score = shown_score(qtbot, frame)
    view = score.network
    assert view.text("title", 2) == "Output · softmax"
    assert view.text("subtitle", 2) == "10 classes"
    assert len(shown_units(frame, 2)) == 8
    assert view.text("bracket", 2) == "10 units"


def test_hovering_one_twin_lights_all(qtbot: QtBot, frozen: Frame) -> None:
    score = shown_score(qtbot, frozen)
    score.show_selection(None, Selection(1, 2))
    assert score.network.marks.lit == [score.network.tiles[1, unit].rect for unit in range(4)]
    score.show_selection(None, None)
    assert score.network.marks.lit == []


def test_what_is_under_the_pointer(qtbot: QtBot, healthy: Frame) -> None:
    score = shown_score(qtbot, healthy)
    view = score.network
    tile = view.tiles[1, 2].rect
    assert view.selection_at(tile.center()) == Selection(1, 2)
    assert view.selection_at(QPointF(tile.center().x(), tile.bottom() + 4)) == Selection(1, 2, -1)
    assert view.selection_at(QPointF(view.columns.visible[1].center, 15)) == Selection(1)
    for layer, edges in view.edges.by_layer.items():
        for index in range(len(edges.codes)):
            start = edges.curve(index).pointAtPercent(0.5)
            found = view.selection_at(start)
            assert found is not None
            assert found.layer == layer
    edges = view.edges.by_layer[1]
    end = edges.curve(3).pointAtPercent(0.97)
    found = view.selection_at(end)
    assert found is not None
    assert found.row == edges.rows[3]


def test_tiles_without_a_plane_show_means(healthy: Frame) -> None:

    pictures = tuple(replace(picture, tiles=None) for picture in healthy.pictures)
    frame = replace(healthy, pictures=pictures, input_tiles=None)
    hidden, limit = tile_values(frame, 1)
    assert hidden[:, 0, 0] == pytest.approx(frame.network.layers[0].A.mean(axis=1))
    assert limit == 1
    output, limit = tile_values(frame, 2)
    answers, labels = frame.network.output.A[0], frame.data.labels
    assert output[0, 0] == pytest.approx([answers[labels == c].mean() - 0.5 for c in (0, 1)])
    assert limit == 0.5


@pytest.mark.parametrize("weights", [WeightInit(), small_normal(1.0)], ids=["symmetric", "healthy"])
def test_what_is_said_of_two_layers_never_touches(qtbot: QtBot, weights: WeightInit) -> None:
    frame = frame_of(experiment(hidden=[(8, "softplus")] * 6, weights=weights))
    score = shown_score(qtbot, frame)
    forms = set()
    for width in range(560, 1200, 10):
        score.resize(width, 500)
        score.show_frame(frame)
        rects = score.network.effective_rects()
        assert len(rects) >= 4
        forms |= {len(score.network.text("subtitle", layer).split()) for layer in (1, 2, 3)}
        for one, other in pairwise(rects):
            assert one.right() + 4.0 <= other.left(), f"at {width}: {score.network.text('subtitle', 1)}"
    assert forms == {3, 4, 5}  # 1 of 8 units effective


def test_a_single_input_has_its_name(qtbot: QtBot) -> None:
    table = {"features": ["width"], "classes": ["a", "b"], "rows": [[1.5, 0], [2.5, 1], [3.5, 0]]}
    score = shown_score(qtbot, run_frame(data={"kind": "file", "table": table}))
    assert score.network.text("feature", 0, 0) == "width"
