"""What is taken out of the real window: Export, the clipboard, lines, recent files, the QR code."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QGuiApplication, QImage
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFileDialog,
    QInputDialog,
    QLabel,
    QListWidget,
    QMenu,
    QProgressBar,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot
from windows import action, find, settle, shown_window

from app.main_window import MainWindow
from app.panels.choices import TileGrid
from app.panels.export_dialog import ExportDialog, ExportItem, Look
from app.panels.qr_sheet import QrSheet
from app.runtime.selection import Selection
from app.runtime.settings import Settings
from app.views.base.number_field import NumberField
from symgui.experiment import LayerSpec, opening_experiment
from symgui.experiment.line import to_line
from symgui.export.kinds import KINDS
from symgui.figures.palette import DARK, LIGHT
from symgui.figures.qr import modules
from symgui.plain_text.numbers import number
from symgui.training.lanes import lanes_of
from symgui.training.race_file import RaceFile

OTHER = opening_experiment().with_(title="Other", initialization={"weights": {"scheme": "normal"}})


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    with shown_window(qtbot, OTHER) as window:
        window.workspace.step(20)
        qtbot.waitUntil(lambda: window.workspace.frame is not None and window.workspace.frame.iteration == 20)
        yield window


def opened(window: MainWindow) -> ExportDialog:
    action(window, "action-export").trigger()
    return find(window, ExportDialog, "export")


def choose(dialog: ExportDialog, name: str) -> ExportItem:
    names = [item.name for item in dialog.items]
    find(dialog, QListWidget, "export-what").setCurrentRow(names.index(name))
    return dialog.item


def save(dialog: ExportDialog, path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    find(dialog, QPushButton, "export-save").click()
    return find(dialog, QLabel, "export-said").text()


def test_the_dialog_has_every_kind_with_a_preview(window: MainWindow) -> None:
    dialog = opened(window)
    names = [item.name for item in dialog.items]
    assert set(KINDS) <= set(names)
    assert {"qr", "window"} <= set(names)
    for name in names:
        item = choose(dialog, name)
        if item.is_picture:
            assert not dialog.picture.pixmap().isNull(), name
        else:
            assert dialog.text.toPlainText(), name
        assert not find(dialog, QLabel, "export-said").text(), name
    assert dialog.windowTitle() == "Export – iteration 20"


@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf"])
def test_a_picture_is_saved_in_its_format(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    dialog = opened(window)
    for name in ("score", "window"):
        choose(dialog, name)
        formats = find(dialog, QComboBox, "export-format")
        formats.setCurrentIndex(formats.findData(suffix))
        path = tmp_path / f"{name}{suffix}"
        assert save(dialog, path, monkeypatch) == f"Saved: {path.name}"
        start = path.read_bytes()[:200]
        assert {".png": b"\x89PNG", ".svg": b"<svg", ".pdf": b"%PDF-"}[suffix] in start


def test_scale_and_ground_are_those_chosen(window: MainWindow) -> None:
    dialog = opened(window)
    item = choose(dialog, "cost")
    sizes, grounds = {}, {}
    for scale in (1, 3):
        picture = QImage.fromData(item.data(".png", Look(scale=scale)))
        sizes[scale] = picture.width()
    for dark, palette in ((False, LIGHT), (True, DARK)):
        picture = QImage.fromData(item.data(".png", Look(dark=dark)))
        grounds[dark] = picture.pixelColor(3, 3) == QColor(palette.paper)
    assert sizes[3] == 3 * sizes[1]
    assert all(grounds.values())
    ground = find(dialog, QComboBox, "export-ground")
    before = dialog.picture.pixmap().toImage()
    ground.setCurrentIndex(ground.findData(not ground.currentData()))
    assert dialog.picture.pixmap().toImage() != before


def test_a_view_is_painted_dark_while_the_window_is_light(window: MainWindow) -> None:
    item = next(item for item in window.exports.items() if item.name == "window")
    light, dark = (
        QImage.fromData(item.data(".png", Look(dark=dark, titled=False, scale=1))) for dark in (False, True)
    )
    place = window.score.mapTo(window, window.score.rect().center())
    assert light.size() == dark.size() == window.size()
    assert light.pixelColor(place).lightness() > dark.pixelColor(place).lightness()
    shown = window.grab().toImage().convertToFormat(light.format())
    assert shown.pixelColor(place) == light.pixelColor(place)  # and is light again


def test_numbers_and_programs_are_those_of_the_run(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = window.workspace.frame
    assert frame is not None
    dialog = opened(window)
    for name, file in (("npz", "a.npz"), ("csv", "a.csv"), ("notebook", "a.ipynb"), ("line", "a.txt")):
        choose(dialog, name)
        assert save(dialog, tmp_path / file, monkeypatch) == f"Saved: {file}"
    with np.load(tmp_path / "a.npz", allow_pickle=False) as found:
        np.testing.assert_array_equal(found["W1"], frame.network.layers[0].W)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "a.csv").read_text())))
    assert float(rows[-1]["cost"]) == frame.cost
    assert json.loads((tmp_path / "a.ipynb").read_text())["nbformat"] == 4
    assert (tmp_path / "a.txt").read_text() == to_line(OTHER) + "\n"


def test_a_table_is_copied_for_a_spreadsheet(window: MainWindow) -> None:
    dialog = opened(window)
    frame = window.workspace.frame
    assert frame is not None
    for name, head in (
        ("csv", "iteration\tcost"),
        ("histograms", "layer\tof\tfrom\tto\tcount"),
        ("matrices", "W1"),
    ):
        choose(dialog, name)
        find(dialog, QPushButton, "export-copy").click()
        text = QGuiApplication.clipboard().text()
        assert text.startswith(head), name
    cells = text.splitlines()[1].split("\t")
    assert [float(cell) for cell in cells] == frame.network.layers[0].W[0].tolist()


def test_what_cannot_be_written_is_said_and_nothing_is_lost(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = opened(window)
    choose(dialog, "csv")
    missing = tmp_path / "no" / "a.csv"
    assert save(dialog, missing, monkeypatch) == f"{missing} cannot be written: there is no such folder"
    there = tmp_path / "a.csv"
    there.write_text("precious")
    said = save(dialog, tmp_path / "a", monkeypatch)  # the desktop asked about "a" alone
    assert said == "a.csv is there already: choose it to write over it"
    assert there.read_text() == "precious"


def test_the_picture_of_the_score_or_of_what_has_the_focus_is_copied(window: MainWindow) -> None:
    window.centralWidget().setFocus()
    action(window, "action-copy-picture").trigger()
    held = QGuiApplication.clipboard().mimeData()
    assert held.hasImage()
    assert b"<svg" in bytes(held.data("image/svg+xml").data())
    assert "Score" in window.message.text()
    window.cost.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    window.cost.setFocus()
    action(window, "action-copy-picture").trigger()
    picture = QGuiApplication.clipboard().image()
    assert picture.size() == window.cost.size() * 2


def test_a_line_goes_out_and_comes_in(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    action(window, "action-copy-line").trigger()
    line = QGuiApplication.clipboard().text()
    assert line == to_line(OTHER)
    assert window.message.text() == (
        f"The line is on the clipboard, {len(line)} characters: symgui LINE opens it."
    )
    QGuiApplication.clipboard().setText(to_line(opening_experiment()))
    offered: list[str] = []

    def agree(dialog: QInputDialog) -> int:
        assert all(button.icon().isNull() for button in dialog.findChildren(QPushButton))
        offered.append(dialog.textValue())
        return int(QInputDialog.DialogCode.Accepted)

    monkeypatch.setattr(QInputDialog, "exec", agree)
    action(window, "action-open-line").trigger()
    assert offered == [to_line(opening_experiment())]
    settle(qtbot, window)
    assert (window.workspace.experiment, window.workspace.document.path) == (opening_experiment(), None)
    assert not window.files.open_line("symgui1:oops")
    assert window.message.text().startswith("The line is ")
    assert window.workspace.experiment == opening_experiment()
    action(window, "action-undo").trigger()
    settle(qtbot, window)
    assert window.workspace.experiment == OTHER


def test_a_race_has_its_picture_and_its_line(qtbot: QtBot, window: MainWindow) -> None:
    race = RaceFile.of(lanes_of(OTHER, [{}, {"training": {"learning_rate": 0.5}}]), "Two rates")
    assert window.files.open_line(to_line(race))
    qtbot.waitUntil(lambda: window.workspace.race_frame is not None)
    items = {item.name: item for item in window.exports.items()}
    assert set(items) == {"race", "results", "animation", "line", "qr", "view-race", "window"}
    assert items["line"].data(".txt", Look()).decode() == to_line(race) + "\n"
    assert b"weights" not in items["race"].data(".svg", Look(titled=False))
    assert items["race"].data(".svg", Look()).startswith(b"<svg")
    assert items["view-race"].data(".svg", Look()).startswith(b"<?xml")
    window.exports.copy_picture()
    assert QGuiApplication.clipboard().image().width() > 500


def test_files_that_were_used_are_offered_again(qtbot: QtBot, tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings")
    paths = [tmp_path / f"{name}.symgui.json" for name in ("one", "two & a half")]
    for path in paths:
        OTHER.with_(title=path.name).save(path)
    with shown_window(qtbot, settings=settings) as window:
        assert not window.menu.recent.menuAction().isEnabled()
        for path in paths:
            assert window.open_file(path)
        texts = [entry.text() for entry in find(window, QMenu, "menu-recent").actions()]
        assert texts == ["two && a half.symgui.json", "one.symgui.json"]
        window.menu.recent.actions()[1].trigger()
        assert window.workspace.document.path == paths[0]
        assert settings.recent == (paths[0], paths[1])
    paths[1].unlink()
    assert Settings(tmp_path / "settings").recent == (paths[0],)


def test_the_code_covers_the_window_until_a_key(qtbot: QtBot, window: MainWindow) -> None:
    iteration = window.workspace.iteration
    action(window, "action-qr").trigger()
    sheet = find(window, QrSheet, "qr-sheet")
    assert sheet.geometry() == window.rect()
    picture = sheet.grab().toImage()
    dark = modules(to_line(OTHER))
    black = [
        (x, y) for y in range(0, picture.height(), 2) for x in range(0, picture.width(), 2)
        if picture.pixelColor(x, y).lightness() == 0
    ]  # fmt: skip
    assert len(black) > dark.sum()
    qtbot.keyClick(sheet, Qt.Key.Key_Space)  # which would run
    qtbot.waitUntil(lambda: window.findChild(QrSheet, "qr-sheet") is None)
    assert window.workspace.iteration == iteration


def test_the_code_on_the_stage(qtbot: QtBot, window: MainWindow) -> None:
    window.present()
    assert window.presenter is not None
    stage = window.presenter.stage
    qtbot.keyClick(stage, Qt.Key.Key_Q)
    find(stage, QrSheet, "qr-sheet")
    qtbot.keyClick(stage, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: stage.findChild(QrSheet, "qr-sheet") is None)
    assert window.workspace.iteration == 20  # the key did nothing else
    qtbot.keyClick(stage, Qt.Key.Key_Escape)
    assert window.isVisible()


def test_the_report_says_what_the_window_says(window: MainWindow) -> None:
    frame = window.workspace.frame
    assert frame is not None
    item = next(item for item in window.exports.items() if item.name == "report")
    text = item.data(".svg", Look()).decode()
    assert f"cost {number(frame.cost)}" in text
    assert f"--iterations {frame.iteration}" in text


def animated(window: MainWindow, path: Path, monkeypatch: pytest.MonkeyPatch, last: int) -> ExportDialog:
    dialog = opened(window)
    choose(dialog, "animation")
    for name, value in (("export-first", 3), ("export-last", last), ("export-frames", 4)):
        find(dialog, NumberField, name).setValue(value)
    assert save(dialog, path, monkeypatch) == ""
    return dialog


def test_an_animation_is_made_and_says_how_far_it_is(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.gif"
    dialog = animated(window, path, monkeypatch, last=12)
    assert find(dialog, QProgressBar, "export-progress").isVisible()
    assert not find(dialog, QPushButton, "export-save").isEnabled()
    said = find(dialog, QLabel, "export-said")
    qtbot.waitUntil(lambda: said.text().startswith("Saved: a.gif, 4 frames"))
    with Image.open(path) as picture:
        assert picture.n_frames == 4
    assert find(dialog, QPushButton, "export-save").isEnabled()
    assert window.workspace.iteration == 20  # the open run is where it was
    for name in ("b.gif", "c.gif"):  # one after the other, without a pause
        assert save(dialog, tmp_path / name, monkeypatch) == ""
        qtbot.waitUntil(lambda name=name: said.text().startswith(f"Saved: {name}, 4 frames"))
        assert (tmp_path / name).read_bytes() == path.read_bytes()


def test_an_animation_that_is_given_up_or_cannot_be_leaves_no_file(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.gif"
    dialog = animated(window, path, monkeypatch, last=10**9)
    find(dialog, QPushButton, "export-cancel").click()
    assert find(dialog, QLabel, "export-said").text() == "Given up; nothing was written."
    find(dialog, NumberField, "export-step").setValue(1)
    assert save(dialog, path, monkeypatch) == ""
    said = find(dialog, QLabel, "export-said")
    qtbot.waitUntil(lambda: "would have 999999998 frames" in said.text())
    find(dialog, NumberField, "export-step").setValue(0)
    save(dialog, path, monkeypatch)
    dialog.close()  # gives it up, too
    settle(qtbot, window)
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def quiet_menus(monkeypatch: pytest.MonkeyPatch) -> None:
    """The offscreen platform cannot put a menu above all else."""
    monkeypatch.setattr(QMenu, "popup", lambda *_: None)


def copied_table(window: MainWindow, view: str) -> list[list[str]]:
    """What the first entry of a view's context menu puts on the clipboard."""
    part = find(window, QWidget, view)
    at = part.rect().center()
    under = part.childAt(at) or part
    here, there = under.mapFrom(part, at), part.mapToGlobal(at)
    QApplication.sendEvent(under, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, here, there))
    (menu,) = window.findChildren(QMenu, "copy-menu")
    menu.actions()[0].trigger()
    menu.setObjectName("used")
    menu.aboutToHide.emit()
    return list(csv.reader(io.StringIO(QGuiApplication.clipboard().text()), delimiter="\t"))


