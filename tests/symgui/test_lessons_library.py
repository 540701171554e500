"""The lessons that come with the program, as a folder of files."""

from __future__ import annotations

import pytest

from symgui.lessons import LessonError, find_lesson, shipped, shipped_lessons

HEAD = '+++\nformat = "symgui-lesson/1"\nid = "{}"\ntitle = "T"\nnumber = {}\n+++\n'
STEP = '## One\n\n```toml\nexperiment = "flower-zeros"\n```\n'


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(shipped, "resource_folder", lambda: tmp_path)
    (tmp_path / "lessons").mkdir()
    return tmp_path / "lessons"


def write(path, name, number):
    path.write_text(HEAD.format(name, number) + STEP, encoding="utf-8")


def test_in_the_order_of_their_numbers(folder):
    write(folder / "a.lesson.md", "last", 12)
    write(folder / "b.lesson.md", "first", 2)
    (folder / "notes.md").write_text("no lesson", encoding="utf-8")
    assert [lesson.id for lesson in shipped_lessons()] == ["first", "last"]
    assert find_lesson("last").number == find_lesson("12").number == 12


def test_what_is_not_there_lists_what_is(folder):
    write(folder / "a.lesson.md", "one", 1)
    write(folder / "b.lesson.md", "two", 2)
    with pytest.raises(LessonError, match=r'^lesson "tow" is not there: the lessons are one, two$'):
        find_lesson("tow")


def test_two_of_one_id_are_refused(folder):
    write(folder / "a.lesson.md", "same", 1)
    write(folder / "b.lesson.md", "same", 2)
    with pytest.raises(LessonError, match=r'^b\.lesson\.md: id is that of a\.lesson\.md, too: "same"$'):
        shipped_lessons()


def test_a_damaged_one_is_named(folder):
    (folder / "a.lesson.md").write_text("nothing", encoding="utf-8")
    with pytest.raises(LessonError, match=r"^a\.lesson\.md, line 1: it must begin"):
        find_lesson("x")
