"""The numbers tab: what it shows, copies, and hands on when something is typed or pasted."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot
from view_runs import experiment, frame_of, small_normal

from app.look.theme import COLOURS, DARK, LIGHT
from app.runtime.selection import Selection
from app.views.values.values_view import EMPTY, ValuesView
from symgui.plain_text import as_csv, as_text, parse_matrix
from symgui.training.frame import Frame
from symgui.training.run import RecordedRun


@pytest.fixture
def view(qtbot: QtBot) -> ValuesView:
    view = ValuesView()
    qtbot.addWidget(view)
    view.resize(900, 260)
    view.show()
    return view


@pytest.fixture(scope="module")
def frame() -> Frame:
    return frame_of(experiment(weights=small_normal(), hidden=((4, "tanh"), (3, "relu")), l2=0.1), 50)


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


def copy_to_clipboard(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def test_the_empty_state(view: ValuesView) -> None:
    view.show_frame(None)
    assert view.note.text() == EMPTY
    assert not view.bar.paste.isEnabled()
    assert view.numbers.rowCount() == 0


def test_it_fits_a_narrow_tab(view: ValuesView, frame: Frame, qtbot: QtBot) -> None:
    view.resize(560, 260)
    view.show_frame(frame)
    qtbot.waitUntil(lambda: view.note.width() > 0)
    assert view.minimumSizeHint().width() <= 560
    assert view.width() == 560
    for part in (view.bar.layer, view.note, view.bar.copy, view.bar.paste):
        assert view.rect().contains(part.geometry()), part.objectName()
    assert view.note.height() >= view.note.heightForWidth(view.note.width())


def test_every_layer_with_its_bias(view: ValuesView, frame: Frame) -> None:
    view.show_frame(frame)
    assert [view.bar.layer.itemText(i) for i in range(3)] == [
        "Layer 1 · 4 × 2",
        "Layer 2 · 3 × 4",
        "Output · 1 × 3",
    ]
    for l, layer in enumerate(frame.network.layers):
        view.bar.layer.setCurrentIndex(l)
        assert np.array_equal(view.numbers.values, np.hstack((layer.W, layer.b)))
        view.bar.gradients.setChecked(True)
        assert np.array_equal(view.numbers.values, np.hstack((layer.dW, layer.db)))
        view.bar.parameters.setChecked(True)


def headers(view: ValuesView) -> list[str]:
    return [view.numbers.headerData(k, Qt.Orientation.Horizontal) for k in range(view.numbers.columnCount())]


def test_columns_are_named(view: ValuesView, frame: Frame) -> None:
    view.show_frame(frame)
    assert headers(view) == [*frame.data.features, "b[1]"]
    view.bar.layer.setCurrentIndex(1)
    assert headers(view) == ["a[1]₁", "a[1]₂", "a[1]₃", "a[1]₄", "b[2]"]
    view.bar.gradients.setChecked(True)
    assert headers(view)[-1] == "db[2]"


def test_cells_are_short_and_keep_every_digit_for_editing(view: ValuesView, frame: Frame) -> None:
    view.show_frame(frame)
    value = float(frame.network.layers[0].W[1, 0])
    index = view.numbers.index(1, 0)
    assert len(index.data()) <= 11
    assert float(index.data(Qt.ItemDataRole.EditRole)) == value


def test_it_follows_the_run(view: ValuesView, qtbot: QtBot) -> None:
    run = RecordedRun(experiment(weights=small_normal()))
    view.show_frame(run.frame())
    run.advance(10)
    frame = run.frame()
    view.show_frame(frame)
    qtbot.waitUntil(lambda: np.array_equal(view.numbers.values[:, :2], frame.network.layers[0].W))


# --- selecting ---------------------------------------------------------------------------------------


def test_a_click_selects(view: ValuesView, frame: Frame, qtbot: QtBot) -> None:
    view.show_frame(frame)
    for row, column, expected in ((1, 1, Selection(1, 1, 1)), (2, 2, Selection(1, 2, -1))):
        place = view.table.visualRect(view.numbers.index(row, column)).center()
        with qtbot.waitSignal(view.selected) as signal:
            qtbot.mouseClick(view.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert signal.args == [expected]


def test_a_selection_waits_for_the_network_that_has_its_place(view: ValuesView) -> None:
    view.show_frame(frame_of(experiment()))
    view.show_selection(Selection(4, 0, -1), None)
    view.show_frame(frame_of(experiment(hidden=[(5, "relu"), (4, "relu"), (3, "relu")]), run_id=3))
    assert view.bar.layer.currentIndex() == 3
    current = view.table.currentIndex()
    assert (current.row(), current.column()) == (0, 3)


def test_a_selection_made_elsewhere_is_shown_without_an_echo(
    view: ValuesView, frame: Frame, qtbot: QtBot
) -> None:
    view.show_frame(frame)
    with qtbot.assertNotEmitted(view.selected):
        view.show_selection(Selection(2, 2, -1), None)
    assert view.bar.layer.currentIndex() == 1
    current = view.table.currentIndex()
    assert (current.row(), current.column()) == (2, 4)


# --- copying -----------------------------------------------------------------------------------------


def test_copies_hold_every_digit(view: ValuesView, frame: Frame) -> None:
    view.show_frame(frame)
    layer = frame.network.layers[0]
    whole = np.hstack((layer.W, layer.b))
    for copy in (view.copy_text, view.copy_csv, view.copy_numpy):
        copy()
        assert np.array_equal(parse_matrix(clipboard()), whole)
    made: dict[str, np.ndarray] = {}
    exec(clipboard(), {"np": np}, made)
    assert np.array_equal(made["W1"], layer.W)
    assert np.array_equal(made["b1"], layer.b)


def test_gradients_are_copied_by_their_names(view: ValuesView, frame: Frame) -> None:
    view.show_frame(frame)
    view.bar.gradients.setChecked(True)
    view.copy_numpy()
    assert clipboard().startswith("dW1 = np.array([")
    assert "\ndb1 = np.array([" in clipboard()


def test_the_key_copies_the_selected_block(view: ValuesView, frame: Frame, qtbot: QtBot) -> None:
    view.show_frame(frame)
    view.table.selectRow(2)
    qtbot.keySequence(view.table, QKeySequence(QKeySequence.StandardKey.Copy))
    layer = frame.network.layers[0]
    assert np.array_equal(parse_matrix(clipboard()), np.hstack((layer.W, layer.b))[2:3])


# --- editing -----------------------------------------------------------------------------------------


def type_into(view: ValuesView, row: int, column: int, text: str, qtbot: QtBot) -> None:
    index = view.numbers.index(row, column)
    view.table.setCurrentIndex(index)
    view.table.edit(index)
    editor = view.table.viewport().findChild(QLineEdit)
    editor.setText(text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not view.table.is_editing)


@pytest.mark.parametrize(
    ("row", "column", "text", "edits"),
    [
        (0, 1, "0.3", {"W1[0,1]": 0.3}),
        (0, 1, "0,3", {"W1[0,1]": 0.3}),
        (3, 2, " −2e-3 ", {"b1[3]": -2e-3}),
        (1, 0, "0", {"W1[1,0]": 0.0}),
    ],
)
def test_a_typed_number_is_handed_on(
    view: ValuesView, frame: Frame, qtbot: QtBot, row: int, column: int, text: str, edits: dict[str, float]
) -> None:
    view.show_frame(frame)
    started: list[bool] = []
    committed: list[dict[str, float]] = []
    view.editingStarted.connect(lambda: started.append(True))
    view.editCommitted.connect(committed.append)
    type_into(view, row, column, text, qtbot)
    assert started == [True]
    assert committed == [edits]
    RecordedRun(frame.experiment).edit(edits)  # the engine knows these names


@pytest.mark.parametrize("text", ["", "abc", "nan", "inf", "1_0", "0.1.2"])
def test_what_is_no_number_is_refused_in_a_sentence(
    view: ValuesView, frame: Frame, qtbot: QtBot, text: str
) -> None:
    view.show_frame(frame)
    with qtbot.assertNotEmitted(view.editCommitted):
        type_into(view, 1, 0, text, qtbot)
    received = f"“{text}”" if text else "empty"
    assert view.note.text() == f"W[1]₂,₁ must be a number, not {received}."


def test_the_same_number_is_no_edit(view: ValuesView, frame: Frame, qtbot: QtBot) -> None:
    view.show_frame(frame)
    with qtbot.assertNotEmitted(view.editCommitted):
        type_into(view, 1, 0, repr(float(frame.network.layers[0].W[1, 0])), qtbot)


def test_the_table_keeps_still_while_a_number_is_typed(view: ValuesView, qtbot: QtBot) -> None:
    run = RecordedRun(experiment(weights=small_normal()))
    first = run.frame()
    view.show_frame(first)
    index = view.numbers.index(0, 0)
    view.table.setCurrentIndex(index)
    view.table.edit(index)
    editor = view.table.viewport().findChild(QLineEdit)
    editor.setText("12")
    run.advance(5)
    later = run.frame()
    view.show_frame(later)
    assert editor.text() == "12"
    assert np.array_equal(view.numbers.values[:, :2], first.network.layers[0].W)
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: np.array_equal(view.numbers.values[:, :2], later.network.layers[0].W))


def test_gradients_cannot_be_edited(view: ValuesView, frame: Frame) -> None:
    view.show_frame(frame)
    view.bar.gradients.setChecked(True)
    assert not view.numbers.flags(view.numbers.index(0, 0)) & Qt.ItemFlag.ItemIsEditable
    assert not view.bar.paste.isEnabled()


# --- pasting -----------------------------------------------------------------------------------------


def paste(view: ValuesView, text: str, qtbot: QtBot) -> dict[str, float]:
    copy_to_clipboard(text)
    with qtbot.waitSignal(view.editCommitted) as signal:
        qtbot.keySequence(view.table, QKeySequence(QKeySequence.StandardKey.Paste))
    edits: dict[str, float] = signal.args[0]
    return edits


def test_a_matrix_of_the_weights_shape_goes_over_the_weights(
    view: ValuesView, frame: Frame, qtbot: QtBot
) -> None:
    view.show_frame(frame)
    edits = paste(view, "1 2\n3 4\n5 6\n7 8", qtbot)
    assert edits == {f"W1[{j},{k}]": float(2 * j + k + 1) for j in range(4) for k in range(2)}


def test_one_column_more_are_the_biases(view: ValuesView, frame: Frame, qtbot: QtBot) -> None:
    view.show_frame(frame)
    edits = paste(view, "[[1,2,9],[3,4,9],[5,6,9],[7,8,9]]", qtbot)
    assert len(edits) == 12
    assert edits["b1[3]"] == 9.0


def test_a_smaller_block_goes_where_the_cursor_is(view: ValuesView, frame: Frame, qtbot: QtBot) -> None:
    view.show_frame(frame)
    view.table.setCurrentIndex(view.numbers.index(2, 1))
    assert paste(view, "5\t6\n7\t8", qtbot) == {"W1[2,1]": 5.0, "b1[2]": 6.0, "W1[3,1]": 7.0, "b1[3]": 8.0}


def test_only_numbers_that_differ_are_edits(view: ValuesView, frame: Frame, qtbot: QtBot) -> None:
    view.show_frame(frame)
    W = frame.network.layers[0].W.copy()
    W[1, 1] = 5.0
    assert paste(view, as_text(W), qtbot) == {"W1[1,1]": 5.0}
    copy_to_clipboard(as_csv(frame.network.layers[0].W))
    with qtbot.assertNotEmitted(view.editCommitted):
        view.paste()
    assert "those that stand here" in view.note.text()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "The clipboard holds no text."),
        ("hello world", "Row 1, column 1 of the pasted matrix must be a number, not “hello”."),
        ("1 2\n3", "Row 2 of the pasted matrix has 1 numbers, row 1 has 2."),
        ("1 nan", "Row 1, column 2 of the pasted matrix must be a number, not “nan”."),
        ("1 2 3 4 5", "too large for its place: W[1] is 4 × 2, with b 4 × 3."),
        ("[[1, 2], [3, 4", "The brackets of the pasted matrix do not match."),
        ("[]", "The pasted matrix is empty."),
        ("\n".join(["1"] * 10_001), "10001 numbers; at most 10000"),
    ],
)
def test_what_cannot_be_pasted_is_said(
    view: ValuesView, frame: Frame, qtbot: QtBot, text: str, says: str
) -> None:
    view.show_frame(frame)
    copy_to_clipboard(text)
    with qtbot.assertNotEmitted(view.editCommitted):
        view.paste()
    assert says in view.note.text()


# --- what may mean several things ------------------------------------------------------------------

COMMAS = "0,5\n0,25\n-0,5\n-0,75\n"
POINTS = {"W1[0,0]": 0.5, "W1[1,0]": 0.25, "W1[2,0]": -0.5, "W1[3,0]": -0.75}


@pytest.fixture
def asked(view: ValuesView, frame: Frame) -> ValuesView:
    """A column of decimal commas has been pasted, which could be two columns, too."""
    view.show_frame(frame)
    view.table.setCurrentIndex(view.numbers.index(0, 0))
    copy_to_clipboard(COMMAS)
    view.paste()
    return view


def test_what_can_be_doubted_is_shown_before_it_is_taken(asked: ValuesView, qtbot: QtBot) -> None:
    committed: list[dict[str, float]] = []
    asked.editCommitted.connect(committed.append)
    assert asked.choice.question.text() == "This text can be read in 2 ways. Which one is meant?"
    assert [button.text() for button in asked.choice.buttons] == [
        "4 × 1 with decimal commas:  0.5 / 0.25 / −0.5 / −0.75",
        "4 × 2:  0  5 / 0  25 / 0  5 / 0  75",
    ]
    assert asked.choice.isVisible()
    assert not asked.table.isVisible()
    assert committed == []


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_the_keyboard_takes_the_likeliest(asked: ValuesView, qtbot: QtBot, key: Qt.Key) -> None:
    first = asked.choice.buttons[0]
    qtbot.waitUntil(lambda: asked.focusWidget() is first)
    with qtbot.waitSignal(asked.editCommitted) as signal:
        qtbot.keyClick(first, key)
    assert signal.args == [POINTS]
    assert asked.table.isVisible()
    assert not asked.choice.isVisible()
    assert asked.note.text() == "Pasted 4 × 1 with decimal commas."


def test_the_other_is_taken_by_a_click(asked: ValuesView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(asked.editCommitted) as signal:
        qtbot.mouseClick(asked.choice.buttons[1], Qt.MouseButton.LeftButton)
    assert signal.args[0]["W1[3,1]"] == 75.0


def leave_by_escape(view: ValuesView, qtbot: QtBot) -> None:
    qtbot.keyClick(view.choice.buttons[0], Qt.Key.Key_Escape)


def leave_by_cancel(view: ValuesView, qtbot: QtBot) -> None:
    qtbot.mouseClick(view.choice.cancel_button, Qt.MouseButton.LeftButton)


def leave_by_another_layer(view: ValuesView, qtbot: QtBot) -> None:
    view.bar.layer.setCurrentIndex(1)


def leave_by_the_gradients(view: ValuesView, qtbot: QtBot) -> None:
    view.bar.gradients.setChecked(True)


@pytest.mark.parametrize(
    "leave", [leave_by_escape, leave_by_cancel, leave_by_another_layer, leave_by_the_gradients]
)
def test_none_is_taken(asked: ValuesView, qtbot: QtBot, leave: Callable[[ValuesView, QtBot], None]) -> None:
    with qtbot.assertNotEmitted(asked.editCommitted):
        leave(asked, qtbot)
    assert asked.table.isVisible()
    assert not asked.choice.isVisible()


def test_only_what_fits_is_offered_and_asked_for_all_the_same(
    view: ValuesView, frame: Frame, qtbot: QtBot
) -> None:
    view.show_frame(frame)
    view.table.setCurrentIndex(view.numbers.index(0, 2))
    copy_to_clipboard("1;2;3;4")
    with qtbot.assertNotEmitted(view.editCommitted):
        view.paste()
    assert view.choice.question.text() == "One way to read this text fits here. Is it meant?"
    assert [button.text() for button in view.choice.buttons] == [
        "4 × 1 with rows ended by semicolons:  1 / 2 / 3 / 4"
    ]


def test_one_number_with_two_marks_is_never_two_unasked(view: ValuesView, frame: Frame, qtbot: QtBot) -> None:
    view.show_frame(frame)
    copy_to_clipboard("1.234,5")
    with qtbot.assertNotEmitted(view.editCommitted):
        view.paste()
    assert view.choice.buttons[0].text() == (
        "1 × 1 with decimal commas and points between thousands:  1234.5"
    )


def test_matlab_rows_end_at_semicolons(view: ValuesView, frame: Frame, qtbot: QtBot) -> None:
    view.show_frame(frame)
    edits = paste(view, "[0.1 0.2; 0.3 0.4; 0.5 0.6; 0.7 0.8]", qtbot)
    assert edits == {f"W1[{j},{k}]": (2 * j + k + 1) / 10 for j in range(4) for k in range(2)}
    view.bar.layer.setCurrentIndex(2)
    copy_to_clipboard("[1 2; 3 4]")
    with qtbot.assertNotEmitted(view.editCommitted):
        view.paste()
    assert view.note.text() == (
        "The pasted matrix is 2 × 2, too large for its place: W[3] is 1 × 3, with b 1 × 4."
    )


def test_both_palettes_paint_and_wide_layers_are_fast_enough_to_open(view: ValuesView) -> None:
    view.show_frame(frame_of(experiment(hidden=((512, "relu"), (512, "relu")), weights=small_normal())))
    view.bar.layer.setCurrentIndex(1)
    assert view.numbers.values.shape == (512, 513)
    pictures = []
    for palette in (LIGHT, DARK):
        COLOURS.use(palette)
        pictures.append(view.grab().toImage())
    assert pictures[0] != pictures[1]


def test_a_paste_that_fits_takes_back_what_was_said_of_one_that_did_not(
    view: ValuesView, frame: Frame, qtbot: QtBot
) -> None:
    view.show_frame(frame)
    standing = view.note.text()
    QGuiApplication.clipboard().setText("1 2\n3 nothing")
    view.paste()
    assert "must be a number" in view.note.text()
    paste(view, "1 2\n3 4\n5 6\n7 8", qtbot)
    assert view.note.text() == standing


@pytest.mark.parametrize("width", [360, 560])
def test_the_note_is_whole_in_a_narrow_tab(view: ValuesView, frame: Frame, qtbot: QtBot, width: int) -> None:
    view.show_frame(frame)
    view.resize(width, 300)
    view.show()
    QGuiApplication.clipboard().setText("1 2\n3 nothing")
    view.paste()
    QGuiApplication.processEvents()
    view.layout().activate()
    assert view.note.height() >= view.note.heightForWidth(view.note.width())
