"""The decision boundary shows the frame's own numbers, and keeps still."""

from __future__ import annotations

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from view_runs import experiment, frame_of, small_normal

from app.look.theme import COLOURS, DARK, LIGHT, Palette
from app.views.base.markers import markers
from app.views.boundary.boundary_view import BoundaryView
from app.views.boundary.plane_stage import square_and_matrix
from symgui.figures.classes import REGION_TINT
from symgui.figures.colors import mix
from symgui.plain_text.numbers import number
from symgui.training.frame import Frame


@pytest.fixture
def view(qtbot: QtBot) -> BoundaryView:
    view = BoundaryView()
    qtbot.addWidget(view)
    view.resize(316, 370)
    view.show()
    return view


@pytest.fixture(scope="module")
def frozen() -> Frame:
    return frame_of(experiment(), 20)


@pytest.fixture(scope="module")
def healthy() -> Frame:
    return frame_of(experiment(weights=small_normal()), 2_000)


@pytest.fixture(scope="module")
def three_classes() -> Frame:
    spec = experiment(
        hidden=((8, "tanh"),),
        weights=small_normal(0.5),
        data={"kind": "blobs", "classes": 3, "samples": 90, "test_samples": 30},
        learning_rate=0.5,
    )
    return frame_of(spec, 50)


def colour_at(view: BoundaryView, x1: float, x2: float) -> str:
    scene = view.plane.view_box.mapViewToScene(QPointF(x1, x2))
    return view.plane.grab().toImage().pixelColor(scene.toPoint()).name()


def test_the_image_holds_the_answers_of_the_frame(view: BoundaryView, healthy: Frame) -> None:
    view.show_frame(healthy)
    plane = healthy.plane
    assert plane is not None
    assert np.array_equal(view.plane.image.image, plane.probability)
    assert tuple(view.plane.image.levels) == (0, 1)
    assert view.plane.view_box.viewRange() == [
        pytest.approx([plane.x1[0], plane.x1[-1]]),
        pytest.approx([plane.x2[0], plane.x2[-1]]),
    ]


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
def test_exactly_a_half_is_neutral_and_has_no_line(
    view: BoundaryView, frozen: Frame, palette: Palette
) -> None:
    COLOURS.use(palette)
    view.show_frame(frozen)
    assert frozen.plane is not None
    assert (frozen.plane.probability == 0.5).all()
    assert colour_at(view, frozen.plane.x1[8], frozen.plane.x2[8]) == palette.neutral.lower()
    assert len(view.plane.line.getData()[0]) == 0


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
def test_certain_regions_are_a_tint_of_their_class(
    view: BoundaryView, healthy: Frame, palette: Palette
) -> None:
    COLOURS.use(palette)
    certain = replace(
        healthy.plane,
        probability=np.where(np.arange(healthy.plane.x1.size) < 20, 0.0, 1.0)
        * np.ones((healthy.plane.x2.size, 1)),
    )
    view.show_frame(replace(healthy, plane=certain))
    for column, hue in ((8, palette.negative), (-6, palette.positive)):
        expected = mix(palette.neutral, hue, REGION_TINT)
        assert colour_at(view, certain.x1[column], certain.x2[8]) == QColor(expected).name()


def test_the_image_is_upright(view: BoundaryView, healthy: Frame) -> None:
    """Row i of the plane lies at x2[i], column j at x1[j]."""
    plane = healthy.plane
    top_right = (plane.x2[:, None] > plane.x2.mean()) & (plane.x1 > plane.x1.mean())
    view.show_frame(replace(healthy, plane=replace(plane, probability=top_right.astype(float))))
    blue = mix(LIGHT.neutral, LIGHT.positive, REGION_TINT)
    assert colour_at(view, plane.x1[-4], plane.x2[-4]) == blue
    assert colour_at(view, plane.x1[4], plane.x2[-4]) != blue
    assert colour_at(view, plane.x1[-4], plane.x2[4]) != blue


def test_the_line_lies_where_the_network_is_undecided(view: BoundaryView) -> None:
    """Without hidden layer it is the straight line W x + b = 0."""
    frame = frame_of(experiment(hidden=(), data={"kind": "linear"}), 100)
    view.show_frame(frame)
    x1, x2 = view.plane.line.getData()
    assert len(x1) > 10
    layer = frame.network.output
    distance = (layer.W @ np.stack([x1, x2]) + layer.b) / np.linalg.norm(layer.W)
    assert np.abs(distance).max() < 0.02 * (frame.plane.x1[1] - frame.plane.x1[0])


