from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot
from windows import choice, choose, find, number, settle, shown_window

from app.look import typed_numbers
from app.look.typed_numbers import parsed
from app.look.verdict_pill import HEIGHT, TALL
from app.look.verdict_words import chip_words
from app.main_window import MainWindow
from app.panels.hints import hint
from app.panels.network_panel import without_layer
from app.panels.verdict_chip import HOLD_SECONDS, EvidencePopover, VerdictChip
from app.views.base.bubble import Bubble
from app.views.base.number_field import NumberField
from app.views.cost.cost_view import notice_text
from symgui.experiment import (
    BiasInit,
    DataSpec,
    Experiment,
    InitializationSpec,
    LayerInit,
    LayerSpec,
    NetworkSpec,
    WeightInit,
    opening_experiment,
)
from symgui.experiment.parts import ActivationName, WeightScheme
from symgui.nn.initializers import WEIGHTS
from symgui.plain_text.numbers import number as app_number
from symgui.plain_text.numbers import typed
from symgui.resources import example_files
from symgui.symmetry.finding import Verdict
from symgui.training.run import RecordedRun


def type_into(qtbot: QtBot, field: QWidget, text: str) -> None:
    """Type over what is there, as a person would."""
    field.setFocus()
    field.selectAll()  # type: ignore[attr-defined]
    qtbot.keyClicks(field, text)


def bubble(window: MainWindow) -> str:
    found = window.findChild(Bubble)
    return found.text() if found is not None and found.isVisible() else ""


# -- numbers ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1e-3", 1e-3),
        (" 0.5 ", 0.5),
        ("−2", -2.0),
        ("10 000", 1e4),
        (".25", 0.25),
        ("1E+2", 100.0),
        ("0,5", 0.5),
    ],
)
def test_numbers_as_people_type_them(text: str, value: float) -> None:
    assert parsed(text) == value


@pytest.mark.parametrize("text", ["fast", "", "nan", "inf", "1e999", "1 2", "0x10", "1_000", "--1"])
def test_what_is_no_number(text: str) -> None:
    assert parsed(text) is None


@pytest.mark.parametrize(("language", "value"), [("de_DE", 1.234), ("fr_FR", 1.234), ("en_GB", None)])
def test_a_comma_before_three_digits_is_as_the_persons_language_has_it(
    monkeypatch: pytest.MonkeyPatch, language: str, value: float | None
) -> None:
    monkeypatch.setattr(typed_numbers.QLocale, "system", lambda: QLocale(language))
    assert parsed("1,234") == value
    assert parsed("1.234") == 1.234


def test_a_comma_that_could_be_two_things_is_refused_with_both(qtbot: QtBot, window: MainWindow) -> None:
    field = find(window, NumberField, "learning-rate")
    before = field.value()
    type_into(qtbot, field, "1,234")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert bubble(window) == f"{field.label} could be 1.234 or 1234: write it without the comma"
    assert field.value() == before
    type_into(qtbot, field, "0,25")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.value() == 0.25


@pytest.mark.parametrize(
    "value", [1e-3, 1.2, 0.1, 1e-30, 1e-300, 12345.678, 1 / 3, 4294967295.0, 0.0, -0.01, 1e30, -1.5e308]
)
def test_a_number_survives_being_shown(qtbot: QtBot, value: float) -> None:
    field = NumberField("x", "x")
    qtbot.addWidget(field)
    field.setValue(value)
    assert field.value() == value
    assert parsed(typed(value)) == value
    assert field.valueFromText(field.text()) == value


@pytest.mark.parametrize("text", ["1e-45", "3e-320", "0.30000000000000004", "-1.2345678901234567e-9"])
def test_no_digit_of_what_is_typed_is_lost(qtbot: QtBot, text: str) -> None:
    field = NumberField("x", "x")
    qtbot.addWidget(field)
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.value() == float(text)
    assert float(field.text()) == float(text)


