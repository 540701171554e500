"""A stage of the program fails, by an error or for want of memory: one sentence, and a window that works.

Each fault is put into a function of the program itself, where the stage begins. What is true of every stage
is looked at after it: the window says one thing, Save writes what is open, and a new run leads on in every
view.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from faults import ERRORS, NO_MEMORY, RANDOM, breaking, failure_shown, person_at_work, said, works
from person import Person
from pytestqt.qtbot import QtBot

from app.views.base.frame_view import FrameView
from app.views.base.lazy_view import LazyView
from symgui.training.states import State


@dataclass(frozen=True)
class Stage:
    """The function that fails, and what a person does then."""

    seam: str
    act: Callable[[Person], object]


def enter_race(person: Person) -> None:
    person.window.compare.enter()
    person.wait(lambda: person.workspace.race_frame is not None or person.workspace.state is State.FAILED)


def run_race(person: Person) -> None:
    enter_race(person)
    person.workspace.step(5)


def step_back(person: Person) -> None:
    person.workspace.back()


def edit(person: Person) -> None:
    person.workspace.document.edit({"W1[0,0]": 0.25})


STAGES = {
    "data": Stage(
        "symgui.training.trainer.load_data",
        lambda person: person.workspace.document.change(RANDOM.with_(data={"seed": 3}), "data"),
    ),
    "start": Stage(
        "symgui.training.trainer.initialize", lambda person: person.workspace.document.start_over()
    ),
    "kernel call": Stage("symgui.nn.kernel.Training.make", lambda person: person.workspace.step(3)),
    "kernel call of a run": Stage("symgui.nn.kernel.Training.make", lambda person: person.workspace.run()),
    "record": Stage("symgui.training.run.RecordedRun.note", lambda person: person.workspace.step(3)),
    "frame": Stage("symgui.training.run.RecordedRun.frame", lambda person: person.workspace.step(3)),
    "picture": Stage("symgui.training.picture.PictureBuilder.paint", lambda person: person.workspace.step(3)),
    "verdict": Stage("symgui.training.run.judge", lambda person: person.workspace.step(3)),
    "going back": Stage("symgui.training.trainer.Trainer.restore", step_back),
    "edit": Stage("symgui.training.run.RecordedRun.edit", edit),
    "learning rate": Stage(
        "symgui.training.run.RecordedRun.set_learning_rate",
        lambda person: person.workspace.document.set_learning_rate(0.125),
    ),
    "race": Stage("symgui.training.race.Race.__init__", enter_race),
    "race lane": Stage("symgui.training.run.RecordedRun.advance", run_race),
    "threads of lanes": Stage("symgui.training.race.Race.advance", run_race),
    "race frame": Stage("symgui.training.race.Race.frame", enter_race),
}


@pytest.fixture(autouse=True)
def no_tracebacks(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the window reports is meant here, and is not a failure of the test."""
    monkeypatch.setattr(sys, "excepthook", lambda *_: None)


@pytest.mark.parametrize("kind", ERRORS)
def test_each_stage_of_training_that_fails(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    with person_at_work(qtbot) as person:
        told = person.window.failures.told
        for count, (name, stage) in enumerate(STAGES.items(), start=1):
            with monkeypatch.context() as fault:
                fault.setattr(stage.seam, breaking(ERRORS[kind]))
                stage.act(person)
                person.wait(lambda: person.workspace.state is State.FAILED)
                person.wait(lambda count=count: len(told) == count)
                (sentence,) = said(person)
            if kind == "memory":
                assert sentence.startswith("This run cannot be made."), name
                assert told[-1] == NO_MEMORY, name
            else:
                assert "training thread stopped on an error in the program" in sentence, name
                assert "RuntimeError: out of order" in told[-1], name
            works(person, tmp_path)


@pytest.mark.parametrize("kind", ERRORS)
def test_each_view_that_cannot_be_drawn(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    with person_at_work(qtbot) as person:
        window = person.window
        for tab, view in window.tab_views.items():
            show_tab(person, view)
            drawn = view.view if isinstance(view, LazyView) else view
            iteration = person.iteration + 1
            with monkeypatch.context() as fault:
                fault.setattr(type(drawn), "draw_frame", breaking(ERRORS[kind], tab.name))
                person.workspace.step(1)
                person.wait(lambda iteration=iteration: person.settled and person.iteration == iteration)
                person.wait(lambda drawn=drawn: drawn.failure and failure_shown(person))
                (sentence,) = said(person)
            assert drawn.failure == f"This view failed at iteration {iteration}; the others go on.", tab.name
            assert sentence.startswith(NO_MEMORY if kind == "memory" else "A part of the window failed"), (
                tab.name
            )
            others = [other for other in window.views if other is not view]
            person.wait(lambda others=others: {each.frame.iteration for each in others} == {person.iteration})
            assert [other.failure for other in others if other.failure] == [], tab.name
            person.workspace.step(1)
            person.wait(lambda drawn=drawn: not drawn.failure)
        works(person, tmp_path)


def show_tab(person: Person, view: FrameView) -> None:
    for card in (person.window.tabs, person.window.side):
        if card.isAncestorOf(view):
            card.show_page(view)
    person.wait(view.isVisible)
    person.wait(lambda: view.frame is person.frame)
