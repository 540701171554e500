"""A lesson's questions exported from the menu: the same file as without a window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from windows import action, shown_window

from symgui.cli.main import main
from symgui.lessons import load_lesson

MINE = Path(__file__).parents[1] / "e2e" / "a-lesson.lesson.md"


def test_the_questions_of_the_open_lesson(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def export(name: str) -> None:
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / name), ""))
        action(window, "action-lesson-questions").trigger()

    with shown_window(qtbot) as window:
        export("a.xml")
        assert window.message.text().startswith("Open the lesson first")
        window.lessons.start(load_lesson(MINE))
        export("a.txt")
        assert window.message.text() == "a.txt must end in .xml or .gift or .zip"
        export("no/a.xml")
        assert "there is no such folder" in window.message.text()
        for what, name in (("moodle", "a.xml"), ("gift", "a.gift"), ("qti", "a.zip")):
            export(name)
            qtbot.waitUntil(lambda name=name: window.message.text().startswith(f"Saved: {name}, "))
            beside = tmp_path / f"beside-{name}"
            assert main(["export", str(MINE), "--what", what, "--out", str(beside)]) == 0
            assert (tmp_path / name).read_bytes() == beside.read_bytes()
