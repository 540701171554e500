"""The picture of a race: what is drawn equals the frames, and everything is legible."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QCheckBox, QComboBox, QStyle, QStyleOptionButton, QToolButton
from pytestqt.qtbot import QtBot

from app.look.style_sheet import bold
from app.look.theme import COLOURS, DARK, LIGHT, Palette
from app.look.type_sizes import small_font
from app.views.base.cost_axes import occupied
from app.views.race import plane_drawing
from app.views.race.cost_race import DASHES
from app.views.race.lane_column import BETWEEN
from app.views.race.layout import HISTOGRAM, NUMBERS, PLANE, ROWS, TILES, WEIGHTS, Measure, arrange, spread
from app.views.race.race_view import RaceView
from symgui.experiment import Experiment, LayerSpec, WeightInit, opening_experiment
from symgui.figures.colors import tile_indices
from symgui.figures.plane import borders
from symgui.figures.shares import highest_share
from symgui.training.frame import Frame
from symgui.training.lanes import lanes_of
from symgui.training.presets import PRESETS
from symgui.training.race import Race, RaceFrame

SIX = (1264, 690)
"""What the body of a window of 1280 × 800 has."""


def race_of(preset: str, base: Experiment | None = None, iterations: int = 0) -> RaceFrame:
    race = Race(PRESETS[preset].lanes(base or opening_experiment()), 1)
    race.advance(iterations)
    return race.frame()


def lanes_race(differences: Sequence[dict[str, Any]], iterations: int = 0, race_id: int = 1) -> RaceFrame:
    race = Race(lanes_of(opening_experiment(), differences), race_id)
    race.advance(iterations)
    return race.frame()


def normal(scale: float) -> dict[str, Any]:
    return {"initialization": {"weights": WeightInit(scheme="normal", scale=scale)}}


def shown(qtbot: QtBot, frame: RaceFrame | None, size: tuple[int, int] = SIX, font: int = 13) -> RaceView:
    view = RaceView()
    qtbot.addWidget(view)
    own = view.font()
    own.setPixelSize(font)
    view.setFont(own)
    view.resize(*size)
    with qtbot.waitExposed(view):
        view.show()
    view.show_race(frame)
    return view


@pytest.fixture(scope="module")
def start() -> RaceFrame:
    return race_of("start", iterations=100)


@pytest.fixture(scope="module")
def seeds() -> RaceFrame:
    return race_of("seeds", iterations=50)


@pytest.fixture(scope="module")
def deep() -> RaceFrame:
    return race_of("depth", iterations=20)


# What is drawn equals the frames


def test_each_lane_shows_its_frame(qtbot: QtBot, start: RaceFrame) -> None:
    view = shown(qtbot, start)
    for column, frame in zip(view.columns, start.frames, strict=True):
        layer, picture = frame.network.layers[0], frame.pictures[0]
        assert frame.plane is not None
        np.testing.assert_array_equal(column.plane.values, frame.plane.probability)
        for drawn, true in zip(column.plane.line, borders(frame.plane, 2), strict=True):
            np.testing.assert_array_equal(drawn, true)
        np.testing.assert_array_equal(column.weights.values, layer.W)
        np.testing.assert_array_equal(column.biases.values, layer.b)
        assert column.bars.histogram is picture.activations
        assert picture.tiles is not None
        for drawn, values in zip(column.tiles.indices, picture.tiles, strict=True):
            np.testing.assert_array_equal(drawn, tile_indices(values[::-1], column.tiles.limit))


def test_numbers_and_words_are_the_lanes_own(qtbot: QtBot, start: RaceFrame) -> None:
    view = shown(qtbot, start)
    assert [column.text("effective") for column in view.columns] == ["1 of 4", "1 of 4", "4 of 4", "4 of 4"]
    assert view.columns[0].text("cost") == "0.6931"
    assert view.columns[0].text("accuracy") == "50.0\N{THIN SPACE}%"
    assert [head.difference.text() for head in view.heads] == [lane.text for lane in start.lanes]
    assert view.head("A").pill.text.startswith("Frozen")
    assert view.head("B").pill.text.startswith("Symmetric")
    with pytest.raises(KeyError):
        view.head("F")


def test_zero_weights_are_hollow_and_say_0(qtbot: QtBot, start: RaceFrame) -> None:
    view = shown(qtbot, start)
    zeros = view.columns[0].weights
    assert {text for _, _, text in zeros.texts} == {"0"}
    assert not np.asarray(zeros.image.image).any()  # the index of a hollow cell
    assert view.columns[0].text("A") == "A[1]: all 0, exactly"


def test_curves_are_the_recorded_costs(qtbot: QtBot, start: RaceFrame) -> None:
    view = shown(qtbot, start)
    for curve, frame in zip(view.cost.curves, start.frames, strict=True):
        x, y = curve.getData()
        np.testing.assert_allclose(x, np.log10(1 + frame.curve.iterations))
        np.testing.assert_array_equal(y, frame.curve.cost)
    view.set_logarithmic(False)
    x, _ = view.cost.curves[0].getData()
    np.testing.assert_array_equal(x, start.frames[0].curve.iterations)


def test_the_costs_go_back_with_the_race(qtbot: QtBot) -> None:
    """Dots and letters are where the lanes are; what is on record beyond stays in sight."""
    race = Race(PRESETS["start"].lanes(opening_experiment()), 1)
    race.advance(1500)
    race.seek(1007)  # between two recorded costs
    frame = race.frame()
    view = shown(qtbot, frame)
    here = np.log10(1 + 1007)
    for curve, later, each in zip(view.cost.curves, view.cost.beyond, frame.frames, strict=True):
        x, y = curve.getData()
        assert (x[-1], y[-1]) == (pytest.approx(here), each.cost)
        x, y = later.getData()
        assert (x[0], y[0]) == (pytest.approx(here), each.cost)
        assert (x[-1], y[-1]) == (pytest.approx(np.log10(1 + 1500)), each.curve.cost[-1])
    race.seek(1500)
    view.show_race(race.frame())
    assert all(len(later.getData()[0]) == 1 for later in view.cost.beyond)


def test_lanes_differ_by_dash_and_letter_not_by_hue(qtbot: QtBot, seeds: RaceFrame) -> None:
    view = shown(qtbot, seeds)
    pens = [curve.opts["pen"] for curve in view.cost.curves]
    assert {pen.color().name().upper() for pen in pens} == {LIGHT.ink.upper()}
    assert len({tuple(pen.dashPattern()) for pen in pens}) == len(pens) == len(DASHES)
    assert [label.text() for label in view.cost.letters] == list("ABCDEF")


def test_another_layer(qtbot: QtBot, start: RaceFrame) -> None:
    view = shown(qtbot, start)
    with qtbot.waitSignal(view.layerSelected) as chosen:
        view.header.layers.buttons[1].click()
    assert chosen.args == [2]
    for column, frame in zip(view.columns, start.frames, strict=True):
        np.testing.assert_array_equal(column.weights.values, frame.network.layers[1].W)
        assert column.text("A") == "A[2] = ŷ"
        assert column.text("W") == "W[2]"


def test_a_layer_that_a_lane_has_not(qtbot: QtBot, deep: RaceFrame) -> None:
    view = shown(qtbot, deep)
    assert len(view.header.layers.buttons) == 11
    view.select_layer(5)
    assert [column.text("no layer") for column in view.columns] == ["no layer 5"] * 2 + [""] * 4
    assert [column.bars.isVisible() for column in view.columns] == [False] * 2 + [True] * 4
    view.select_layer(99)
    assert view.layer == 11  # the last any lane has
    view.select_layer(1)
    assert [column.text("no layer") for column in view.columns] == [""] * 6
    assert all(column.bars.isVisible() for column in view.columns)


# Scales


def test_same_scale_is_on_where_lanes_are_alike(qtbot: QtBot, seeds: RaceFrame) -> None:
    view = shown(qtbot, seeds)
    assert seeds.scales_are_alike
    assert view.same_scale
    assert len({column.bars.top for column in view.columns}) == 1
    limit = seeds.weight_scale
    assert {column.weights.levels for column in view.columns} == {(-limit, limit)}
    assert len({column.text("weight limit") for column in view.columns}) == 1


def test_same_scale_is_off_by_itself_until_a_person_chooses(qtbot: QtBot) -> None:
    frame = lanes_race([normal(0.01), normal(100.0)])
    view = shown(qtbot, frame)
    assert not frame.scales_are_alike
    assert not view.same_scale
    own = [each.weight_scale for each in frame.frames]
    assert [column.weights.levels for column in view.columns] == [(-limit, limit) for limit in own]
    assert [column.text("weight limit") for column in view.columns] == [f"±{limit:g}" for limit in own]
    box = view.findChild(QCheckBox, "same-scale")
    assert box is not None
    box.click()
    assert {column.weights.levels for column in view.columns} == {(-max(own), max(own))}
    assert len({column.tiles.limit for column in view.columns}) == 1
    view.show_race(frame)
    assert view.same_scale  # the choice stays …
    view.show_race(lanes_race([normal(0.01), normal(100.0)], race_id=2))
    assert not view.same_scale  # … in this race


def test_one_scale_or_several_is_settled_when_a_race_begins(qtbot: QtBot) -> None:
    """Lanes that are alike at first, and are not later: the check does not move by itself."""
    slow = opening_experiment().with_(initialization={"weights": {"scheme": "normal", "scale": 0.01}})
    race = Race(lanes_of(slow, [{"training": {"learning_rate": 1e-6}}, {}]), 1)
    view = shown(qtbot, race.frame())
    box, alike, told = view.header.same_scale, [], []
    box.toggled.connect(told.append)
    for iteration in (0, 20, 200, 600, 200, 0, 600, 20):
        if iteration > race.furthest:
            race.advance(iteration - race.iteration)
        race.seek(iteration)
        view.show_race(race.frame())
        alike.append(race.frame().scales_are_alike)
    assert len(set(alike)) == 2, "left to each frame, it would have ticked and unticked"
    assert told == []
    assert box.isChecked()
    view.show_race(None)
    view.show_race(race.frame())
    assert told == [], "nor when the race is left and comes back"


@pytest.mark.parametrize("together", [True, False])
def test_back_at_an_iteration_every_scale_is_what_it_was(qtbot: QtBot, together: bool) -> None:
    race = Race(PRESETS["biases"].lanes(opening_experiment()), 1)
    view = shown(qtbot, race.frame())
    if view.same_scale != together:
        view.header.same_scale.click()

    def scales() -> list[object]:
        return [(column.bars.top, column.weights.levels, column.tiles.limit) for column in view.columns]

    way = {}
    for iteration in (0, 1, 10, 100, 300, 1000):
        race.advance(iteration - race.iteration)
        view.show_race(race.frame())
        way[iteration] = scales()
    assert len(set(map(str, way.values()))) > 2, "they have moved meanwhile"
    for iteration in (0, 300, 10, 1000, 100, 1):
        race.seek(iteration)
        view.show_race(race.frame())
        assert scales() == way[iteration], iteration


def test_tiles_of_other_quantities_keep_their_own_scale(qtbot: QtBot, deep: RaceFrame) -> None:
    """Layer 3 is the output of some lanes and hidden in others."""
    view = shown(qtbot, deep)
    view.select_layer(3)
    assert view.same_scale
    assert [column.text("tile limit") for column in view.columns[:2]] == ["ŷ − ½: ±0.5"] * 2
    assert len({column.tiles.limit for column in view.columns[2:]}) == 1


def test_bars_end_at_one_share_whatever_was_shown_before(qtbot: QtBot) -> None:
    """An axis that only just has room stays; all lanes that share a scale keep the same one."""
    race = Race(PRESETS["biases"].lanes(opening_experiment()), 1)
    view = shown(qtbot, race.frame())
    tops = []
    for updates in (1, 10, 100, 200, 300):
        race.advance(updates)
        view.show_race(race.frame())
        tops.append({column.bars.top for column in view.columns})
        if view.same_scale:
            assert len(tops[-1]) == 1
            (top,) = tops[-1]
            assert all(highest_share(frame.pictures[0].activations) <= top for frame in race.frame().frames)
    assert view.same_scale
    assert len(set(map(frozenset, tops))) > 1  # it has moved meanwhile


@pytest.mark.parametrize(("size", "least"), [(SIX, BETWEEN - 2), ((1024, 640), BETWEEN - 2), ((960, 560), 2)])
def test_numbers_are_written_alike_in_all_lanes_and_apart(
    qtbot: QtBot, deep: RaceFrame, seeds: RaceFrame, size: tuple[int, int], least: float
) -> None:
    """A hundred units in one lane take more room than twenty in another."""
    for frame in (deep, seeds):
        view = shown(qtbot, frame, size)
        shown_in_all = set.intersection(*(set(column.labels) for column in view.columns))
        names = [name for name in ("effective", "accuracy", "cost") if name in shown_in_all]
        assert len(names) >= 2  # where three never fit, the effective units are left out
        written = [{name: column.labels[name] for name in names} for column in view.columns]
        assert len({text.item.font().key() for texts in written for text in texts.values()}) == 1
        labels = [tuple(column.text(f"{name} label") for name in names) for column in view.columns]
        assert len(set(labels)) == 1
        for texts in written:
            for left, right in pairwise(texts[name].rect for name in names):
                assert right.left() - left.right() >= least


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_the_check_of_same_scale_can_be_seen(qtbot: QtBot, seeds: RaceFrame, palette: Palette) -> None:
    view = shown(qtbot, seeds)
    COLOURS.use(palette)
    box = view.header.same_scale
    option = QStyleOptionButton()
    box.initStyleOption(option)
    place = box.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, box)

    def colours() -> set[str]:
        picture = box.grab(place.adjusted(3, 3, -3, -3)).toImage()
        at = [(x, y) for x in range(picture.width()) for y in range(picture.height())]
        return {picture.pixelColor(x, y).name().upper() for x, y in at}

    assert box.isChecked()
    assert {palette.ink.upper(), palette.paper.upper()} <= colours()
    box.click()
    assert colours() == {palette.paper.upper()}


def test_regions_are_the_same_in_strips_and_at_once(
    qtbot: QtBot, start: RaceFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = shown(qtbot, start)
    assert view.layout_ is not None
    assert view.layout_.side > 2 * plane_drawing.STRIP
    in_strips = view.canvas.grab().toImage()
    monkeypatch.setattr(plane_drawing, "STRIP", 10_000)
    assert view.canvas.grab().toImage() == in_strips


# Letters


def test_letters_do_not_overlap(qtbot: QtBot, seeds: RaceFrame) -> None:
    view = shown(qtbot, seeds)
    places = [occupied(label) for label in view.cost.letters]
    box = view.cost.view_box.boundingRect()
    for i, place in enumerate(places):
        assert box.contains(place)
        assert not any(place.intersects(other) for other in places[i + 1 :])
    ends = [frame.cost for frame in seeds.frames]
    by_place = sorted(range(6), key=lambda i: places[i].top())
    assert by_place == sorted(range(6), key=lambda i: -ends[i])


def test_spread_keeps_order_distance_and_bounds() -> None:
    tops = spread([50.0, 50.0, 52.0, 10.0], [12.0] * 4, 0.0, 100.0)
    assert tops[3] == 10.0  # alone, it stays
    assert tops[0] < tops[1] < tops[2]
    assert tops[1] - tops[0] >= 12.0
    assert sum(tops[:3]) == pytest.approx(50 + 50 + 52)  # moved as little as can be
    low = spread([95.0, 99.0], [12.0] * 2, 0.0, 100.0)
    assert low == [76.0, 88.0]
    high = spread([-5.0, -6.0], [12.0] * 2, 0.0, 100.0)
    assert high == [12.0, 0.0]


def test_pointing_at_a_head_or_a_curve_emphasises_it(qtbot: QtBot, start: RaceFrame) -> None:
    view = shown(qtbot, start)
    widths = [curve.opts["pen"].widthF() for curve in view.cost.curves]
    view.heads[1].pointed.emit(True)
    assert view.cost.emphasised == 1
    assert view.cost.curves[1].opts["pen"].widthF() > max(widths)
    view.heads[1].pointed.emit(False)
    assert [curve.opts["pen"].widthF() for curve in view.cost.curves] == widths
    x, y = view.cost.curves[2].getData()
    assert view.cost.lane_at(float(x[-2]), float(y[-2])) == 2
    assert view.cost.lane_at(float(x[-1]) + 1.0, float(y[-1])) is None


# Divergence, other data


def test_a_lane_that_diverged_says_when(qtbot: QtBot) -> None:
    wild = {"training": {"learning_rate": 1e6}, **normal(1e99)}
    frame = lanes_race([normal(0.01), wild], iterations=30)
    divergence = frame.frames[1].divergence
    assert divergence is not None
    view = shown(qtbot, frame)
    assert view.cost.letters[0].text() == "A"
    assert view.cost.letters[1].text() == f"B diverged at {divergence.iteration}"
    assert view.head("B").pill.text == f"Diverged at {divergence.iteration}"
    assert view.head("A").pill.text.startswith("Healthy")
    np.testing.assert_array_equal(view.columns[1].weights.values, frame.frames[1].network.layers[0].W)
    a, b = [occupied(label) for label in view.cost.letters]
    assert not a.intersects(b)
    assert view.cost.costs.high <= 1.0  # the axis is that of the lane that goes on


def with_frames(race: RaceFrame, *frames: Frame) -> RaceFrame:
    return replace(race, frames=(*race.frames[: len(race.frames) - len(frames)], *frames))


def test_answers_that_are_no_numbers_are_hatched(qtbot: QtBot, start: RaceFrame) -> None:
    last = start.frames[-1]
    assert last.plane is not None
    probability = last.plane.probability.copy()
    probability[:40] = np.nan
    holed = replace(last, plane=replace(last.plane, probability=probability))
    view = shown(qtbot, with_frames(start, holed))
    assert [column.plane.not_a_number for column in view.columns] == [False, False, False, True]
    np.testing.assert_array_equal(view.columns[3].plane.values, probability)
    assert view.columns[3].plane.line[0].size == 0
    assert not view.grab().isNull()
    view.show_race(start)
    assert not view.columns[3].plane.not_a_number


def test_several_classes(qtbot: QtBot) -> None:
    base = opening_experiment().with_(data={"kind": "spiral", "classes": 3, "samples": 300})
    frame = race_of("seeds", base, iterations=10)
    view = shown(qtbot, frame)
    for column, each in zip(view.columns, frame.frames, strict=True):
        assert each.plane is not None
        assert column.plane.values is not None
        assert set(np.unique(column.plane.values)) <= {0, 1, 2, 3}
        decided = column.plane.values < 3
        np.testing.assert_array_equal(column.plane.values[decided], each.plane.winner[decided])
    view.select_layer(2)
    assert view.columns[0].text("layer").startswith("output")


def test_no_plane_shows_who_was_taken_for_whom(qtbot: QtBot, start: RaceFrame) -> None:
    frame = with_frames(start, *(replace(each, plane=None) for each in start.frames))
    view = shown(qtbot, frame)
    for column, each in zip(view.columns, frame.frames, strict=True):
        assert column.plane.values is None
        counts = column.plane.counts
        assert counts is not None
        assert counts.shape == (2, 2)
        assert counts.sum() == frame.data.m
        assert np.trace(counts) / frame.data.m == pytest.approx(each.train_accuracy)
    assert not view.grab().isNull()
    view.show_race(start)
    assert view.columns[0].plane.counts is None
    assert view.columns[0].plane.values is not None


# Room


@pytest.mark.parametrize("preset", list(PRESETS))
@pytest.mark.parametrize("layer", [1, 3])
def test_nothing_is_clipped_at_1280(qtbot: QtBot, preset: str, layer: int) -> None:
    frame = race_of(preset, iterations=3)
    view = shown(qtbot, frame)
    view.set_open_experiment(opening_experiment(), preset)
    view.select_layer(layer)
    assert view.layout_ is not None
    assert list(view.layout_.rows) == list(ROWS)
    for column, box in zip(view.columns, view.layout_.lanes, strict=True):
        texts = column.texts()
        for name, place in texts.items():
            assert box.left < place.left(), name
            assert place.right() < box.left + box.width, name
            assert place.bottom() <= box.height, name
            for other, there in texts.items():
                if other > name:
                    assert not place.adjusted(1, 2, -1, -2).intersects(there.adjusted(1, 2, -1, -2)), (
                        name,
                        other,
                    )
    for head in view.heads:
        label = head.difference
        needed = QFontMetrics(label.font()).boundingRect(
            0, 0, label.width(), 1000, int(Qt.TextFlag.TextWordWrap), label.text()
        )
        assert needed.height() <= label.height()
        assert needed.width() <= label.width()
        assert head.pill.width_of(head.pill.text) <= head.pill.width()
        assert head.pill.geometry().bottom() < head.height()


def test_six_lanes_are_wide_enough(qtbot: QtBot, seeds: RaceFrame) -> None:
    view = shown(qtbot, seeds)
    assert view.layout_ is not None
    assert min(box.width for box in view.layout_.lanes) >= 200
    assert view.layout_.side >= 120
    assert not view.layout_.beside


def test_few_lanes_have_the_cost_beside(qtbot: QtBot) -> None:
    view = shown(qtbot, race_of("biases"), (1264, 690))
    assert view.layout_ is not None
    assert view.layout_.beside
    assert view.layout_.side >= 280


MEASURE = Measure(line=13.0, numbers=28.0, padding=10.0, gap=8.0)


@pytest.mark.parametrize(("height", "dropped"), [(600, 0), (540, 1), (480, 2), (430, 3), (390, 4)])
def test_rows_drop_in_order(height: int, dropped: int) -> None:
    layout = arrange(1264, height, 6, MEASURE, lambda _width: 70.0)
    order = [HISTOGRAM, WEIGHTS, TILES, NUMBERS]
    assert [name for name in ROWS if name not in layout.rows] == [
        name for name in ROWS if name in order[:dropped]
    ]
    assert PLANE in layout.rows
    assert layout.cost.height > 0
    ends = [(top, top + size) for top, size in layout.rows.values()]
    assert all(a[1] <= b[0] for a, b in pairwise(ends))


@pytest.mark.parametrize(("size", "font"), [((1024, 640), 32), ((1920, 950), 45)])
def test_large_type_for_a_projector(qtbot: QtBot, size: tuple[int, int], font: int) -> None:
    view = shown(qtbot, race_of("biases", iterations=30), size, font)
    view.set_editable(False)
    assert view.layout_ is not None
    assert {PLANE, NUMBERS} <= set(view.layout_.rows)
    assert view.layout_.side >= 120
    head = view.heads[0]
    assert head.difference.font().pixelSize() == font
    assert head.letter_button.font().pixelSize() == font
    letter = view.cost.letters[0].font()
    assert letter.pixelSize() == bold(small_font(view)).pixelSize() > 20
    for column, box in zip(view.columns, view.layout_.lanes, strict=True):
        for name, place in column.texts().items():
            assert place.right() < box.left + box.width, name
            assert place.bottom() <= box.height, name
    assert not head.edit_button.isVisible()
    assert not view.header.leave_button.isVisible()


def test_a_new_font_reaches_every_part(qtbot: QtBot, seeds: RaceFrame) -> None:
    view = shown(qtbot, seeds)
    before = view.heads[0].height()
    larger = view.font()
    larger.setPixelSize(16)
    view.setFont(larger)
    parts = (view.header.question, view.heads[0].difference, view.heads[0].letter_button)
    assert [part.font().pixelSize() for part in parts] == [16, 16, 16]
    assert view.cost.letters[0].font().pixelSize() == small_font(view).pixelSize()
    assert view.heads[0].height() > before


# Acting


def test_pointing_tells_what_is_there(qtbot: QtBot, start: RaceFrame) -> None:
    view = shown(qtbot, start)
    column, W = view.columns[2], start.frames[2].network.layers[0].W
    assert view.lane_at(column.weights.rect.center()) == 2
    assert view.describe(column.weights.cell_rect(1, 0).center()).startswith(
        f"W[1]₂,₁ = {W[1, 0]:.6f}".replace("-", "−")[:12]
    )
    assert view.describe(column.biases.cell_rect(0, 0).center()).startswith("b[1]₁ = ")
    assert "undecided" in view.describe(column.plane.boundingRect().center())
    assert "rim" in view.describe(column.tiles.places[0].center())
    assert view.describe(QPointF(-5.0, 3.0)) == ""


def test_test_data_are_told(qtbot: QtBot) -> None:
    for samples in (0, 60):
        race = Race(PRESETS["start"].lanes(opening_experiment().with_(data={"test_samples": samples})), 1)
        view = shown(qtbot, race.frame())
        said = view.describe(view.columns[3].texts()["accuracy"].center())
        assert f"train accuracy {view.columns[3].text('accuracy')}" in said
        assert ("test accuracy" in said) is (samples > 0)


def test_what_a_person_asks_for(qtbot: QtBot, start: RaceFrame) -> None:
    view = shown(qtbot, start)

    def button(name: str) -> QToolButton:
        found = view.findChild(QToolButton, name)
        assert found is not None
        return found

    for name, signal, argument in (
        ("lane-C", view.laneOpened, ["C"]),
        ("lane-B-edit", view.laneEditRequested, ["B"]),
        ("lane-D-remove", view.laneRemoved, ["D"]),
        ("race-add", view.laneAdded, []),
        ("race-leave", view.left, []),
    ):
        with qtbot.waitSignal(signal) as heard:
            button(name).click()
        assert heard.args == argument
    letter = button("lane-A")
    assert "weights zeros" in letter.accessibleName()
    letter.setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.waitSignal(view.laneOpened) as opened:
        qtbot.keyClick(letter, Qt.Key.Key_Space)
    assert opened.args == ["A"]


def test_the_presets(qtbot: QtBot, seeds: RaceFrame) -> None:
    view = shown(qtbot, seeds)
    box = view.findChild(QComboBox, "race-preset")
    assert box is not None
    view.set_open_experiment(opening_experiment(), "seeds")
    assert box.currentData() == "seeds"
    assert view.header.question.text() == PRESETS["seeds"].question
    assert view.header.common.text() == "in all lanes: weights normal 0.01"
    with qtbot.waitSignal(view.presetChosen) as chosen:
        box.setCurrentIndex(box.findData("depth"))
    assert chosen.args == ["depth"]
    view.set_open_experiment(opening_experiment())
    assert view.header.question.text() == ""


def test_lanes_may_be_added_up_to_six_and_taken_down_to_two(qtbot: QtBot, seeds: RaceFrame) -> None:
    view = shown(qtbot, seeds)
    assert not view.header.add_button.isEnabled()
    assert view.heads[0].remove_button.isVisible()
    view.show_race(lanes_race([normal(0.01), normal(0.02)], race_id=2))
    assert view.header.add_button.isEnabled()
    assert len(view.heads) == len(view.columns) == len(view.cost.curves) == 2
    assert not view.heads[0].remove_button.isVisible()
    assert view.heads[0].edit_button.isVisible()


def test_empty_and_hidden(qtbot: QtBot, start: RaceFrame, seeds: RaceFrame) -> None:
    view = shown(qtbot, None)
    assert view.note.isVisible()
    assert not view.canvas.isVisible()
    view.show_race(start)
    assert view.canvas.isVisible()
    view.hide()
    view.show_race(seeds)
    assert len(view.columns) == 4  # what is not seen is not drawn
    view.show()
    assert len(view.columns) == 6
    view.show_race(None)
    assert not view.columns
    assert not view.heads
    assert view.note.isVisible()


def test_other_depths_and_sizes_one_after_another(qtbot: QtBot, start: RaceFrame, deep: RaceFrame) -> None:
    view = shown(qtbot, deep)
    view.select_layer(7)
    wide = opening_experiment().with_hidden([LayerSpec(units=64, activation="relu")])
    for frame in (start, race_of("seeds", wide, iterations=2), deep):
        view.show_race(frame)
        view.select_layer(1)
        for column, each in zip(view.columns, frame.frames, strict=True):
            np.testing.assert_array_equal(column.weights.values, each.network.layers[0].W)
            assert column.weights.rect.bottom() <= view.layout_.lanes[0].height  # type: ignore[union-attr]


def test_palette(qtbot: QtBot, start: RaceFrame) -> None:
    view = shown(qtbot, start)
    light = view.grab().toImage()
    COLOURS.use(DARK)
    dark = view.grab().toImage()
    ground = QPoint(2, view.height() // 2)
    inside = view.heads[0].geometry().topLeft() - QPoint(3, 3)
    for image, palette in ((light, LIGHT), (dark, DARK)):
        assert image.pixelColor(inside).name().upper() == palette.paper
        assert image.pixelColor(0, view.canvas.y() - 2).name().upper() == palette.ground
        assert image.pixelColor(ground).name().upper() == palette.paper
    pens = {curve.opts["pen"].color().name().upper() for curve in view.cost.curves}
    assert pens == {DARK.ink}


@pytest.mark.parametrize("width", [300, 160, 140, 120, 100, 60])
def test_a_healthy_lane_never_hides_what_is_notable_of_it(qtbot: QtBot, start: RaceFrame, width: int) -> None:
    view = shown(qtbot, start)
    frame = start.frames[-1]
    assert frame.verdict.name == "healthy"
    remarked = replace(frame, verdict=replace(frame.verdict, remarks=("3 of 15 units dead",), trained=False))
    head = view.heads[-1]
    head.show_frame(remarked)
    head.pill.resize(width, head.pill.height())
    assert head.pill.text in (
        "Healthy · 3 of 15 units dead", "Healthy · 3 of 15 dead",
        "3 of 15 units dead", "3 of 15 dead", "3 dead",
    )  # fmt: skip
    head.show_frame(replace(frame, verdict=replace(frame.verdict, remarks=())))
    assert head.pill.text.startswith("Healthy")
    assert "…" not in head.pill.text