@pytest.mark.usefixtures("quiet_menus")
def test_a_view_is_copied_as_a_table_from_its_context_menu(window: MainWindow) -> None:
    frame = window.workspace.frame
    assert frame is not None
    window.workspace.pointing.select(Selection(2))
    cost = copied_table(window, "cost-view")
    assert cost[0] == ["iteration", "cost", "train_accuracy"]
    assert [float(row[1]) for row in cost[1:]] == frame.curve.cost.tolist()
    W = copied_table(window, "weights-view")
    layer = frame.network.layers[1]
    assert [[float(x) for x in row] for row in W[1:]] == np.hstack([layer.W, layer.b]).tolist()
    bars = copied_table(window, "activations-view")
    assert [int(row[2]) for row in bars[1:-1]] == frame.pictures[1].activations.counts.tolist()
    assert int(bars[-1][2]) == frame.pictures[1].activations.zeros
    plane = copied_table(window, "boundary-view")
    assert frame.plane is not None
    assert [float(x) for x in plane[1][1:]] == frame.plane.probability[0].tolist()
    assert "are on the clipboard, for a spreadsheet" in window.message.text()
    window.workspace.pointing.select(Selection(2, 0, 0))
    copied_table(window, "weights-view")
    assert window.message.text().startswith("W[2] and b[2]: 1 row is on the clipboard")


