"""Disks that are full or not to be written, an end that fails, numbers that are none, colours that change."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from faults import ERRORS, RANDOM, breaking, person_at_work, said, works
from person import Person, leftovers, python_threads
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.main_window import MainWindow
from app.panels.export_dialog import Look
from app.runtime.settings import Settings
from app.views.base.lazy_view import LazyView
from symgui.experiment import DataSpec, Experiment, LayerSpec, NetworkSpec
from symgui.experiment.table_spec import TableSpec
from symgui.training.states import State

ROOM = 65_536
"""Bytes of the small disk."""


def mount(*arguments: str) -> bool:
    return subprocess.run(["mount", *arguments], capture_output=True, check=False).returncode == 0


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system with little room."""
    folder = tmp_path / "disk"
    folder.mkdir()
    on_linux = sys.platform.startswith("linux")
    if not on_linux or not mount("-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(folder)):
        pytest.skip("a small disk can be made by root on Linux only")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@contextmanager
def remembering(qtbot: QtBot, folder: Path, experiment: Experiment = RANDOM) -> Iterator[Person]:
    """A person at a window that keeps what is open."""
    threads = python_threads()
    window = MainWindow(experiment, Settings(folder))
    try:
        with qtbot.waitExposed(window):
            window.show()
        yield Person(window, qtbot)
    finally:
        window.close()
    assert leftovers(window) == []
    assert python_threads() == threads
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def large(rows: int = 3_000) -> Experiment:
    """One that the small disk has no room for."""
    points = tuple((k / 7, (k * k) % 5 / 3, k % 2) for k in range(rows))
    table = TableSpec(name="points", features=("a", "b"), classes=("0", "1"), rows=points)
    return Experiment(
        data=DataSpec(kind="file", table=table, samples=rows),
        network=NetworkSpec(hidden=(LayerSpec(units=2),)),
    )


def test_a_full_disk(qtbot: QtBot, tmp_path: Path, disk: Path) -> None:
    """Nothing that was there is lost, whatever is saved, exported or computed onto it."""
    mine = disk / "mine.symgui.json"
    RANDOM.save(mine)
    before = mine.read_bytes()
    (disk / "filler").write_bytes(bytes(ROOM - 5 * 4096))
    with person_at_work(qtbot) as person:
        window, workspace = person.window, person.workspace
        assert window.open_file(mine)
        workspace.document.change(large(), "data")
        person.wait(lambda: person.settled)
        assert not window.save_file(mine)
        assert said(person) == [f"{mine} cannot be written: no space left on device"]
        item = next(item for item in window.exports.items() if item.name == "notebook")
        sentence = window.exports.save(item, disk / "out.ipynb", Look())
        assert sentence == f"{disk / 'out.ipynb'} cannot be written: no space left on device"
        assert mine.read_bytes() == before
        assert {path.name for path in disk.iterdir()} == {"mine.symgui.json", "filler"}
        window.undo_stacks.stack.undo()
        person.wait(lambda: person.settled and workspace.experiment == RANDOM)
        (disk / "filler").write_bytes(bytes(ROOM - 3 * 4096))
        maps = window.maps
        maps.show()
        maps.start()
        person.wait(lambda: maps.found is not None and maps.found.done > 4)
        maps.save(disk / "map")
        person.wait(lambda: "cannot be" in words_of(maps.sheet))
        assert "disk" in words_of(maps.sheet)
        maps.cancel()
        person.wait(lambda: not maps.busy)
        maps.sheet.close()
        works(person, tmp_path)


def words_of(sheet: object) -> str:
    return " ".join(label.text() for label in sheet.findChildren(QLabel))  # type: ignore[attr-defined]


def test_settings_that_cannot_be_written_are_said_once(qtbot: QtBot, tmp_path: Path) -> None:
    """No one relies on what is not kept: there is a file where the folder would be."""
    place = tmp_path / "settings"
    place.write_text("a file")
    with remembering(qtbot, place) as person:
        keeper = person.window.keeper
        assert keeper is not None
        keeper.write()
        (sentence,) = said(person)
        assert sentence.startswith("What you have open cannot be kept for the next time: ")
        assert str(place / "sessions") in sentence
        assert sentence.endswith("Save it to a file before you close.")
        person.window.message.hide()
        person.workspace.document.change(RANDOM.with_(training={"batch_seed": 5}), "seed")
        keeper.write()
        assert said(person) == []
        works(person, tmp_path)
    assert place.read_text() == "a file"


ENDS = {
    "keeping": "app.controllers.keeper.Keeper.close",
    "settings": "app.controllers.window_place.WindowPlace.remember",
    "help": "app.actions.help.Help.close",
    "files": "app.controllers.document.Files.close",
}


@pytest.mark.parametrize("kind", ERRORS)
def test_the_window_ends_whatever_fails_at_its_end(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """Its thread too; what was kept before is offered by the next one."""
    told: list[type] = []
    monkeypatch.setattr(sys, "excepthook", lambda error, *_: told.append(error))
    for count, (name, seam) in enumerate(ENDS.items(), start=1):
        with monkeypatch.context() as fault, remembering(qtbot, tmp_path / name) as person:
            person.workspace.document.change(RANDOM.with_(training={"batch_seed": 7}), "seed")
            assert person.window.keeper is not None
            person.window.keeper.write()
            person.workspace.run()
            person.running()
            fault.setattr(seam, breaking(ERRORS[kind], name))
        assert told == [type(ERRORS[kind])] * count, name
        if name != "keeping":  # else its lock is held as long as this process lives
            found = Settings(tmp_path / name).sessions.take().session
            assert found is not None
            assert found.now.run.experiment.training.batch_seed == 7


@pytest.mark.parametrize("layer", [1, 2, 3])
def test_numbers_that_are_none_at_any_layer(qtbot: QtBot, tmp_path: Path, layer: int) -> None:
    """The run has diverged, which is said; every view shows it, and Start over leads on."""
    deep = RANDOM.with_(
        network={"hidden": (LayerSpec(3, "relu"), LayerSpec(3, "relu"))},
        initialization={"weights": {"scheme": "constant"}},
    )
    with person_at_work(qtbot) as person:
        person.workspace.document.change(deep, "layers")
        person.wait(lambda: person.settled and person.frame.iteration == 0)
        person.workspace.document.edit({f"W{layer}[0,0]": 1e308, f"b{layer}[0]": 1e308})
        person.wait(lambda: person.settled and person.frame.experiment.changes)
        person.workspace.step(3)
        person.wait(lambda: person.frame.divergence is not None)
        for tab, view in person.window.tab_views.items():
            for card in (person.window.tabs, person.window.side):
                if card.isAncestorOf(view):
                    card.show_page(view)
            person.wait(view.isVisible)
            drawn = view.view if isinstance(view, LazyView) else view
            assert drawn is not None
            assert drawn.failure == "", tab.name
        assert said(person) == []
        assert person.window.failures.told == []
        person.workspace.document.change(RANDOM, "back")
        works(person, tmp_path)


def test_the_theme_changes_while_it_runs(qtbot: QtBot, tmp_path: Path) -> None:
    with person_at_work(qtbot) as person:
        for tab, view in person.window.tab_views.items():
            person.workspace.speed.set_pace("max")
            for card in (person.window.tabs, person.window.side):
                if card.isAncestorOf(view):
                    card.show_page(view)
            if person.workspace.can("run"):
                person.workspace.run()
            person.wait(lambda: person.workspace.state is State.RUNNING or not person.workspace.can("run"))
            for _ in range(2):
                person.window.theme.toggle()
                QApplication.processEvents()
            assert [each.failure for each in person.window.views if each.failure] == [], tab.name
        person.workspace.pause()
        assert said(person) == []
        works(person, tmp_path)
