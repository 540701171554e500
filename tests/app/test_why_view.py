"""The tab that says why a weight moves: its formulas hold the run's own numbers."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot
from view_runs import experiment, frame_of, small_normal

from app.look.theme import COLOURS, DARK, LIGHT
from app.runtime.selection import Selection
from app.views.base import heavy_work
from app.views.base import throttled_view as calm
from app.views.base.math_line import Fraction, Ring, Symbol, Text, plain, set_math
from app.views.base.typeset_label import TypesetLabel
from app.views.why.explained import EMPTY, WHEN_IT_RESTS, place_of
from app.views.why.why_view import WhyView
from symgui.experiment import LayerSpec, WeightInit, opening_experiment
from symgui.nn.activations import ACTIVATIONS, Activation
from symgui.plain_text.numbers import number
from symgui.symmetry import trace
from symgui.training.frame import Frame
from symgui.training.run import RecordedRun

CONSTANT = WeightInit(scheme="constant", value=0.1)


@pytest.fixture
def view(qtbot: QtBot) -> WhyView:
    view = WhyView()
    qtbot.addWidget(view)
    view.resize(800, 190)
    view.show()
    return view


@pytest.fixture(scope="module")
def frozen() -> Frame:
    return frame_of(experiment(), 100)


@pytest.fixture(scope="module")
def learning() -> Frame:
    return frame_of(experiment(weights=small_normal()), 500)


@pytest.fixture(scope="module")
def constant() -> Frame:
    return frame_of(experiment(weights=CONSTANT), 10)


def show(
    view: WhyView, frame: Frame, selection: Selection | None = None, hover: Selection | None = None
) -> None:
    view.show_frame(frame)
    view.show_selection(selection, hover)


def test_without_a_frame_it_says_what_to_do(view: WhyView) -> None:
    view.show_frame(None)
    assert view.hint.text() == EMPTY
    assert view.first.text() == view.second.text() == ""


def test_zero_tanh_is_stuck_by_its_zero_factors(view: WhyView, frozen: Frame) -> None:
    show(view, frozen, Selection(1, 1, 0))
    assert view.title.text() == "Why does W[1]₂,₁ not move?"
    product, delta, numbers = view.first.text().splitlines()
    assert product == "dW[1]₂,₁ = 1/m Σ δ₂ · x₁ = 0"
    assert delta == "δ₂ = [W[2]₁,₂ = 0] · dZ[2] · (1 − a2₂)"
    assert (
        numbers
        == "mean |dA[2]| = 2.00, mean |dZ[2]| = 0.500, mean |g'(z₂)| = 1.00, mean |x₁| = 1.60: not zero"
    )
    product, why, numbers, waits = view.second.text().splitlines()
    assert product == "dW[2]₁,₂ = 1/m Σ dZ[2] · [a₂ = 0] = 0"
    assert why == "a₂ = 0 as tanh(0) = 0."
    assert numbers == "mean |dZ[2]| = 0.500: not zero"
    assert frozen.standstill
    assert waits == "Each W waits for the other: for ever."


def test_without_a_selection_it_explains_the_first_weight(view: WhyView, frozen: Frame) -> None:
    show(view, frozen)
    assert view.title.text() == "Why does W[1]₁,₁ not move?"


def test_a_weight_that_moves_shows_its_numbers(view: WhyView, learning: Frame) -> None:
    show(view, learning, Selection(1, 1, 0))
    state = learning.network
    gradient = float(state.layers[0].dW[1, 0])
    assert view.title.text() == "Why does W[1]₂,₁ move?"
    lines = view.first.text().splitlines()
    assert lines[0].endswith(f"= {number(gradient, 3)}")
    assert f"= {number(float(state.layers[1].W[0, 1]), 3)} · dZ[2]" in lines[1]
    assert f"mean |δ₂| = {number(float(np.abs(state.layers[0].dZ[1]).mean()), 3)}" in lines[2]
    assert lines[2].endswith("no factor is zero")
    assert "[W" not in lines[1].replace("W[2]", "")


def test_the_other_side_of_the_unit_stands_beside(view: WhyView, learning: Frame) -> None:
    show(view, learning, Selection(1, 1, 0))
    gradient = float(learning.network.layers[1].dW[0, 1])
    assert view.second.text().splitlines()[0] == f"dW[2]₁,₂ = 1/m Σ dZ[2] · a₂ = {number(gradient, 3)}"


def test_terms_that_cancel_are_ringed_with_both_sums(view: WhyView) -> None:
    show(view, frame_of(experiment(hidden=((4, "sigmoid"),)), 3), Selection(2, 0, 1))
    lines = view.first.text().splitlines()
    assert lines[0] == "dW[2]₁,₂ = 1/m [Σ dZ[2] · a₂ = 0] = 0"
    assert lines[1] == "Σ = 0 where Σ|terms| = 100: the terms cancel exactly."
    assert lines[2].endswith("no factor is zero")


def test_a_weight_that_a_mini_batch_moves_is_not_said_to_stand_still(view: WhyView) -> None:
    spec = experiment(hidden=((4, "sigmoid"),), batch_size=64)
    show(view, frame_of(spec), Selection(2, 0, 0))
    assert view.title.text() == "Why is dW[2]₁,₁ 0?"
    assert "mini-batch" in view.hint.text()
    assert "cancel exactly over the whole training set" in view.first.text()
    show(view, frame_of(experiment(hidden=((4, "sigmoid"),))), Selection(2, 0, 0))
    assert view.title.text() == "Why does W[2]₁,₁ not move?"
    show(view, frame_of(experiment(batch_size=64)), Selection(2, 0, 0))  # a zero factor: no batch moves it
    assert view.title.text() == "Why does W[2]₁,₁ not move?"


def test_a_weight_that_momentum_moves_is_not_said_to_stand_still(view: WhyView) -> None:
    run = RecordedRun(experiment(weights=small_normal(0.5), optimizer="momentum"), 0)
    run.advance(5)
    run.edit({f"W2[0,{k}]": 0.0 for k in range(4)})
    show(view, run.frame(), Selection(1, 0, 0))
    assert view.title.text() == "Why is dW[1]₁,₁ 0?"
    assert "optimizer may still" in view.hint.text()


def test_without_a_learning_rate_nothing_is_said_to_move(view: WhyView) -> None:
    show(view, frame_of(experiment(weights=small_normal(), learning_rate=0.0)), Selection(1, 0, 0))
    assert view.title.text() == "Why is dW[1]₁,₁ not 0?"


def test_a_penalty_is_part_of_the_sum(view: WhyView) -> None:
    show(view, frame_of(experiment(weights=small_normal(), l2=0.5)), Selection(1, 0, 0))
    assert "+ λ/m W[1]₁,₁" in view.first.text()


def test_twins_are_compared_factor_by_factor(view: WhyView, constant: Frame) -> None:
    show(view, constant, Selection(1, 1, 0))
    first, *lines = view.second.text().splitlines()
    gradient = number(float(constant.network.layers[0].dW[1, 0]), 3)
    assert first == f"dW[1]₂,₁ = dW[1]₃,₁ ({gradient} and {gradient})"
    assert all(line.startswith("✓") for line in lines)
    assert any("δ[1]₂ = δ[1]₃" in line for line in lines)


def test_a_second_weight_under_the_pointer_is_compared(view: WhyView, learning: Frame) -> None:
    show(view, learning, Selection(1, 1, 0), Selection(1, 2, 0))
    assert view.second.text().startswith("dW[1]₂,₁ ≠ dW[1]₃,₁")
    view.show_selection(Selection(1, 1, 0), None)
    assert view.second.text().startswith("dW[2]₁,₂")


def test_a_bias_and_logistic_regression(view: WhyView, learning: Frame) -> None:
    show(view, learning, Selection(1, 0, -1))
    assert view.first.text().startswith("db[1]₁ = 1/m Σ δ₁ = ")
    show(view, frame_of(experiment(hidden=()), 2), Selection(1, 0, 0))
    assert view.first.text().startswith("dW[1]₁,₁ = 1/m Σ dZ[1] · x₁ = ")
    assert view.second.isHidden()


def test_several_classes(view: WhyView) -> None:
    frame = frame_of(
        experiment(
            weights=small_normal(0.5),
            data={"kind": "blobs", "classes": 3, "samples": 30},
            hidden=((3, "relu"),),
        )
    )
    show(view, frame, Selection(1, 0, 0))
    assert view.first.text().splitlines()[1] == "δ₁ = Σr W[2]r,₁ · dZ[2]r · g′(z₁)"


@pytest.mark.parametrize("g", ACTIVATIONS.values(), ids=ACTIVATIONS)
def test_a_slope_is_written_as_its_record_says(view: WhyView, g: Activation) -> None:
    layers = (LayerSpec(units=3, activation=g.name),)
    spec = experiment(weights=small_normal(0.5)).with_(network={"hidden": layers})
    show(view, frame_of(spec, 1), Selection(1, 1, 0))
    written = g.written_slope.replace("{a}²", "a2₂").format(a="a₂", z="z₂")
    assert view.first.text().splitlines()[1].split(" = ")[1] == f"W[2]₁,₂ · dZ[2] · {written}"


def test_a_diverged_run_is_told(view: WhyView) -> None:
    frame = frame_of(experiment(hidden=((8, "relu"),), weights=small_normal(1e3), learning_rate=1e9), 300)
    assert frame.divergence is not None
    show(view, frame, Selection(1, 0, 0))
    assert view.first.text().replace(" ", "") == frame.verdict.evidence.replace(" ", "")


def test_a_selection_means_a_place(learning: Frame) -> None:
    assert place_of(None, learning) == (1, 0, 0)
    assert place_of(Selection(0, 1), learning) == (1, 0, 1)
    assert place_of(Selection(2), learning) == (2, 0, 0)
    assert place_of(Selection(1, 3), learning) == (1, 3, 0)
    assert place_of(Selection(1, 3, -1), learning) == (1, 3, -1)
    assert place_of(Selection(9, 7, 7), learning) == (1, 0, 0)
    assert place_of(Selection(1, 70, 70), learning) == (1, 3, 1)


# --- the induction -----------------------------------------------------------------------------------


def test_the_induction_of_twins_holds(view: WhyView, constant: Frame, qtbot: QtBot) -> None:
    show(view, constant)
    qtbot.mouseClick(view.induction_button, Qt.MouseButton.LeftButton)
    assert view.title.text() == "Why do units 1, 2, 3 and 4 of layer 1 stay equal?"
    lines = view.first.text().splitlines()
    assert len(lines) == 8
    assert all(line.startswith("✓") for line in lines)
    assert view.induction is not None
    assert view.induction.holds


def test_units_that_are_nearly_equal_are_not_promised_to_stay_so(view: WhyView, qtbot: QtBot) -> None:
    run = RecordedRun(
        opening_experiment().with_(initialization={"weights": WeightInit(scheme="constant", value=0.1)})
    )
    run.edit({"W1[0,0]": 0.1 + 1e-12})
    show(view, run.frame())
    qtbot.mouseClick(view.induction_button, Qt.MouseButton.LeftButton)
    assert view.title.text() == "Units 1, 2, 3 and 4 of layer 1 are equal within a billionth"
    assert "may grow" in view.hint.text()
    assert any(line.startswith("≈") for line in view.first.text().splitlines())


def test_the_induction_breaks_where_rows_differ(view: WhyView, learning: Frame, qtbot: QtBot) -> None:
    show(view, learning, Selection(1, 2))
    qtbot.mouseClick(view.induction_button, Qt.MouseButton.LeftButton)
    assert view.title.text() == "What makes units 3 and 4 of layer 1 differ?"
    assert view.first.text().splitlines()[0].startswith("✗")


def test_the_induction_is_stepped(view: WhyView, constant: Frame, qtbot: QtBot) -> None:
    show(view, constant)
    assert view.next_button.isHidden()
    qtbot.mouseClick(view.induction_button, Qt.MouseButton.LeftButton)
    counts = []
    for _ in range(9):
        qtbot.mouseClick(view.next_button, Qt.MouseButton.LeftButton)
        counts.append(len(view.first.text().splitlines()))
    assert counts == [1, 2, 3, 4, 5, 6, 7, 8, 1]


def test_the_induction_needs_two_units(view: WhyView, qtbot: QtBot) -> None:
    show(view, frame_of(experiment(hidden=((1, "tanh"),))))
    qtbot.mouseClick(view.induction_button, Qt.MouseButton.LeftButton)
    assert view.induction is None
    assert "two units" in view.hint.text()


# --- typesetting -------------------------------------------------------------------------------------


def test_names_in_sentences_become_symbols() -> None:
    line = set_math("W[2]₁,₂ = 0, δ₂ and mean |dZ[2]| but not Wall")
    symbols = [node for node in line if isinstance(node, Symbol)]
    assert [(s.base, s.above, s.below) for s in symbols] == [
        ("W", "[2]", "1,2"),
        ("δ", "", "2"),
        ("dZ", "[2]", ""),
    ]
    assert plain(line) == "W[2]₁,₂ = 0, δ₂ and mean |dZ[2]| but not Wall"


def test_an_article_is_no_activation() -> None:
    assert not any(isinstance(node, Symbol) for node in set_math("twenty units a layer and a weight"))
    symbols = [str(node) for node in set_math("Σ δ a = 0, as a is 0 and z too") if isinstance(node, Symbol)]
    assert symbols == ["δ", "a", "a", "z"]


def test_lines_break_to_the_width_and_nothing_leaves_it(qtbot: QtBot) -> None:
    label = TypesetLabel()
    qtbot.addWidget(label)
    words = tuple(Text(f"word{i}") for i in range(30))
    label.set_lines([(*words, Symbol("W", "[1]", "1,2"), Fraction("1", "m"), Ring((Text("a = 0"),)))])
    narrow, wide = label.heightForWidth(200), label.heightForWidth(2000)
    assert narrow > 4 * wide
    label.resize(200, narrow)
    image = label.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    ground = image.pixel(199, 0)
    assert all(image.pixel(199, y) == ground for y in range(image.height()))
    assert image.height() == narrow


@pytest.mark.parametrize("size", [(700, 300), (480, 160), (1200, 220)])
def test_every_size_and_both_palettes_paint(view: WhyView, frozen: Frame, size: tuple[int, int]) -> None:
    view.resize(*size)
    pictures = []
    for palette in (LIGHT, DARK):
        COLOURS.use(palette)
        show(view, frozen, Selection(1, 1, 0))
        pictures.append(view.grab().toImage())
    assert pictures[0] != pictures[1]
    assert view.area.widget().width() <= view.area.viewport().width()


def test_a_hidden_view_does_nothing_until_it_is_shown(view: WhyView, frozen: Frame, learning: Frame) -> None:
    show(view, frozen, Selection(1, 1, 0))
    before = view.first.text()
    view.hide()
    view.show_frame(learning)
    assert view.first.text() == before
    view.show()
    assert view.first.text() != before


def test_while_a_run_goes_on_it_changes_at_a_pace_to_be_read_and_ends_at_the_last_frame(
    view: WhyView, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calm, "INTERVAL", 1500)  # a machine that is busy elsewhere has time for four frames
    run = RecordedRun(experiment(weights=small_normal()))
    frames = [run.frame()]
    for _ in range(3):
        run.advance(50)
        frames.append(run.frame())
    view.show_frame(frames[0])
    first, last = view.first.text(), frames[-1]
    for frame in frames[1:]:
        view.show_frame(frame)
        assert view.first.text() == first
    gradient = number(float(last.network.layers[0].dW[0, 0]), 3)
    qtbot.waitUntil(lambda: view.first.text().splitlines()[0].endswith(f"= {gradient}"))
    view.show_selection(Selection(1, 2, 1), None)  # what a person does is shown at once
    assert view.first.text().startswith("dW[1]₃,₂")


def test_a_large_network_is_taken_apart_when_the_run_rests(qtbot: QtBot, view: WhyView) -> None:
    large = experiment(hidden=((256, "relu"),) * 3, weights=WeightInit(scheme="he"), data={"samples": 1000})
    run = RecordedRun(large)
    frames = []
    for _ in range(3):
        frames.append(run.frame())
        run.advance(1)
    view.show_frame(frames[0])
    qtbot.waitUntil(lambda: view.first.text() != "")
    for frame in frames[1:]:
        view.show_frame(frame)
        assert view.hint.text() == WHEN_IT_RESTS
        assert view.first.text() == view.second.text() == ""
    view.show_selection(Selection(2, 1, 1), None)
    assert view.hint.text() == WHEN_IT_RESTS
    qtbot.waitUntil(lambda: view.first.text() != "")
    assert "W[2]₂,₂" in view.title.text()


def test_a_large_network_is_taken_apart_some_blocks_at_a_time(
    qtbot: QtBot, view: WhyView, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each turn goes on where the one before was given up; what is said in the end is the same."""
    frame = RecordedRun(
        experiment(hidden=((30, "relu"),) * 4, weights=WeightInit(scheme="he"), data={"samples": 60})
    ).frame()
    view.show_frame(frame)
    at_once = view.title.text(), view.first.text(), view.second.text()
    monkeypatch.setattr(trace, "BLOCK", 1e4)
    monkeypatch.setattr(trace.Trace, "most_paths", lambda *_: np.array([np.inf] * 30))  # nothing is cheap
    monkeypatch.setattr(heavy_work, "MOST_PRODUCTS", -1)
    monkeypatch.setattr(calm, "TURN", -1.0)  # one block a turn
    view.show_frame(None)
    view.show_frame(frame)
    turns = 0
    while view.first.text() == "":
        assert view.hint.text() == WHEN_IT_RESTS
        turns += 1
        view.redraw()
    assert turns > 10
    assert (view.title.text(), view.first.text(), view.second.text()) == at_once