def test_examples_are_drawn_by_class_where_they_are(view: BoundaryView) -> None:
    frame = frame_of(experiment(data={"kind": "circles", "samples": 60, "test_samples": 20}))
    view.show_frame(frame)
    for points, X, labels in (
        (view.plane.train_points, frame.data.X, frame.data.labels),
        (view.plane.test_points, frame.data.X_test, frame.data.labels_test),
    ):
        assert np.array_equal(points.data["x"], X[0])
        assert np.array_equal(points.data["y"], X[1])
        assert [symbol == "o" for symbol in points.data["symbol"]] == [label == 1 for label in labels]
    filled, hollow = view.plane.train_points.data["brush"], view.plane.test_points.data["brush"]
    assert {brush.color().name() for brush in filled} == {LIGHT.positive.lower(), LIGHT.negative.lower()}
    assert {brush.color().name() for brush in hollow} == {LIGHT.paper.lower()}


def test_examples_are_rebuilt_only_for_other_data(view: BoundaryView, frozen: Frame, healthy: Frame) -> None:
    view.show_frame(healthy)
    built = view.plane.train_points.data
    view.show_frame(replace(healthy, plane=replace(healthy.plane, probability=healthy.plane.probability / 2)))
    assert view.plane.train_points.data is built
    view.show_frame(frozen)
    assert view.plane.train_points.data is not built


def test_a_palette_recolours_everything(view: BoundaryView, healthy: Frame) -> None:
    view.show_frame(healthy)
    COLOURS.use(DARK)
    brushes = {brush.color().name() for brush in view.plane.train_points.data["brush"]}
    assert brushes == {DARK.positive.lower(), DARK.negative.lower()}
    middle = len(view.plane.image.lut) // 2
    assert QColor(*view.plane.image.lut[middle]).name() == DARK.neutral.lower()


def test_test_points_can_be_hidden(view: BoundaryView, healthy: Frame) -> None:
    view.show_frame(healthy)
    assert view.test_toggle.isHidden()
    view.show_frame(frame_of(experiment(data={"kind": "moons", "test_samples": 10})))
    assert view.test_toggle.isVisible()
    assert view.plane.test_points.isVisible()
    view.test_toggle.click()
    assert not view.plane.test_points.isVisible()
    assert view.plane.train_points.isVisible()


def test_the_pointer_reads_the_answer_and_moves_nothing(
    view: BoundaryView, healthy: Frame, qtbot: QtBot
) -> None:
    view.show_frame(healthy)
    QApplication.processEvents()
    legend, place = view.key.text(), view.plane.geometry()
    plane = healthy.plane
    at = view.plane.mapFromScene(view.plane.view_box.mapViewToScene(QPointF(plane.x1[30], plane.x2[70])))
    qtbot.mouseMove(view.plane.viewport(), at)
    QApplication.processEvents()
    assert number(plane.probability[70, 30]) in view.key.text()
    assert f"{plane.x1[30]:.2f}".replace("-", "−") in view.key.text()
    assert view.plane.geometry() == place
    view.plane.left.emit()
    assert view.key.text() == legend


def test_what_is_read_follows_the_frames(view: BoundaryView, frozen: Frame, healthy: Frame) -> None:
    view.show_frame(frozen)
    view.plane.pointed.emit(healthy.plane.x1[30], healthy.plane.x2[70])
    assert "ŷ 0.5000" in view.key.text()
    view.show_frame(healthy)
    assert f"ŷ {number(healthy.plane.probability[70, 30])}" in view.key.text()


def test_more_classes_get_tones_of_ink_and_a_confusion_matrix(
    view: BoundaryView, three_classes: Frame
) -> None:
    view.show_frame(three_classes)
    plane = three_classes.plane
    decided = view.plane.image.image < 3
    assert np.array_equal(view.plane.image.image[decided], plane.winner[decided])
    assert (plane.probability[~decided] < 0.334).all()
    for red, green, blue, _ in view.plane.image.lut:
        assert max(red, green, blue) - min(red, green, blue) < 40, "a hue would mean a class of two"
    counts = view.matrix.counts
    assert view.matrix.isVisible()
    assert counts.sum(axis=1).tolist() == np.bincount(three_classes.data.labels).tolist()
    assert np.trace(counts) / counts.sum() == pytest.approx(three_classes.train_accuracy)
    assert len(set(view.plane.train_points.data["symbol"])) == 3


