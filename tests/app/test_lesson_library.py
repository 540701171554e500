"""The lessons there are: shipped ones, a lecturer's files, and folders of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.lecture.lesson_library import Library
from symgui.lessons import LessonError, shipped_lessons

MINE = (Path(__file__).parents[1] / "e2e" / "a-lesson.lesson.md").read_text(encoding="utf-8")


@pytest.fixture
def library(qtbot: QtBot) -> Iterator[Library]:
    found = Library()
    yield found
    found.close()


def write(folder: Path, name: str) -> Path:
    path = folder / f"{name}.lesson.md"
    path.write_text(MINE.replace("two-starts", name).replace("Two starts", name.title()), encoding="utf-8")
    return path


def test_the_shipped_ones_come_first(library: Library, tmp_path: Path) -> None:
    mine = library.open(write(tmp_path, "mine"))
    assert library.lessons == (*shipped_lessons(), mine)
    assert library.own == [mine]


def test_a_lecture_goes_on_with_its_own_next_lesson(library: Library, tmp_path: Path) -> None:
    by_number = {lesson.number: lesson for lesson in library.lessons}
    assert library.after(by_number[2]) == by_number[4]
    assert library.after(by_number[7]) == by_number[1]
    assert library.after(by_number[23]) is None
    mine = library.open(write(tmp_path, "mine"))
    assert library.after(by_number[23]) == mine


def test_a_folder_is_listed_without_the_damaged_ones(qtbot: QtBot, library: Library, tmp_path: Path) -> None:
    write(tmp_path, "one")
    write(tmp_path, "two")
    (tmp_path / "broken.lesson.md").write_text("## Only a step", encoding="utf-8")
    with qtbot.waitSignal(library.failed) as told:
        first = library.open(tmp_path)
    assert "broken.lesson.md" in told.args[0]
    assert first is not None
    assert [lesson.id for lesson in library.own] == ["one", "two"]
    assert first == library.own[0]


def test_a_file_that_is_added_to_an_open_folder_is_listed(
    qtbot: QtBot, library: Library, tmp_path: Path
) -> None:
    write(tmp_path, "one")
    library.open(tmp_path)
    write(tmp_path, "two")
    qtbot.waitUntil(lambda: [lesson.id for lesson in library.own] == ["one", "two"])


def test_a_folder_without_lessons_is_refused(library: Library, tmp_path: Path) -> None:
    with pytest.raises(LessonError, match="holds no lesson"):
        library.open(tmp_path)


def test_what_leads_nowhere_is_refused(library: Library, tmp_path: Path) -> None:
    loop = tmp_path / "loop.lesson.md"
    loop.symlink_to(loop)
    for path in (loop, tmp_path / ("x" * 5000), tmp_path / "no\0ne", tmp_path / "none"):
        with pytest.raises(LessonError, match="cannot be read"):
            library.open(path)
    assert library.own == []


def test_a_damaged_version_keeps_the_good_one(qtbot: QtBot, library: Library, tmp_path: Path) -> None:
    path = write(tmp_path, "one")
    good = library.open(path)
    with qtbot.waitSignal(library.failed) as told:
        path.write_text(MINE.replace("run = 60", "run = -1"), encoding="utf-8")
    assert "line" in told.args[0]
    assert "-1" in told.args[0]
    assert library.own == [good]


def test_what_was_opened_on_other_days_is_there_again(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "broken.lesson.md").write_text("no lesson", encoding="utf-8")
    again = Library([write(tmp_path, "one"), tmp_path / "broken.lesson.md"])
    assert [lesson.id for lesson in again.own] == ["one"]
    again.close()


def test_a_shipped_lesson_that_is_opened_by_its_file_stays_the_programs(
    library: Library, tmp_path: Path
) -> None:
    """It is the very lesson of the list: no file of the lecturer's own, and nothing is ever added to it."""
    there = shipped_lessons()
    for lesson in there[:2]:
        assert lesson.path is not None
        link = tmp_path / lesson.path.name
        link.symlink_to(lesson.path)
        for path in (lesson.path, link):
            assert library.open(path) is library.lessons[lesson.number - 1]
    assert there[0].path is not None
    assert library.open(there[0].path.parent) == there[0]
    assert (library.lessons, library.own, library.files) == (there, [], ())


def test_a_shipped_lesson_among_the_files_of_other_days_is_forgotten(qtbot: QtBot, tmp_path: Path) -> None:
    shipped = shipped_lessons()[0].path
    assert shipped is not None
    mine = write(tmp_path, "mine")
    library = Library([shipped, mine])
    assert library.files == (mine,)
    library.close()