@pytest.mark.usefixtures("quiet_menus")
def test_a_table_is_of_the_network_that_is_shown_while_a_deeper_one_is_made(window: MainWindow) -> None:
    frame = window.workspace.frame
    assert frame is not None
    last = len(frame.network.layers)
    deeper = OTHER.with_(network={"hidden": tuple(LayerSpec(2, "tanh") for _ in range(last + 2))})
    window.workspace.document.open(deeper)
    window.workspace.pointing.select(Selection(last + 2))
    assert window.workspace.awaited
    ((label, table),) = window.copy_menu.tables(["weights-view"], last + 2)
    assert label == f"W[{last}] and b[{last}]"
    assert table[1][:-1] == [repr(x) for x in frame.network.output.W[0].tolist()]
    window.copy_menu.ask()
    assert window.workspace.awaited


@pytest.mark.usefixtures("quiet_menus")
def test_the_same_by_keyboard(qtbot: QtBot, window: MainWindow) -> None:
    window.cost.plot.setFocus()
    control, alt = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
    qtbot.keyClick(window, Qt.Key.Key_C, control | alt)
    menu = find(window, QMenu, "copy-menu")
    texts = [entry.text() for entry in menu.actions()]
    assert texts[0] == "Copy as a table: Cost by iteration"  # it has the focus
    assert {"Copy as a table: W[1] and b[1]", "Copy as a table: Histogram of A[1]"} <= set(texts)
    assert menu.activeAction() is menu.actions()[0]
    menu.actions()[0].trigger()
    assert QGuiApplication.clipboard().text().startswith("iteration\tcost")


