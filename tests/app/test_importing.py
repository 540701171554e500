"""Data of one's own in the real window: opened, dropped, pasted, looked at, taken, and taken back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRect, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QStyle, QStyleOptionButton, QTableWidget
from pytestqt.qtbot import QtBot
from windows import action, choice, choose, find, settle

from app.look.theme import colours
from app.main_window import MainWindow
from app.panels.importing import import_dialog as dialog_module
from app.panels.importing import reader as reader_module
from app.panels.importing.import_dialog import ImportDialog
from symgui.data import load_data
from symgui.data.tables import examples as examples_module
from symgui.experiment import opening_experiment
from symgui.training.states import State

TEXT = "a;b;kind\n1,5;2;red\n2,5;;blue\n3,5;4;blue\n4,5;5;red\n5,5;7;blue\n6,5;8;red\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "mine.csv"
    path.write_text(TEXT, encoding="utf-8")
    return path


def shown(window: MainWindow) -> ImportDialog:
    dialog = window.importing.dialog
    assert dialog is not None
    return dialog


def text(dialog: ImportDialog, name: str) -> str:
    return find(dialog, QLabel, name).text()


def test_a_file_is_shown_taken_and_taken_back(qtbot: QtBot, window: MainWindow, file: Path) -> None:
    window.import_file(file)
    dialog = shown(window)
    assert "semicolons between cells, decimal comma, the first row names" in text(dialog, "import-understood")
    preview = find(dialog, QTableWidget, "import-preview")
    assert [preview.item(0, k).text() for k in range(3)] == ["1,5", "2", "red"]
    assert preview.verticalHeaderItem(0).text() == "2", "rows are counted as in the file"
    said = text(dialog, "import-summary")
    assert "4 training examples" in said
    assert '1 row is left out, as something is missing: first row 3, column "b"' in said
    dialog.standardize.setChecked(True)
    data = dialog.data
    assert data is not None
    dialog.take.click()
    settle(qtbot, window)
    experiment = window.workspace.experiment
    assert experiment.data == data
    assert (data.samples, data.test_samples, data.standardize) == (4, 1, True)
    assert experiment.sizes == (2, 4, 1)
    np.testing.assert_allclose(load_data(data).X.mean(axis=1), 0.0, atol=1e-15)
    assert window.importing.dialog is None or not window.importing.dialog.isVisible()
    action(window, "action-undo").trigger()
    settle(qtbot, window)
    assert window.workspace.experiment.data == opening_experiment().data


def test_the_statistics_are_those_of_the_training_examples(window: MainWindow, file: Path) -> None:
    window.import_file(file)
    dialog = shown(window)
    data = dialog.data
    assert data is not None
    X = load_data(data).X
    shown_ones = [[float(dialog.columns.item(row, k).text()) for k in (3, 4)] for row in range(2)]
    np.testing.assert_allclose(shown_ones, np.c_[X.mean(axis=1), X.std(axis=1)], rtol=1e-3)


def test_what_cannot_be_is_said_and_another_reading_can_be_chosen(window: MainWindow, file: Path) -> None:
    window.import_file(file)
    dialog = shown(window)
    for row in range(2):
        dialog.columns.item(row, 0).setCheckState(Qt.CheckState.Unchecked)
    assert text(dialog, "import-problem") == (
        "mine.csv: the table has no feature: choose at least one column of numbers"
    )
    assert not dialog.take.isEnabled()
    decimal = choice(dialog, "import-decimal")
    choose(dialog, "import-decimal", ".")
    decimal.activated.emit(decimal.currentIndex())
    assert "decimal point" in text(dialog, "import-understood")
    assert "6 words: 1,5" in dialog.columns.item(0, 1).text()
    assert dialog.columns.features == (1,), "1,5 is no number there"


def test_cells_of_a_spreadsheet_are_pasted_and_taken_by_keys(qtbot: QtBot, window: MainWindow) -> None:
    QGuiApplication.clipboard().setText("x\ty\n1.5\t0\n2.5\t1\n3.5\t0\n")
    keys = action(window, "action-paste-data").shortcut()
    assert keys == QKeySequence("Ctrl+Shift+V")
    action(window, "action-paste-data").trigger()
    dialog = shown(window)
    assert "tabs between cells" in text(dialog, "import-understood")
    with qtbot.waitExposed(dialog):
        pass
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    settle(qtbot, window)
    table = window.workspace.experiment.data.table
    assert table is not None
    assert (table.name, table.rows) == ("pasted", ((1.5, 0.0), (2.5, 1.0), (3.5, 0.0)))


def test_nothing_to_paste_is_said(window: MainWindow) -> None:
    QGuiApplication.clipboard().clear()
    action(window, "action-paste-data").trigger()
    assert window.importing.dialog is None
    assert "There is no text to paste" in window.message.text()


def test_space_checks_a_column(qtbot: QtBot, window: MainWindow, file: Path) -> None:
    window.import_file(file)
    columns = shown(window).columns
    columns.setCurrentCell(1, 2)
    qtbot.keyClick(columns, Qt.Key.Key_Space)
    assert columns.features == (0,)
    assert "of 1 feature" in text(shown(window), "import-summary")
    qtbot.keyClick(columns, Qt.Key.Key_Space)
    assert columns.features == (0, 1)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_is_checked_has_a_check_mark(window: MainWindow, file: Path, theme: str) -> None:
    window.theme.choose(theme)
    window.import_file(file)
    dialog = shown(window)
    dialog.format.header.setText("")  # the box alone
    option = QStyleOptionButton()
    dialog.format.header.initStyleOption(option)
    box = dialog.format.header.style().subElementRect(
        QStyle.SubElement.SE_CheckBoxIndicator, option, dialog.format.header
    )
    table = dialog.columns
    cell = table.visualItemRect(table.item(0, 0))
    boxes = (
        dialog.format.header.grab(box.adjusted(3, 3, -3, -3)),
        table.viewport().grab(QRect(cell.left() + 5, cell.center().y() - 4, 8, 9)),
    )
    for picture in (each.toImage() for each in boxes):
        at = [(x, y) for x in range(picture.width()) for y in range(picture.height())]
        seen = {picture.pixelColor(x, y).name().upper() for x, y in at}
        assert {colours().ink.upper(), colours().paper.upper()} <= seen


def test_files_are_dropped_on_the_window(
    qtbot: QtBot, window: MainWindow, file: Path, tmp_path: Path
) -> None:
    def drop(path: Path) -> None:
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path))])
        held = Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        entering = QDragEnterEvent(QPoint(20, 20), *held)
        QGuiApplication.sendEvent(window, entering)
        assert entering.isAccepted()
        QGuiApplication.sendEvent(window, QDropEvent(QPointF(20, 20), *held))

    drop(file)
    assert shown(window).windowTitle() == "Import mine.csv"
    shown(window).reject()
    other = tmp_path / "other.symgui.json"
    opening_experiment().with_(title="dropped", data={"seed": 5}).save(other)
    drop(other)
    settle(qtbot, window)
    assert window.workspace.experiment.title == "dropped"


def test_a_large_file_says_its_cost_first_and_can_be_given_up(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialog_module, "ASK_FROM", 1000)
    monkeypatch.setattr(reader_module, "AT_ONCE_BYTES", 1000)
    path = tmp_path / "long.csv"
    path.write_text("a,b,y\n" + "".join(f"{k},{k / 7:.3f},{k % 2}\n" for k in range(60_000)))
    window.import_file(path)
    dialog = shown(window)
    assert "rows, about 1 s to read" in text(dialog, "import-understood")
    assert dialog.data is None
    dialog.read_button.click()
    assert dialog.progress.isVisible()
    dialog.reject()
    window.import_file(path)
    dialog = shown(window)
    dialog.read_button.click()
    qtbot.waitUntil(lambda: dialog.take.isEnabled())
    said = text(dialog, "import-summary")
    assert "20000 training examples" in said
    assert "rows are not used: a run takes 20000 at most" in said
    assert "names the file" in said


def test_a_file_that_cannot_be_read_is_said(window: MainWindow, tmp_path: Path) -> None:
    for name, content, sentence in (
        ("gone.csv", None, "gone.csv cannot be read: no such file or directory"),
        ("bad.xlsx", b"PK\x03\x04nothing", "bad.xlsx"),
        ("row.csv", b"a,y\n1,0\n2\n", "row.csv: row 3 has 1 cell(s), where row 1 has 2"),
    ):
        if content is not None:
            (tmp_path / name).write_bytes(content)
        window.import_file(tmp_path / name)
        assert text(shown(window), "import-problem").startswith(sentence)
        assert not text(shown(window), "import-understood")  # what reading would have taken is no longer said
        assert not shown(window).take.isEnabled()


def test_the_tile_of_own_data_asks_for_a_file(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []
    monkeypatch.setattr(
        "PySide6.QtWidgets.QFileDialog.getOpenFileName", lambda *_: asked.append(True) or ("", "")
    )
    choose(window, "data-kind", "file")
    assert asked == [True]
    assert choice(window, "data-kind").currentData() == "flower"


def test_ten_digits_or_one_against_the_rest(qtbot: QtBot, window: MainWindow) -> None:
    choose(window, "data-kind", "digits")
    settle(qtbot, window)
    assert window.workspace.experiment.sizes == (64, 4, 10)
    choose(window, "data-digit", 3)
    settle(qtbot, window)
    assert window.workspace.experiment.sizes == (64, 4, 1)
    choose(window, "data-digit", -1)
    settle(qtbot, window)
    assert window.workspace.experiment.data.digit is None


def test_a_run_on_a_file_that_has_changed_meanwhile_ends_in_a_sentence(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "large.csv"
    path.write_text("a;b;y\n" + "".join(f"{k};0,5;{'no' if k % 3 else 'yes'}\n" for k in range(7_000)))
    window.import_file(path)
    shown(window).take.click()
    settle(qtbot, window)
    assert window.workspace.experiment.data.table.file is not None
    path.write_text(path.read_text().replace("yes", "nes"))
    examples_module.examples_in_file.cache_clear()
    action(window, "action-reset").trigger()
    qtbot.waitUntil(lambda: window.workspace.state is State.FAILED)
    report = find(window, QPlainTextEdit, "failure-report")
    qtbot.waitUntil(report.isVisible)
    assert report.toPlainText().startswith("large.csv has changed since it was imported")
    assert "Traceback" not in report.toPlainText()
    assert find(window, QLabel, "failure-head").text().startswith("This run cannot be made.")
    Path(report.toPlainText().rsplit("Kept in ", 1)[1]).unlink()
    report.window().close()
    action(window, "action-undo").trigger()
    settle(qtbot, window)
    assert window.workspace.experiment.data.kind == "flower"


def test_pictures_are_said_to_be_pictures(window: MainWindow, tmp_path: Path) -> None:
    images = np.random.RandomState(0).rand(6, 4, 5)
    for name, X, sides, known in (
        ("images.npz", images, (4, 5), True),
        ("flat.npz", images.reshape(6, 20)[:, :16], (4, 4), False),
        ("five.npz", images.reshape(6, 20)[:, :5], None, False),
    ):
        path = tmp_path / name
        np.savez(path, X=X, y=np.arange(6) % 2)
        window.import_file(path)
        dialog = shown(window)
        assert dialog.picture.isHidden() == (sides is None)
        assert dialog.picture.isChecked() == known
        dialog.picture.setChecked(True)
        data = dialog.data
        assert data is not None
        assert data.table is not None
        assert data.table.picture == sides


def test_large_inputs_are_pointed_out_until_they_are_standardized(window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("height,ill\n" + "".join(f"{150 + 5 * k},{'yn'[k % 2]}\n" for k in range(9)), "utf-8")
    window.import_file(path)
    dialog = shown(window)
    assert "as large as 190" in text(dialog, "import-summary")
    dialog.standardize.setChecked(True)
    assert "as large as" not in text(dialog, "import-summary")