def test_borders_of_three_classes_separate_different_winners(
    view: BoundaryView, three_classes: Frame
) -> None:
    view.show_frame(three_classes)
    plane, winner = three_classes.plane, view.plane.image.image
    step = plane.x1[1] - plane.x1[0]
    x1, x2 = view.plane.line.getData()
    for x, y in zip(x1[np.isfinite(x1)], x2[np.isfinite(x1)], strict=True):
        j, i = int((x - plane.x1[0]) / step + 1e-6), int((y - plane.x2[0]) / step + 1e-6)
        assert np.unique(winner[i : i + 2, j : j + 2]).size > 1


def test_equal_answers_for_three_classes_are_undecided(view: BoundaryView) -> None:
    view.show_frame(frame_of(experiment(data={"kind": "blobs", "classes": 3, "samples": 30})))
    assert (view.plane.image.image == 3).all()
    assert len(view.plane.line.getData()[0]) == 0


def test_many_classes_are_told_apart_by_digits(view: BoundaryView) -> None:
    frame = frame_of(experiment(data={"kind": "blobs", "classes": 6, "samples": 60}))
    view.show_frame(frame)
    symbols = view.plane.train_points.data["symbol"]
    assert len({id(symbol) for symbol in symbols}) == 6
    assert "digits" in view.key.text()
    assert view.matrix.counts.shape == (6, 6)


def test_not_a_number_is_hatched_and_said(view: BoundaryView, healthy: Frame) -> None:
    probability = healthy.plane.probability.copy()
    probability[:30] = np.nan
    view.show_frame(replace(healthy, plane=replace(healthy.plane, probability=probability)))
    view.grab()
    assert view.plane.not_a_number
    assert "not a number" in view.findChild(type(view.key), "boundary-note").text()
    view.show_frame(healthy)
    view.grab()
    assert not view.plane.not_a_number
    assert view.findChild(type(view.key), "boundary-note").isHidden()


def test_a_diverged_run_can_be_drawn(view: BoundaryView) -> None:
    spec = experiment(hidden=((4, "linear"), (4, "linear")), weights=small_normal(1.0), learning_rate=1e3)
    frame = frame_of(spec, 500)
    assert frame.divergence is not None
    view.show_frame(frame)
    assert not view.grab().isNull()


def test_inputs_that_are_no_plane_get_answers_by_class(view: BoundaryView, healthy: Frame) -> None:
    view.show_frame(healthy)
    assert view.accessibleName() == "Decision boundary"
    view.show_frame(replace(healthy, plane=None, data=replace(healthy.data)))
    assert view.accessibleName() == "Answers by class"
    assert view.plane.isHidden()
    assert view.answers.isVisible()
    below, above = (bars.opts["height"] for bars in view.answers.bars)
    answers, labels = healthy.network.output.A[0], healthy.data.labels
    assert -below.sum() == (labels == 0).sum()
    assert above.sum() == (labels == 1).sum()
    assert above[10:].sum() == ((answers >= 0.5) & (labels == 1)).sum()


def test_without_a_frame_it_says_what_to_do(view: BoundaryView, healthy: Frame) -> None:
    view.show_frame(healthy)
    view.show_frame(None)
    assert view.plane.isHidden()
    assert "data" in view.findChild(type(view.key), "boundary-note").text()
    view.show_frame(healthy)
    assert view.plane.isVisible()


def test_the_plane_is_square_at_every_size(view: BoundaryView, healthy: Frame) -> None:
    view.show_frame(healthy)
    for width, height in ((276, 300), (460, 320), (316, 500)):
        view.resize(width, height)
        QApplication.processEvents()
        size = view.plane.size()
        assert size.width() == size.height() > 0.7 * min(width, height)


@pytest.mark.parametrize(("width", "height"), [(316, 300), (300, 480), (500, 260), (220, 150)])
@pytest.mark.parametrize("classes", [0, 3, 10])
def test_plane_and_matrix_fit(width: int, height: int, classes: int) -> None:
    side, matrix, below = square_and_matrix(width, height, classes)
    assert (matrix == 0) == (classes == 0)
    if side:
        assert (side if below else side + matrix) <= width
        assert (side + matrix if below else side) <= height