@pytest.mark.usefixtures("quiet_menus")
def test_the_costs_of_a_race_as_a_table(qtbot: QtBot, window: MainWindow) -> None:
    compare = window.compare
    action(window, "action-log-axis").setChecked(True)  # whatever was chosen before the race is there
    compare.enter(lanes_of(OTHER, [{}, {"training": {"learning_rate": 0.5}}]))
    qtbot.waitUntil(lambda: window.workspace.race_frame is not None)
    table = copied_table(window, "race-view")
    race = window.workspace.race_frame
    assert race is not None
    assert table[0] == ["iteration", "A: α 1.2", "B: α 0.5"]
    assert [float(x) for x in table[1][1:]] == [frame.curve.cost[0] for frame in race.frames]


def test_a_picture_of_a_view_with_its_settings(window: MainWindow) -> None:
    item = next(item for item in window.exports.items() if item.name == "window")
    plain, titled = (
        QImage.fromData(item.data(".png", Look(scale=1, titled=on))) for on in (False, True)
    )  # fmt: skip
    above = titled.height() - plain.height()
    assert above > 10
    below = [np.frombuffer(each.constBits(), np.uint32) for each in (plain, titled)]
    same = below[1][above * titled.width() :] == below[0]
    assert same.mean() > 0.999  # all but a few rims of lines
    text = item.data(".svg", Look()).decode()
    assert "400 × flower" in text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_stage_as_a_picture(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.present()
    assert window.presenter is not None
    stage = window.presenter.stage
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(stage, Qt.Key.Key_C, control | shift)
    assert QGuiApplication.clipboard().image().size() == stage.size() * 2
    for name in ("a.png", "a.svg", "a.pdf", "a.txt"):
        path = tmp_path / name
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, path=path: (str(path), ""))
        qtbot.keyClick(stage, Qt.Key.Key_E, control)
        said = stage.foot.message.text()
        assert said == (
            f"Saved: {name}" if name != "a.txt" else "a.txt must end in .png or .svg or .pdf"
        )  # fmt: skip
    assert QImage(str(tmp_path / "a.png")).size() == stage.size() * 2
    assert b"<text" in (tmp_path / "a.svg").read_bytes()
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    qtbot.keyClick(stage, Qt.Key.Key_Escape)


