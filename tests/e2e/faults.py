"""Faults that are put into functions of the program, and what must be so after each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from person import Person, at_the_window
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.panels.dialogs import FailureDialog
from symgui.experiment import opening_experiment
from symgui.training.race_file import load
from symgui.training.states import State

ERRORS = {"error": RuntimeError("out of order"), "memory": MemoryError()}
NO_MEMORY = "There was not enough memory for this."
RANDOM = opening_experiment().with_(initialization={"weights": {"scheme": "he"}})


def breaking(error: Exception, name: str = "broken") -> Callable[..., None]:
    """A function that fails; one of another name fails elsewhere, which is told anew."""

    def broken(*_: object, **__: object) -> None:
        raise type(error)(*error.args)

    broken.__code__ = broken.__code__.replace(co_name=name)
    return broken


@contextmanager
def person_at_work(qtbot: QtBot) -> Iterator[Person]:
    with at_the_window(qtbot, RANDOM, (1280, 800)) as person:
        person.workspace.step(2)
        person.wait(lambda: person.iteration == 2)
        yield person


def failure_shown(person: Person) -> bool:
    dialog = person.window.findChild(FailureDialog)
    return dialog is not None and dialog.isVisible()


def said(person: Person) -> list[str]:
    """The sentences of the failure dialog and of the message bar; the dialog is closed."""
    QApplication.processEvents()
    dialog = person.window.findChild(FailureDialog)
    found = [dialog.head.text()] if dialog is not None and dialog.isVisible() else []
    if dialog is not None:
        dialog.close()
    message = person.window.message
    return found + [message.text()] * (message.isVisible() and bool(message.text()))


def works(person: Person, folder: Path) -> None:
    """Save writes what is open, and a new run is shown by every view."""
    window, workspace = person.window, person.workspace
    file = folder / "after.symgui.json"
    assert window.save_file(file)
    assert load(file) == workspace.document.content
    if workspace.lanes:
        window.compare.leave()
    workspace.document.start_over()
    person.wait(lambda: workspace.state is State.READY and person.settled and person.frame.iteration == 0)
    workspace.step(3)
    person.wait(lambda: person.settled and person.iteration == person.frame.iteration == 3)
    person.wait(lambda: all(view.frame is not None and view.frame.iteration == 3 for view in window.views))
    assert [view.failure for view in window.views if view.failure] == []