@pytest.mark.parametrize("classes", [3, 10])
@pytest.mark.parametrize(("width", "height"), [(273, 266), (314, 310), (300, 480)])
def test_the_matrix_lies_below_a_plane_of_most_of_the_width(width: int, height: int, classes: int) -> None:
    side, matrix, below = square_and_matrix(width, height, classes)
    assert below
    assert side >= 0.6 * width
    assert matrix >= 64


def test_many_examples_of_many_classes_have_smaller_markers(qapp: QApplication) -> None:
    for classes in (3, 10):
        few, many = (markers(classes, count, LIGHT, False)[0].size for count in (100, 400))
        assert many < few


def test_the_wheel_is_left_to_others(view: BoundaryView, healthy: Frame) -> None:
    view.show_frame(healthy)
    before = view.plane.view_box.viewRange()
    event = QWheelEvent(
        QPointF(50, 50), QPointF(50, 50), QPoint(0, 0), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view.plane.viewport(), event)
    assert not event.isAccepted()
    assert view.plane.view_box.viewRange() == before


def test_what_the_markers_mean_stands_right_below_the_plane(view: BoundaryView, healthy: Frame) -> None:
    view.show_frame(healthy)
    for height in (340, 600):
        view.resize(316, height)
        QApplication.processEvents()
        below = (
            view.key.mapTo(view, QPoint(0, 0)).y()
            - view.plane.mapTo(view, QPoint(0, view.plane.height())).y()
        )
        assert 0 <= below <= 16


def test_many_classes_without_a_plane_get_the_matrix_alone(view: BoundaryView, three_classes: Frame) -> None:
    view.show_frame(replace(three_classes, plane=None))
    assert view.plane.isHidden()
    assert view.answers.isHidden()
    assert view.matrix.isVisible()
    assert view.matrix.width() > 200
    assert view.accessibleName() == "Confusion matrix"
    assert "Confusion matrix" in [label.text() for label in view.findChildren(QLabel)]


def test_the_tip_speaks_of_the_classes_there_are(
    view: BoundaryView, frozen: Frame, three_classes: Frame
) -> None:
    view.show_frame(frozen)
    assert "class 1" in view.plane.toolTip()
    view.show_frame(three_classes)
    assert "class 1" not in view.plane.toolTip()
    assert "most likely" in view.plane.toolTip()


@pytest.mark.parametrize("other", [{"hidden": ((256, "relu"), (256, "relu"))}, {"data": {"kind": "xor"}}])
def test_a_pointer_at_rest_reads_the_plane_that_is_drawn(
    view: BoundaryView, healthy: Frame, other: dict[str, object]
) -> None:
    """A large network has a coarser plane: an index into the one before means another place, or none."""
    view.show_frame(healthy)
    x1, x2 = healthy.plane.x1[-4], healthy.plane.x2[-4]
    view.plane.pointed.emit(x1, x2)
    frame = frame_of(experiment(weights=small_normal(), **other))
    view.show_frame(frame)
    assert view.failure == ""
    at = view.plane.nearest(x1, x2)
    if at is not None:
        assert number(float(frame.plane.probability[at])) in view.key.text()
    assert (at is None) == ("class 1" in view.key.text())  # outside of the plane the legend stands there


def test_before_an_audience_the_words_stand_beside_a_plane_that_has_all_the_height(
    qtbot: QtBot, frozen: Frame, three_classes: Frame
) -> None:
    view = BoundaryView()
    qtbot.addWidget(view)
    view.present()
    view.resize(1200, 300)
    view.show()
    view.show_frame(frozen)
    QApplication.processEvents()
    plane = QRect(view.plane.mapTo(view, QPoint(0, 0)), view.plane.size())
    assert plane.height() == view.height()
    words = view.header.findChildren(QLabel)
    for word in (words[0], view.caption, view.key):
        place = QRect(word.mapTo(view, QPoint(0, 0)), word.size())
        text = place.adjusted(place.width() - word.sizeHint().width(), 0, 0, 0)
        if word is not view.caption:
            text = place.adjusted(0, 0, word.sizeHint().width() - place.width(), 0)
        assert word.text()
        assert view.rect().contains(text)
        assert not text.intersects(plane)
    for wide in (500, 1200):
        view.resize(wide, 300)
        view.show_frame(frozen if wide == 500 else three_classes)
        QApplication.processEvents()
        assert view.plane.mapTo(view, QPoint(0, 0)).y() >= view.header.geometry().bottom()
        assert (
            view.key.mapTo(view, QPoint(0, 0)).y()
            >= view.plane.mapTo(view, QPoint(0, view.plane.height())).y()
        )