def test_a_copied_picture_does_not_outlive_python() -> None:
    """Where the clipboard is kept until the process ends, as Qt's offscreen platform does."""
    code = (
        "from PySide6.QtGui import QGuiApplication, QImage\n"
        "from app.controllers.export_items import copy_picture\n"
        "application = QGuiApplication([])\n"
        "copy_picture(QImage(4, 4, QImage.Format.Format_RGB32), '<svg/>')\n"
        "print(*sorted(application.clipboard().mimeData().formats()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "application/x-qt-image image/svg+xml\n"), done.stderr


def test_of_a_race_it_is_said_where_the_scripts_are(qtbot: QtBot, window: MainWindow) -> None:
    dialog = window.exports.ask()
    assert dialog is not None
    assert not dialog.note.isVisible()
    dialog.close()
    window.compare.toggle()
    qtbot.waitUntil(lambda: window.workspace.race_frame is not None)
    dialog = window.exports.ask()
    assert dialog is not None
    assert "click a lane's letter" in dialog.note.text()
    assert dialog.note.isVisible()


def test_the_window_in_other_colours_has_the_pictures_of_the_data(window: MainWindow) -> None:
    """On screen they are painted one by one when there is time."""
    items = {item.name: item for item in window.exports.items()}
    tiles = window.findChild(TileGrid, "data-kind")
    place = QRect(tiles.mapTo(window, QPoint(0, 0)) + tiles.cell(0).topLeft(), tiles.cell(0).size())
    for dark, palette in ((False, LIGHT), (True, DARK)):
        picture = QImage.fromData(items["window"].data(".png", Look(dark=dark, titled=False, scale=1)))
        tile = picture.copy(place.adjusted(4, 4, -4, -4))
        seen = {
            tile.pixelColor(x, y).name().upper() for x in range(tile.width()) for y in range(tile.height())
        }
        assert palette.field in seen
        assert len(seen) > 10


@pytest.mark.parametrize("dark", [False, True])
def test_a_view_stands_on_the_paper_of_its_page(window: MainWindow, dark: bool) -> None:
    items = {item.name: item for item in window.exports.items()}
    for name in ("view-why", "view-timeline"):
        picture = QImage.fromData(items[name].data(".png", Look(dark=dark, titled=False)))
        corner = picture.pixelColor(1, picture.height() - 2).name().upper()
        assert corner == (DARK if dark else LIGHT).paper
