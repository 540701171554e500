"""A stranger's words in the window: no markup, no picture, no link, no key, wherever they are shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QAction, QTextDocument
from PySide6.QtGui import Qt as QtGuiNamespace
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QLabel, QTabBar, QTextEdit, QWidget
from pytestqt.qtbot import QtBot
from windows import all_done, settle, shown_window

from app.look.svg_paint import pdf
from app.main_window import MainWindow
from symgui.export.report_pages import report_pages
from symgui.training.run import RecordedRun
from tests.soak.strangers import WORDS, with_words, write_all


def is_more(html: str, words: str) -> bool:
    """Whether a text that Qt takes for rich shows a picture, a link, or other words than a stranger's."""
    document = QTextDocument()
    document.setHtml(html)
    if any(
        each.isImageFormat() or (each.isCharFormat() and each.toCharFormat().isAnchor())
        for each in document.allFormats()
    ):
        return True
    plain = document.toPlainText().replace("\xa0", " ")
    return any(words[:k] in html and words[:k] not in plain for k in (5, 9))


def tips(widget: QWidget) -> Iterator[str]:
    yield widget.toolTip()
    yield widget.whatsThis()
    yield from (action.toolTip() for action in widget.actions())
    model = widget.model() if isinstance(widget, QAbstractItemView | QComboBox) else None
    if isinstance(model, QAbstractItemModel):
        for row in range(min(model.rowCount(), 40)):
            for column in range(min(model.columnCount(), 12)):
                yield str(model.index(row, column).data(Qt.ItemDataRole.ToolTipRole) or "")


def more_than_words(words: str) -> list[str]:
    """Where a stranger's words are more than that, on any window there is."""
    found = []
    for widget in QApplication.allWidgets():
        name = f"{type(widget).__name__} {widget.objectName()}"
        if isinstance(widget, QLabel) and widget.textFormat() != Qt.TextFormat.PlainText:
            rich = widget.textFormat() == Qt.TextFormat.RichText or QtGuiNamespace.mightBeRichText(
                widget.text()
            )
            if rich and is_more(widget.text(), words):
                found.append(f"{name}: {widget.text()}")
        if isinstance(widget, QTextEdit) and is_more(widget.toHtml(), words):
            found.append(f"{name}: {widget.toHtml()}")
        found += [
            f"{name}: tip {tip}"
            for tip in tips(widget)
            if QtGuiNamespace.mightBeRichText(tip) and is_more(tip, words)
        ]
        for action in (*widget.actions(), *widget.findChildren(QAction)):
            if "A & B" in action.text():
                found.append(f"{name}: action {action.text()}")
    return found


def look_around(qtbot: QtBot, window: MainWindow) -> None:
    """Every tab."""
    for bar in window.findChildren(QTabBar):
        for k in range(bar.count()):
            if bar.isVisible():
                bar.setCurrentIndex(k)
                QApplication.processEvents()
    all_done(qtbot, window)


@pytest.mark.parametrize("words", WORDS.values(), ids=list(WORDS))
def test_they_stay_words(qtbot: QtBot, words: str, tmp_path: Path) -> None:
    files = write_all(words, tmp_path)
    with shown_window(qtbot) as window:
        assert window.open_file(files["experiment"]), window.message.text()
        settle(qtbot, window)
        window.workspace.step(1)
        look_around(qtbot, window)
        window.inputs.show()
        window.pins.pin()
        assert more_than_words(words) == []
        window.inputs.sheet.close()
        window.importing.show_file(files["table"])
        dialog = window.importing.dialog
        assert dialog is not None
        qtbot.waitUntil(dialog.take.isEnabled)
        assert more_than_words(words) == []
        dialog.close()
        assert window.open_file(files["race"]), window.message.text()
        qtbot.waitUntil(lambda: window.workspace.race_frame is not None)
        look_around(qtbot, window)
        assert more_than_words(words) == []
        assert window.lessons.open_file(files["lesson"]), window.message.text()
        settle(qtbot, window)
        window.lessons.lecture.choose(0)
        window.present()
        qtbot.waitUntil(lambda: window.presenter is not None and window.presenter.active)
        assert more_than_words(words) == []
        window.presenter.end()
        window.lessons.show_list()
        assert more_than_words(words) == []


DOES = re.compile(
    rb"/(URI|Link|JS|JavaScript|Launch|Action|OpenAction|AA|GoTo[RE]?|SubmitForm|ImportData|RichMedia|EmbeddedFile"
    rb"|FileSpec|AcroForm|XFA|ObjStm)\b"
)
"""What of a PDF is more than pages; objects within streams (ObjStm) could hide it."""
OF_A_PDF = ") >> /OpenAction << /S /JavaScript /JS (app.alert(1)) >> ("


@pytest.mark.parametrize("words", [*WORDS.values(), OF_A_PDF], ids=[*WORDS, "PDF"])
def test_a_report_shows_them_on_its_pages_and_in_its_title(qapp: QApplication, words: str) -> None:
    report = pdf(report_pages(RecordedRun(with_words(words)).frame()))
    objects = re.sub(rb"\nstream\r?\n.*?\nendstream", b"", report, flags=re.DOTALL)
    assert DOES.findall(objects) == []
    title = re.search(rb"/Title \(\xfe\xff(.*?)\)\n/Creator", objects, re.DOTALL)
    assert title is not None
    written = re.sub(rb"\\([()\\])", rb"\1", title[1]).decode("utf-16-be")
    seen = re.sub(r"[\x00-\x1f\x7f-\x9f]", "\ufffd", words)
    assert written == f"{seen}, page 1"