def test_typing_changes_nothing_until_enter(qtbot: QtBot, window: MainWindow) -> None:
    field = number(window, "data-noise")
    type_into(qtbot, field, "0.35")
    assert window.workspace.experiment.data.noise == 0.2
    qtbot.keyClick(field, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert window.workspace.experiment.data.noise == 0.35


def test_leaving_takes_the_value(qtbot: QtBot, window: MainWindow) -> None:
    field = number(window, "data-samples")
    type_into(qtbot, field, "100")
    number(window, "data-seed").setFocus()
    settle(qtbot, window)
    assert window.workspace.experiment.data.samples == 100


def test_escape_takes_the_old_value_back(qtbot: QtBot, window: MainWindow) -> None:
    field = number(window, "learning-rate")
    type_into(qtbot, field, "99")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "1.2"
    number(window, "data-seed").setFocus()
    assert window.workspace.experiment.training.learning_rate == 1.2


def test_scientific_notation(qtbot: QtBot, window: MainWindow) -> None:
    field = number(window, "learning-rate")
    type_into(qtbot, field, "1e-3")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.workspace.experiment.training.learning_rate == 1e-3)
    assert field.text() == "0.001"


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("learning-rate", "fast", ["rate α", "fast"]),
        ("data-noise", "-1", ["noise", "-1"]),
        ("data-samples", "1000000000", ["examples", "20000", "1000000000"]),
        ("layer-1-units", "0", ["units of layer 1 must", "1 to 512", "not 0"]),
        ("layer-1-units", "2.5", ["units of layer 1", "whole", "2.5"]),
        ("data-seed", "-3", ["seed must", "-3"]),
        ("learning-rate", "-1", ["rate α must", "-1"]),
        ("layer-1-units", "3e9", ["units of layer 1", "512", "3000000000"]),
        ("layer-count", "13", ["12", "13"]),
        ("layer-count", "-1", ["hidden layers", "0 to 12", "-1"]),
        ("layer-count", "1e15", ["hidden layers", "0 to 12", "1000000000000000"]),
        ("batch-size", "401", ["batch must", "400", "401"]),
        ("data-samples", "", ["examples", "empty"]),
    ],
)
def test_bad_input_is_one_sentence_and_the_old_value_stays(
    qtbot: QtBot, window: MainWindow, name: str, text: str, words: list[str]
) -> None:
    before = window.workspace.experiment
    field = number(window, name)
    shown = field.text()
    type_into(qtbot, field, text)
    if not text:
        qtbot.keyClick(field, Qt.Key.Key_Backspace)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    said = bubble(window)
    assert said.count("\n") == 0
    assert not said.startswith(("data.", "network.", "training.")), "a person reads the label"
    for word in words:
        assert word in said
    assert window.workspace.experiment == before
    assert field.text() == shown


def test_the_bubble_goes_when_a_value_is_taken(qtbot: QtBot, window: MainWindow) -> None:
    field = number(window, "data-noise")
    type_into(qtbot, field, "much")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert bubble(window)
    type_into(qtbot, field, "0.1")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert not bubble(window)


def test_the_bubble_goes_when_the_old_value_is_typed_again(qtbot: QtBot, window: MainWindow) -> None:
    field = number(window, "data-noise")
    for leave in (lambda: qtbot.keyClick(field, Qt.Key.Key_Return), number(window, "data-seed").setFocus):
        type_into(qtbot, field, "much")
        qtbot.keyClick(field, Qt.Key.Key_Return)
        assert bubble(window)
        type_into(qtbot, field, "0.2")
        leave()
        assert not bubble(window)


