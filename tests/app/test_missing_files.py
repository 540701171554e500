"""An installation without the files that come with the program says so, and the rest works."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from pytestqt.qtbot import QtBot
from windows import action, shown_window

from app.actions import menu
from app.main_window import MainWindow
from symgui.experiment import ExperimentError
from symgui.lessons import LessonError, find_lesson, shipped

MISSING = "the lesson files that come with the program are missing; install it again"


@pytest.fixture
def window(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[MainWindow]:
    monkeypatch.setattr(shipped, "resource_folder", lambda: tmp_path / "nowhere")
    monkeypatch.setattr(menu, "example_files", list)
    with shown_window(qtbot) as window:
        yield window


def test_no_lesson_is_there(window: MainWindow) -> None:
    action(window, "action-lessons").trigger()
    assert window.message.text() == MISSING
    with pytest.raises(LessonError) as said:
        find_lesson("2")
    assert str(said.value) == f'lesson "2" is not there: {MISSING}'


def test_a_lecturer_s_own_are_listed_all_the_same(window: MainWindow, tmp_path: Path) -> None:
    window.lessons.writer.write(tmp_path / "mine.lesson.md", "A step", is_new=True)
    assert window.lessons.open_file(tmp_path / "mine.lesson.md")
    window.lessons.show_list()
    assert [lesson.id for lesson in window.lessons.library.lessons] == ["a-step"]
    assert window.message.text() == MISSING


def test_no_example_is_there(window: MainWindow) -> None:
    window.menu.examples.aboutToShow.emit()
    (said,) = window.menu.examples.actions()
    assert said.text() == "the files that come with the program are missing"
    assert not said.isEnabled()


def test_the_gallery_cannot_be_made(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(ModuleType):
        def __getattr__(self, _: str) -> None:
            raise ExperimentError("cannot be read: no such file or directory", "", "circles-he.symgui.json")

    monkeypatch.setitem(sys.modules, "app.gallery", Broken("app.gallery"))
    action(window, "action-gallery").trigger()
    assert window.message.text() == (
        "The published numbers cannot be shown: "
        "circles-he.symgui.json cannot be read: no such file or directory"
    )
    assert window.help.gallery is None
