"""Names and texts of others are shown letter by letter, wherever they appear."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QAction, QTextDocument
from PySide6.QtGui import Qt as QtGuiNamespace
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot
from windows import action, find, number, settle, tab_view

from app.look.others_words import literal, without_keys
from app.main_window import MainWindow
from app.panels.step_dialog import StepDialog
from symgui.experiment import opening_experiment

EVIL = "<img src=x><b>A & B"
FILE_NAME = "<b>A & B"

LESSON = f"""+++
format = "symgui-lesson/1"
id = "evil"
title = "{EVIL}"
question = "{EVIL}?"
+++

## {EVIL}

{EVIL} in a text, `{EVIL}` in code.

> {EVIL} in a note

```toml
experiment = {{title = "{EVIL}", training = {{iterations = 5}}}}
run = 5
question = {{text = "{EVIL}?", choices = [
  {{text = "{EVIL}", holds = [{{quantity = "cost", at_least = 0}}]}},
  {{text = "no {EVIL}", holds = [{{quantity = "cost", at_most = 0}}]}},
]}}
claims = [{{quantity = "cost", at_least = 0, says = "{EVIL}"}}]
```

## A race {EVIL}

Two lanes.

```toml
race = [{{}}, {{initialization = {{weights = {{scheme = "he"}}}}}}]
```
"""


def tips_of(model: QAbstractItemModel) -> Iterator[str]:
    for row in range(model.rowCount()):
        for column in range(model.columnCount()):
            yield str(model.index(row, column).data(Qt.ItemDataRole.ToolTipRole) or "")


def said_otherwise() -> list[str]:
    """What is on any window now and would not be shown letter by letter."""
    found = []
    for widget in QApplication.allWidgets():
        name = f"{type(widget).__name__} {widget.objectName()}"
        tips = [widget.toolTip(), *(each.toolTip() for each in widget.actions())]
        model = widget.model() if isinstance(widget, QAbstractItemView | QComboBox) else None
        if model is not None:
            tips += tips_of(model)
        found += [f"{name}: tip {tip}" for tip in tips if EVIL[:4] in tip or FILE_NAME in tip]
        rich = isinstance(widget, QLabel) and widget.textFormat() != Qt.TextFormat.PlainText
        if rich and ("<img" in widget.text() or "<b>A" in widget.text()):
            found.append(f"{name}: label {widget.text()}")
        for each in (*widget.actions(), *widget.findChildren(QAction)):
            if "A & B" in each.text():
                found.append(f"{name}: action {each.text()}")
    return found


def visible_texts(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel))


def test_a_lesson_of_somebody_elses(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / f"{FILE_NAME}.lesson.md"
    path.write_text(LESSON, encoding="utf-8")
    assert window.lessons.open_file(path), window.message.text()
    settle(qtbot, window)
    assert said_otherwise() == []
    lecture = window.lessons.lecture
    lecture.choose(0)
    lecture.next()
    qtbot.waitUntil(lambda: lecture.phase == "done")
    assert said_otherwise() == []
    page = window.lessons.panel
    assert EVIL in visible_texts(page)
    window.present()
    presenter = window.presenter
    assert presenter is not None
    qtbot.waitUntil(lambda: presenter.active)
    assert said_otherwise() == []
    lecture.go(1)
    qtbot.waitUntil(lambda: window.workspace.race_frame is not None)
    assert said_otherwise() == []
    presenter.end()
    window.lessons.writer.ask(window.lessons.library.own)
    dialog = find(window, StepDialog, "step-dialog")
    dialog.say(f"{EVIL} cannot be a step's title")
    assert said_otherwise() == []
    dialog.reject()
    window.lessons.show_list()
    assert said_otherwise() == []


def test_experiments_files_and_pins_of_somebody_elses(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / f"{FILE_NAME}.symgui.json"
    opening_experiment().with_(title=EVIL).save(path)
    assert window.open_file(path)
    settle(qtbot, window)
    window.pins.pin()
    window.pins.rename(0, EVIL)
    number(window, "init-seed").setValue(3)
    settle(qtbot, window)
    window.pins.pin()
    window.tabs.show_page(tab_view(window, "moments"))
    qtbot.waitUntil(tab_view(window, "moments").isVisible)
    window.pins.go_to(0)
    settle(qtbot, window)
    assert said_otherwise() == []
    assert action(window, "action-undo").text() == f"Undo go to “{without_keys(EVIL)}”"
    assert EVIL not in window.timeline.toolTip()
    path.write_text(EVIL, encoding="utf-8")
    assert not window.open_file(path)
    assert FILE_NAME in window.message.text()
    assert said_otherwise() == []
    window.save_file(path)
    assert FILE_NAME in window.message.text()
    assert said_otherwise() == []
    window.compare.enter()
    qtbot.waitUntil(lambda: window.workspace.race_frame is not None)
    assert said_otherwise() == []


@pytest.mark.parametrize("text", [EVIL, FILE_NAME, "<h1>x", "a < b", "W[1] <b>", "&lt;", "plain\nlines"])
def test_a_tip_is_shown_letter_by_letter(text: str) -> None:
    tip = literal(text)
    if QtGuiNamespace.mightBeRichText(tip):
        document = QTextDocument()
        document.setHtml(tip)
        assert document.toPlainText().replace("\u00a0", " ") == text
    else:
        assert tip == text