def wheel(widget: QWidget, by: int) -> None:
    centre = QPointF(widget.rect().center())
    event = QWheelEvent(
        centre, QPointF(widget.mapToGlobal(widget.rect().center())), QPoint(0, by), QPoint(0, by),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


def test_no_wheel_without_the_focus(qtbot: QtBot, window: MainWindow) -> None:
    before = window.workspace.experiment
    window.centralWidget().setFocus()
    for name in ("data-samples", "learning-rate"):
        wheel(number(window, name), -120)
    for name in ("weight-scheme", "layer-1-activation", "data-kind", "pace"):
        wheel(choice(window, name), -120)
    assert window.workspace.experiment == before
    assert window.workspace.speed.pace == "log"
    field = number(window, "data-samples")
    field.setFocus()
    wheel(field, 120)
    settle(qtbot, window)
    assert window.workspace.experiment.data.samples == 450


def test_steps_stay_within_the_limits(qtbot: QtBot, window: MainWindow) -> None:
    units = number(window, "layer-1-units")
    for _ in range(6):
        qtbot.mouseClick(find(units, QToolButton, "layer-1-units-less"), Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert window.workspace.experiment.network.hidden[0].units == 1
    rate = number(window, "learning-rate")
    rate.setFocus()
    qtbot.keyClick(rate, Qt.Key.Key_Up)
    assert rate.value() == 2.0
    qtbot.keyClick(rate, Qt.Key.Key_Down)
    qtbot.keyClick(rate, Qt.Key.Key_Down)
    assert rate.value() == 0.5


# -- data, network, start, training -----------------------------------------------------------------------


def test_tiles_choose_the_data(qtbot: QtBot, window: MainWindow) -> None:
    tiles = choice(window, "data-kind")
    index = tiles.findData("circles")
    qtbot.mouseClick(tiles, Qt.MouseButton.LeftButton, pos=tiles.cell(index).center())  # type: ignore[attr-defined]
    settle(qtbot, window)
    assert window.workspace.experiment.data.kind == "circles"
    assert window.workspace.experiment.data.noise == 0.05
    assert number(window, "data-noise").text() == "0.05"


def test_a_truth_table_fixes_its_samples(qtbot: QtBot, window: MainWindow) -> None:
    choose(window, "data-kind", "and")
    settle(qtbot, window)
    assert number(window, "data-samples").text() == "4"
    assert not number(window, "data-samples").isEnabled()
    assert number(window, "batch-size").text() == "all 4"
    choose(window, "data-kind", "moons")
    settle(qtbot, window)
    assert number(window, "data-samples").isEnabled()


def test_the_die_throws_another_seed(qtbot: QtBot, window: MainWindow) -> None:
    for name in ("data-seed", "init-seed"):
        field = number(window, name)
        before = field.value()
        qtbot.mouseClick(find(field, QToolButton, f"{name}-die"), Qt.MouseButton.LeftButton)
        settle(qtbot, window)
        assert field.value() != before
    experiment = window.workspace.experiment
    assert experiment.data.seed == number(window, "data-seed").value()
    assert experiment.initialization.seed == number(window, "init-seed").value()


def test_the_largest_seed_can_be_typed(qtbot: QtBot, window: MainWindow) -> None:
    field = number(window, "init-seed")
    type_into(qtbot, field, str(2**32 - 1))
    qtbot.keyClick(field, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert window.workspace.experiment.initialization.seed == 2**32 - 1


def test_layers_come_and_go(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.mouseClick(find(window, QPushButton, "layer-add"), Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert len(window.workspace.experiment.network.hidden) == 2
    choose(window, "layer-2-activation", "relu")
    number(window, "layer-2-units").setValue(7)
    settle(qtbot, window)
    assert window.workspace.experiment.network.hidden[1] == LayerSpec(units=7, activation="relu")
    qtbot.mouseClick(find(window, QToolButton, "layer-1-remove"), Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert window.workspace.experiment.network.hidden == (LayerSpec(units=7, activation="relu"),)
    assert number(window, "layer-1-units").text() == "7"
    qtbot.waitUntil(lambda: window.findChild(QWidget, "layer-2-units") is None)


@pytest.mark.parametrize("count", [0, 1, 3])
def test_the_count_makes_layers(qtbot: QtBot, window: MainWindow, count: int) -> None:
    number(window, "layer-count").setValue(count)
    settle(qtbot, window)
    assert len(window.workspace.experiment.network.hidden) == count
    assert len(window.workspace.frame.network.hidden) == count  # type: ignore[union-attr]


def test_the_output_follows_from_the_classes(qtbot: QtBot, window: MainWindow) -> None:
    assert find(window, QLabel, "output-activation").text() == "sigmoid"
    choose(window, "data-kind", "blobs")
    number(window, "data-classes").setValue(3)
    settle(qtbot, window)
    assert find(window, QLabel, "output-units").text() == "3 units"
    assert find(window, QLabel, "output-activation").text() == "softmax"


def test_removing_a_layer_keeps_what_the_others_do_differently() -> None:
    own = LayerInit(weights=WeightInit(scheme="he"))
    experiment = Experiment(
        network=NetworkSpec(hidden=tuple(LayerSpec(units=n) for n in (2, 3, 4))),
        initialization=InitializationSpec(
            layers={"1": LayerInit(biases=BiasInit(scheme="normal")), "3": own}
        ),
    )
    smaller = without_layer(experiment, 1)
    assert [layer.units for layer in smaller.network.hidden] == [3, 4]
    assert smaller.initialization.layers == {"2": own}


def test_the_value_is_named_as_in_the_formula(qtbot: QtBot, window: MainWindow) -> None:
    value = number(window, "weight-value")
    assert not value.isEnabled()
    assert value.text() == "—"
    labels = {"normal": ("scale", "0.01"), "uniform": ("limit", "0.1"), "orthogonal": ("gain", "1"),
              "constant": ("value", "0.5"), "truncated_normal": ("scale", "0.05"),
              "he": ("gain", "1")}  # fmt: skip
    for scheme, (label, default) in labels.items():
        choose(window, "weight-scheme", scheme)
        settle(qtbot, window)
        assert value.isEnabled()
        assert value.text() == default
        assert value.accessibleName() == f"{label} of weights W"
    choose(window, "weight-scheme", "torch_default")
    settle(qtbot, window)
    assert not value.isEnabled()


def test_what_a_cut_leaves_of_the_deviation_is_said(qtbot: QtBot, window: MainWindow) -> None:
    choose(window, "weight-scheme", "truncated_normal")
    number(window, "weight-value").setValue(2.0)
    settle(qtbot, window)
    assert "0.8796 s = 1.7592" in number(window, "weight-value").toolTip()


def test_a_librarys_default_is_chosen_for_both_and_left_for_both(qtbot: QtBot, window: MainWindow) -> None:
    def started() -> tuple[str, str]:
        start = window.workspace.experiment.initialization
        return start.weights.scheme, start.biases.scheme

    seen = []
    for scheme in ("torch_default", "sklearn_default", "keras_default", "sklearn_default", "he"):
        choose(window, "weight-scheme", scheme)
        settle(qtbot, window)
        seen.append(started())
    assert seen == [
        ("torch_default", "torch_default"),
        ("sklearn_default", "sklearn_default"),
        ("keras_default", "zeros"),
        ("sklearn_default", "sklearn_default"),
        ("he", "zeros"),
    ]
    choose(window, "bias-scheme", "normal")
    choose(window, "weight-scheme", "xavier")
    settle(qtbot, window)
    assert started() == ("xavier", "normal"), "biases of one's own stay"


def test_a_zero_value_is_a_number_not_a_dash(qtbot: QtBot, window: MainWindow) -> None:
    choose(window, "weight-scheme", "constant")
    number(window, "weight-value").setValue(0.0)
    settle(qtbot, window)
    assert number(window, "weight-value").text() == "0"
    assert window.workspace.experiment.initialization.weights == WeightInit(scheme="constant", value=0.0)


def test_biases_have_their_own_scheme(qtbot: QtBot, window: MainWindow) -> None:
    choose(window, "bias-scheme", "normal")
    number(window, "bias-value").setValue(0.3)
    settle(qtbot, window)
    assert window.workspace.experiment.initialization.biases == BiasInit(scheme="normal", scale=0.3)


@pytest.mark.parametrize(("scale", "text"), [(1e30, "1e30"), (1e-60, "1e-60"), (1e300, "1e300")])
def test_a_field_shows_no_other_number_than_the_file_holds(
    qtbot: QtBot, tmp_path: Path, scale: float, text: str
) -> None:
    large = next(path for path in example_files() if path.name.startswith("circles-large"))
    raw = json.loads(large.read_text(encoding="utf-8"))
    raw["initialization"]["weights"] = {"scheme": "normal", "scale": scale}
    file = tmp_path / "extreme.symgui.json"
    file.write_text(json.dumps(raw), encoding="utf-8")
    with shown_window(qtbot, Experiment.load(file)) as window:
        field = number(window, "weight-value")
        assert field.value() == scale
        assert field.text() == text
        field.stepBy(1)
        field.stepBy(-1)


def test_what_layers_do_differently_is_said(qtbot: QtBot) -> None:
    layers = {"1": LayerInit(weights=WeightInit(scheme="constant", value=0.25))}
    experiment = opening_experiment().with_(initialization={"layers": layers})
    with shown_window(qtbot, experiment) as window:
        note = find(window, QLabel, "layer-overrides")
        assert note.isVisibleTo(window)
        assert "1" in note.text()
        assert "W[1]: constant, value 0.25" in note.toolTip()


def test_values_of_a_file_can_be_kept_and_left(qtbot: QtBot) -> None:
    weights = WeightInit(scheme="explicit", values=(((0.1, 0.2), (0.3, 0.4)), ((0.5, 0.6),)))
    experiment = Experiment(
        network=NetworkSpec(hidden=(LayerSpec(units=2),)), initialization=InitializationSpec(weights=weights)
    )
    with shown_window(qtbot, experiment) as window:
        scheme = choice(window, "weight-scheme")
        assert scheme.currentData() == "explicit"
        number(window, "layer-1-units").setValue(3)
        assert "values" in bubble(window)
        assert window.workspace.experiment == experiment
        choose(window, "weight-scheme", "he")
        settle(qtbot, window)
        assert scheme.findData("explicit") == -1


@pytest.mark.parametrize(
    ("name", "data"), [("optimizer", "adam"), ("arithmetic", "blas"), ("data-standardize", True)]
)
def test_rarer_choices(qtbot: QtBot, window: MainWindow, name: str, data: object) -> None:
    choose(window, name, data)
    settle(qtbot, window)
    experiment = window.workspace.experiment
    values = (experiment.training.optimizer, experiment.arithmetic, experiment.data.standardize)
    assert data in values


def test_the_batch_is_all_or_a_number(qtbot: QtBot, window: MainWindow) -> None:
    field = number(window, "batch-size")
    assert field.text() == "all 400"
    field.setValue(32)
    settle(qtbot, window)
    assert window.workspace.experiment.training.batch_size == 32
    type_into(qtbot, field, "all")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert window.workspace.experiment.training.batch_size is None
    assert field.text() == "all 400"


def test_rarer_settings_are_behind_a_line(qtbot: QtBot, window: MainWindow) -> None:
    optimizer = choice(window, "optimizer")
    assert not optimizer.isVisibleTo(window)
    qtbot.mouseClick(find(window, QToolButton, "training-more"), Qt.MouseButton.LeftButton)
    assert optimizer.isVisibleTo(window)


def test_every_control_teaches_and_has_a_name(window: MainWindow) -> None:
    controls = [
        w
        for w in window.panel.findChildren(QWidget)
        if w.objectName() and w.focusPolicy() != Qt.FocusPolicy.NoFocus
    ]
    controls = [w for w in controls if not w.objectName().startswith("qt_")]
    assert len(controls) > 20
    for control in controls:
        assert control.toolTip(), control.objectName()
        assert control.accessibleName(), control.objectName()


def test_all_fields_fit_the_panel(qtbot: QtBot, window: MainWindow) -> None:
    for disclosure in ("data-more", "training-more"):
        find(window, QToolButton, disclosure).click()
    number(window, "layer-count").setValue(12)
    settle(qtbot, window)
    form = find(window, QWidget, "left-form")
    for field in form.findChildren(QWidget):
        if field.isVisibleTo(form) and not field.objectName().startswith("qt_"):
            right = field.mapTo(form, QPoint(field.width(), 0)).x()
            assert right <= form.width(), field.objectName()


@pytest.mark.parametrize("size", [(960, 640), (1440, 900)])
def test_three_digits_fit_the_units(qtbot: QtBot, window: MainWindow, size: tuple[int, int]) -> None:
    window.resize(*size)
    if window.body.has_rail:
        window.body.open_panel("network")
    number(window, "layer-count").setValue(12)
    settle(qtbot, window)
    for layer in (1, 12):
        number(window, f"layer-{layer}-units").setValue(512)
    settle(qtbot, window)
    for layer in (1, 12):
        edit = number(window, f"layer-{layer}-units").lineEdit()
        margins = edit.textMargins()
        room = edit.width() - margins.left() - margins.right() - 4  # its own margins, two on each side
        assert edit.fontMetrics().horizontalAdvance("512") <= room


def test_no_choice_runs_into_its_arrow(qtbot: QtBot, window: MainWindow) -> None:
    box = choice(window, "layer-1-activation")
    for index in range(box.count()):
        box.setCurrentIndex(index)
        settle(qtbot, window)
        image = box.grab().toImage()
        columns = range(round(image.width() * (1 - 18 / box.width())), image.width() - 4)
        middle = range(image.height() // 4, 3 * image.height() // 4)
        inked = ["." if len({image.pixel(x, y) for y in middle}) == 1 else "#" for x in columns]
        assert len("".join(inked).strip(".").split(".")) == 1, f"{box.currentText()}: {''.join(inked)}"
        assert inked[0] == ".", f"{box.currentText()}: {''.join(inked)}"


def test_layers_stand_in_the_tab_order_where_they_stand(qtbot: QtBot, window: MainWindow) -> None:
    number(window, "layer-count").setValue(2)
    settle(qtbot, window)
    number(window, "layer-count").setFocus()
    visited = []
    for _ in range(7):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        visited.append(window.focusWidget().objectName())
    rows = [f"layer-{layer}-{part}" for layer in (1, 2) for part in ("units", "activation", "remove")]
    assert visited == [*rows, "layer-add"]


# -- hints ------------------------------------------------------------------------------------------------


def test_the_tab_key_goes_from_left_to_right(qtbot: QtBot, window: MainWindow) -> None:
    window.centralWidget().setFocus()
    passed: list[QWidget] = []
    while len(passed) < 100:
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        if window.focusWidget() in passed:
            break
        passed.append(window.focusWidget())
    places = [window.toolbar, window.panel, window.score, window.tabs, window.side, window.timeline]
    order = [
        k for part in passed for k, place in enumerate(places) if place is part or place.isAncestorOf(part)
    ]
    assert order == sorted(order)
    assert set(order) == set(range(len(places)))


def test_the_opening_case_says_what_to_try(window: MainWindow) -> None:
    assert "normal 0.01" in find(window, QLabel, "hint").text()


def test_the_hint_of_the_opening_case_is_true() -> None:
    start = opening_experiment()
    assert "normal 0.01" in hint(start, Verdict("frozen", ""))
    followed = start.with_(initialization={"weights": WeightInit(scheme="normal", scale=0.01)})
    frozen, learning = RecordedRun(start, 0), RecordedRun(followed, 1)
    frozen.advance(2000)
    learning.advance(2000)
    assert frozen.frame().cost == pytest.approx(0.6931, abs=1e-4)
    assert learning.frame().cost < 0.3


def test_no_hint_promises_what_is_not_there() -> None:
    no_layers = Experiment(data=DataSpec(kind="linear"))
    assert "logistic regression" in hint(no_layers, Verdict("healthy", ""))
    random = opening_experiment().with_(initialization={"weights": WeightInit(scheme="he")})
    assert "normal 0.01" not in hint(random, Verdict("healthy", ""))
    assert "rate α" in hint(random, Verdict("diverged", ""))


def run_of(hidden: int, activation: ActivationName, weights: WeightInit, **training: object) -> RecordedRun:
    layers = tuple(LayerSpec(units=8, activation=activation) for _ in range(hidden))
    start = opening_experiment().with_(network={"hidden": layers}, training=training)
    return RecordedRun(start.with_(initialization={"weights": weights}), 0)


def said(run: RecordedRun) -> tuple[str, str]:
    """Chip and hint."""
    frame = run.frame()
    return chip_words(frame).text, hint(run.experiment, frame.verdict)


def test_a_saturated_output_is_not_said_to_stop_the_gradient() -> None:
    chip, tip = said(run_of(1, "relu", WeightInit(scheme="normal", scale=20.0)))
    assert chip == "Saturated · the output; A − Y is not"
    assert "its gradient A − Y is not" in tip
    chip, tip = said(run_of(2, "tanh", WeightInit(scheme="normal", scale=20.0)))
    assert chip == "Saturated · flat slopes in layer 1"
    assert tip.startswith("Layer 1 has nearly flat slopes")


def test_what_vanishes_or_explodes_is_said_by_its_direction() -> None:
    chip, tip = said(run_of(3, "tanh", WeightInit(scheme="normal", scale=0.01)))
    assert chip == "Vanishing · signal and error die out"
    assert "Xavier" in tip
    chip, tip = said(run_of(8, "sigmoid", WeightInit(scheme="xavier")))
    assert chip == "Vanishing · error dies out backward"  # the signal does not
    assert "Xavier" not in tip
    assert "tanh" in tip
    chip, tip = said(run_of(3, "relu", WeightInit(scheme="normal", scale=30.0)))
    assert chip == "Exploding · signal and error grow"
    assert "Xavier" not in tip
    assert "He for" in tip


@pytest.mark.parametrize("scheme", ["he", "xavier", "glorot_uniform", "orthogonal"])
@pytest.mark.parametrize("activation", ["relu", "tanh", "sigmoid"])
@pytest.mark.parametrize("verdict", ["dead", "exploding", "saturated", "vanishing", "diverged"])
def test_no_hint_suggests_what_is_in_use(
    scheme: WeightScheme, activation: ActivationName, verdict: str
) -> None:
    tip = hint(run_of(4, activation, WeightInit(scheme=scheme)).experiment, Verdict(verdict, ""))
    used = "He for" if scheme == "he" else "Xavier for"
    assert used not in tip
    assert "tanh" not in tip or activation == "sigmoid"


@pytest.mark.parametrize(
    ("hidden", "activation", "scale", "scheme"),
    [
        (2, "tanh", 20.0, "xavier"),
        (3, "relu", 30.0, "he"),
        (3, "tanh", 0.01, "xavier"),
        (3, "relu", 0.01, "he"),
    ],
)
def test_the_scheme_a_hint_names_helps(
    hidden: int, activation: ActivationName, scale: float, scheme: WeightScheme
) -> None:
    run = run_of(hidden, activation, WeightInit(scheme="normal", scale=scale))
    assert WEIGHTS[scheme].label in hint(run.experiment, run.frame().verdict)
    followed = run_of(hidden, activation, WeightInit(scheme=scheme))
    assert run.frame().verdict.name != "healthy"
    assert followed.frame().verdict.name == "healthy"


# -- verdict ----------------------------------------------------------------------------------------------


def frame_of(scheme: str, run: int = 0) -> object:
    experiment = opening_experiment().with_(initialization={"weights": WeightInit(scheme=scheme)})  # type: ignore[arg-type]
    return RecordedRun(experiment, run).frame()


def test_the_chip_tells_a_network_that_has_learned_all_it_can_from_one_that_cannot_start() -> None:
    linear = opening_experiment().with_(
        network={"hidden": (LayerSpec(units=4, activation="linear"),)},
        initialization={"weights": WeightInit(scheme="xavier")},
    )
    run = RecordedRun(linear, 0)
    run.advance(1000)
    assert chip_words(run.frame()).text == "Stuck · every gradient cancels"
    assert chip_words(frame_of("zeros")).text == "Frozen · t+1 equals t, bit for bit"  # type: ignore[arg-type]


def test_the_chip_holds_a_verdict_until_it_could_be_read(qtbot: QtBot) -> None:
    chip = VerdictChip()
    qtbot.addWidget(chip)
    chip.show_frame(frame_of("zeros"))  # type: ignore[arg-type]
    chip.show_frame(frame_of("normal"))  # type: ignore[arg-type]
    assert "Frozen" in chip.text()
    qtbot.waitUntil(lambda: "Healthy" in chip.text(), timeout=round(HOLD_SECONDS * 1000) + 1000)
    assert chip.verdict is not None
    assert chip.verdict.name == "healthy"


def test_the_verdict_of_another_run_is_shown_at_once(qtbot: QtBot) -> None:
    chip = VerdictChip()
    qtbot.addWidget(chip)
    chip.show_frame(frame_of("zeros", run=1))  # type: ignore[arg-type]
    chip.show_frame(frame_of("normal", run=2))  # type: ignore[arg-type]
    assert "Healthy" in chip.text()


def test_a_verdict_that_comes_and_goes_is_not_shown(qtbot: QtBot) -> None:
    chip = VerdictChip()
    qtbot.addWidget(chip)
    chip.show_frame(frame_of("zeros"))  # type: ignore[arg-type]
    chip.show_frame(frame_of("normal"))  # type: ignore[arg-type]
    chip.show_frame(frame_of("zeros"))  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: not any(timer.isActive() for timer in chip.findChildren(QTimer)))
    assert "Frozen" in chip.text()


def test_the_evidence_is_one_click_away(qtbot: QtBot, window: MainWindow) -> None:
    chip = find(window, VerdictChip, "verdict")
    assert chip.text() == "Frozen · t+1 equals t, bit for bit"
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    evidence = find(window, QLabel, "verdict-evidence")
    assert evidence.isVisible()
    assert window.workspace.frame is not None
    assert window.workspace.frame.verdict.evidence in evidence.text()
    qtbot.keyClick(chip, Qt.Key.Key_Escape)
    assert not evidence.isVisible()


@pytest.mark.parametrize("width", [1024, 1440])
def test_the_evidence_lies_inside_the_window(qtbot: QtBot, window: MainWindow, width: int) -> None:
    window.resize(width, 768)
    chip = find(window, VerdictChip, "verdict")
    popover = EvidencePopover(chip)
    assert chip.words is not None
    assert chip.verdict is not None
    popover.show_verdict(chip.words, chip.verdict)
    for x in (0, width - 100):
        popover.show_at(QPoint(x, 60))
        assert window.rect().contains(popover.geometry())
        assert popover.height() >= popover.heightForWidth(popover.width())
    popover.dismiss()


def test_a_bubble_goes_when_the_field_is_right(qtbot: QtBot, window: MainWindow) -> None:
    """By typing what is a number, by Escape, and by leaving the field with the number that it had."""
    rate = number(window, "learning-rate")

    def refuse() -> Bubble:
        rate.setFocus()
        rate.lineEdit().selectAll()
        qtbot.keyClicks(rate, "x")
        qtbot.keyClick(rate, Qt.Key.Key_Return)
        found = window.findChild(Bubble)
        assert found is not None
        assert found.isVisible()
        return found

    bubble = refuse()
    rate.lineEdit().selectAll()
    qtbot.keyClicks(rate, "y")
    assert bubble.isVisible()
    rate.lineEdit().selectAll()
    qtbot.keyClicks(rate, "0.5")
    assert not bubble.isVisible()
    qtbot.keyClick(rate, Qt.Key.Key_Return)
    assert rate.value() == 0.5
    refuse()
    qtbot.keyClicks(rate, "z")
    qtbot.keyClick(rate, Qt.Key.Key_Escape)
    assert not bubble.isVisible()
    refuse()
    window.timeline.setFocus()
    assert not bubble.isVisible()
    assert rate.value() == 0.5


def test_the_chip_does_not_move_its_neighbours(qtbot: QtBot, window: MainWindow) -> None:
    def places() -> list[int]:
        return [window.toolbar.verdict.x(), window.toolbar.cost.x(), window.toolbar.theme.x()]

    before = places()
    choose(window, "weight-scheme", "normal")
    window.workspace.speed.set_pace("max")
    window.workspace.toggle_run()
    qtbot.waitUntil(lambda: "Healthy" in window.toolbar.verdict.text())
    window.workspace.pause()
    assert places() == before


@pytest.mark.parametrize("width", [800, 960, 1024, 1280, 1440])
def test_the_longest_verdict_is_never_cut(qtbot: QtBot, window: MainWindow, width: int) -> None:
    """Nor by itself, nor by the buttons after it; a verdict that was held back finds its room too."""
    window.resize(width, 800)
    toolbar = window.toolbar
    deep = opening_experiment().with_(
        data={"test_samples": 90}, network={"hidden": (LayerSpec(units=12, activation="sigmoid"),) * 12}
    )
    vanishing = deep.with_(initialization={"weights": WeightInit(scheme="normal", scale=0.01)})
    window.workspace.document.open(vanishing)
    qtbot.waitUntil(lambda: "Vanishing" in toolbar.verdict.text())
    chip = toolbar.verdict
    qtbot.waitUntil(lambda: chip.width() >= chip.sizeHint().width())
    assert chip.text() == "Vanishing · error dies out backward"
    assert chip.height() in (HEIGHT, TALL)  # in one line or in two, but all of it
    assert chip.geometry().right() < toolbar.lessons.x()
    assert toolbar.menu.geometry().right() <= toolbar.width()


def test_the_chip_says_up_to_rounding_where_the_evidence_does() -> None:
    data = DataSpec(kind="blobs", samples=90, classes=3)
    layers = (LayerSpec(units=4, activation="sigmoid"),)
    run = RecordedRun(opening_experiment().with_(data=data, network={"hidden": layers}), 0)
    frame = run.frame()
    assert frame.verdict.evidence.startswith("Every dW is 0 up to rounding")
    assert chip_words(frame).text == "Weights frozen · every dW is 0 up to rounding"


def test_a_divergence_is_told_in_one_wording() -> None:
    run = run_of(2, "relu", WeightInit(scheme="he"), learning_rate=1e6)
    run.advance(300)
    frame = run.frame()
    assert frame.divergence is not None
    chip = chip_words(frame).text
    assert chip == f"Diverged · {frame.divergence}"
    assert frame.verdict.evidence == f"{frame.divergence}."
    assert notice_text(frame).replace("\n", " ") == str(frame.divergence)


def test_a_large_finite_number_is_not_called_not_finite() -> None:
    frame = run_of(2, "linear", WeightInit(scheme="normal", scale=1e90)).frame()
    assert frame.divergence is not None
    assert abs(frame.divergence.value) > 1e100
    assert (
        chip_words(frame).text
        == f"Diverged · Z[2] reached {app_number(frame.divergence.value)} at iteration 0"
    )
