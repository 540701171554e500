"""Import, export, lesson, map, saving, settings fail: one sentence where a person looks, all else goes on."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from faults import ERRORS, NO_MEMORY, breaking, failure_shown, person_at_work, said, works
from person import Person
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from app.panels.export_dialog import Look
from symgui.lessons import find_lesson

LOOK = Look(dark=False, scale=1, titled=True)


@pytest.fixture(autouse=True)
def no_tracebacks(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the window reports is meant here, and is not a failure of the test."""
    monkeypatch.setattr(sys, "excepthook", lambda *_: None)


def words(person: Person, dialog: QDialog | None, label: str) -> str:
    """What a dialog says, once it does; the dialog is closed."""
    assert dialog is not None
    part = dialog.findChild(QLabel, label)
    assert part is not None
    person.wait(lambda: part.text())
    text = part.text()
    dialog.close()
    return text


# ---- one sentence each, by what fails -------------------------------------------------------------


def import_small(person: Person, folder: Path) -> str:
    file = folder / "small.csv"
    file.write_text("a,b,k\n1,2,0\n2,1,1\n", "utf-8")
    person.window.import_file(file)
    return words(person, person.window.importing.dialog, "import-problem")


def import_large(person: Person, folder: Path) -> str:
    file = folder / "large.csv"
    file.write_text("a,b,k\n" + "1.25,2.5,0\n" * 30_000, "utf-8")
    person.window.import_file(file)
    return words(person, person.window.importing.dialog, "import-problem")


def open_weights(person: Person, folder: Path) -> str:
    with pytest.MonkeyPatch.context() as chosen:
        chosen.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(folder / "weights.npz"), ""))
        person.command("action-open-weights")
    dialog = person.window.weights.dialog
    if dialog is not None:
        return words(person, dialog, "weights-problem")
    return reported(person)


def asked(person: Person, act: Callable[[], str]) -> str:
    """What an act says that begins in Qt, as that of a person does; or what is reported of it."""
    found: list[str] = []
    QTimer.singleShot(0, lambda: found.append(act()))
    person.wait(lambda: found or failure_shown(person))
    return found[0] if found else reported(person)


def reported(person: Person) -> str:
    """The end of the report in the failure dialog."""
    person.wait(lambda: failure_shown(person))
    (sentence,) = said(person)
    assert "What you have open is still here." in sentence
    return person.window.failures.told[-1].strip().splitlines()[-1]


def export(person: Person, folder: Path) -> str:
    exports = person.window.exports
    item = next(item for item in exports.items() if item.name == "csv")
    return asked(person, lambda: exports.save(item, folder / "out.csv", LOOK))


def animate(person: Person, folder: Path) -> str:
    dialog = person.window.exports.ask()
    assert dialog is not None
    dialog.what.setCurrentRow([item.name for item in dialog.items].index("animation"))
    with pytest.MonkeyPatch.context() as chosen:
        chosen.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(folder / "out.gif"), ""))
        dialog.save.click()
    person.wait(lambda: dialog.save.isEnabled() and dialog.said.text())
    text = dialog.said.text()
    dialog.close()
    return text


def check_claims(person: Person, folder: Path) -> str:
    lecture = person.window.lessons.lecture
    person.window.lessons.begin(find_lesson("hidden-layer"), 0)
    person.wait(lambda: lecture.step is not None)
    lecture.next()
    person.wait(lambda: lecture.checks.failure)
    text = lecture.checks.failure
    person.window.lessons.leave()
    return text


def open_lesson(person: Person, folder: Path) -> str:
    file = folder / "mine.lesson.md"
    file.write_text("nothing", "utf-8")

    def opened() -> str:
        assert not person.window.lessons.open_file(file)
        return person.window.message.text()

    return asked(person, opened)


def map_runs(person: Person, folder: Path) -> str:
    maps = person.window.maps
    maps.show()
    maps.start()
    person.wait(lambda: maps.computation is not None and maps.computation.failure)
    person.wait(lambda: not maps.busy)
    text = maps.computation.failure if maps.computation is not None else ""
    assert text in "".join(label.text() for label in maps.sheet.findChildren(QLabel))
    maps.sheet.close()
    return text


FAILURES: dict[str, tuple[str, Callable[[Person, Path], str]]] = {
    "import": ("app.panels.importing.reader.read_table", import_small),
    "import in the background": ("app.panels.importing.reader.read_table", import_large),
    "weights": ("app.panels.weights_dialog.read_weights", open_weights),
    "lesson": ("app.lecture.lesson_library.load_lesson", open_lesson),
    "claims of a lesson": ("symgui.lessons.replay.Replay.__init__", check_claims),
    "map": ("app.maps.map_work.compute", map_runs),
    "export": ("app.controllers.exports.write_export", export),
    "animation": ("app.look.svg_paint.pixels", animate),
    "writing an animation": ("app.controllers.animating.write_export", animate),
}


@pytest.mark.parametrize("kind", ERRORS)
def test_each_stage_of_the_window_that_fails(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    expected = NO_MEMORY if kind == "memory" else "RuntimeError: out of order"
    with person_at_work(qtbot) as person:
        for name, (seam, act) in FAILURES.items():
            with monkeypatch.context() as fault:
                fault.setattr(seam, breaking(ERRORS[kind], name))
                assert act(person, tmp_path).startswith(expected), name
            assert not failure_shown(person), name
            assert not list(tmp_path.glob("out.*")), name
        works(person, tmp_path)
