"""A lesson on a workspace: its steps run, its claims are checked, and the person's work comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from threading import Event

import pytest
from lesson_cases import LESSON, NORMAL, QUESTION, check
from pytestqt.qtbot import QtBot
from view_runs import experiment, small_normal

from app.lecture import Lecture, StepPhase
from app.lecture.checks import Check
from app.lecture.lecture import CHECKING, ENDED, WAITING, WANTED
from app.runtime.selection import Selection
from app.runtime.workspace import Workspace
from symgui.experiment import WeightInit
from symgui.lessons.claim import Checked
from symgui.lessons.lesson import Goal, Lesson, Step
from symgui.nn.interruption import look
from symgui.training import study_worker
from symgui.training.frame import Frame
from symgui.training.lanes import lanes_of
from symgui.training.news import Findings
from symgui.training.states import State
from symgui.training.studies import Progress

OWN = experiment(weights=small_normal(), iterations=100_000)


class Hall:
    """A lecturer with a workspace and a lesson to give."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.workspace = Workspace(OWN)
        self.workspace.speed.set_pace("max")
        self.check: Check = check
        self.lecture = Lecture(self.workspace, lambda *given: self.check(*given))
        self.wait(lambda: self.workspace.current_frame)

    def wait(self, condition: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()))

    def open(self, lesson: Lesson = LESSON, index: int = 0) -> None:
        self.lecture.open(lesson, index)
        self.shown()

    def shown(self) -> Frame:
        """Wait until the frame of the step has come."""
        self.wait(lambda: self.workspace.current_frame and self.workspace.state is not State.RUNNING)
        assert self.workspace.frame is not None
        return self.workspace.frame

    def done(self) -> None:
        """Wait until the step has run and all is checked."""
        self.wait(lambda: self.lecture.phase is StepPhase.DONE and None not in self.lecture.checks.results)
        self.wait(lambda: None not in self.lecture.checks.answers)

    def own_step(self, updates: int) -> Frame:
        before = self.workspace.iteration
        self.workspace.step(updates)
        self.wait(lambda: self.workspace.iteration == before + updates)
        return self.shown()


@pytest.fixture
def hall(qtbot: QtBot) -> Iterator[Hall]:
    found = Hall(qtbot)
    yield found
    found.workspace.close()


def test_a_lesson_that_has_become_shorter_begins_at_its_last_step(hall: Hall) -> None:
    hall.open(index=1)
    hall.open(replace(LESSON, id="other", steps=LESSON.steps[:1]), index=1)
    assert hall.lecture.step is LESSON.steps[0]
    assert len(hall.lecture.checks.results) == len(LESSON.steps[0].claims)


def test_one_key_gives_the_whole_lesson(hall: Hall) -> None:
    hall.open()
    lecture = hall.lecture
    assert (lecture.index, lecture.phase, lecture.checks.results) == (0, "ready", (None,))
    lecture.next()
    hall.done()
    assert hall.workspace.iteration == 40
    assert [found.passed for found in lecture.checks.results if found] == [True]
    lecture.next()
    hall.shown()
    assert (lecture.index, lecture.phase) == (1, "asked")
    lecture.next()
    assert (lecture.phase, lecture.message) == ("asked", WANTED)
    assert hall.workspace.iteration == 0, "it does not run before there is an answer"
    lecture.next()
    hall.done()
    assert lecture.committed is None
    assert (lecture.right(0), lecture.right(1)) == (False, True)
    lecture.next()
    hall.done()
    assert lecture.index == 2
    assert hall.workspace.iteration == 0, "nothing runs here"
    lecture.next()
    assert (lecture.index, lecture.message) == (2, ENDED)


def test_a_step_that_only_shows_a_later_iteration_shows_it_and_checks_it(hall: Hall) -> None:
    later = replace(LESSON.steps[0], start=5000, goal=Goal(5000), question=None)
    hall.open(replace(LESSON, steps=(later,)))
    hall.done()
    assert hall.shown().iteration == 5000


def test_a_claim_that_fails_has_both_numbers(hall: Hall) -> None:
    hall.open(index=1)
    hall.lecture.choose(0)
    hall.lecture.next()
    hall.done()
    right, wrong = hall.lecture.checks.results
    assert right is not None
    assert wrong is not None
    assert (right.passed, wrong.passed) == (True, False)
    assert hall.workspace.frame is not None
    assert (wrong.expected, wrong.found) == ("0.1", f"{hall.workspace.frame.cost:.6g}")


def test_the_answer_stays_hidden_until_it_has_run_and_may_be_changed_until_then(hall: Hall) -> None:
    hall.open(index=1)
    lecture = hall.lecture
    lecture.choose(0)
    assert (lecture.phase, lecture.committed, lecture.right(1)) == ("committed", 0, None)
    lecture.choose(1)
    lecture.choose(len(QUESTION.choices))
    assert lecture.committed == 1
    lecture.next()
    hall.done()
    lecture.choose(0)
    assert lecture.committed == 1, "it has been revealed"


def test_the_key_finishes_a_run_that_is_under_way(hall: Hall) -> None:
    slow = replace(LESSON.steps[0], pace="1", goal=Goal(2000))
    hall.open(replace(LESSON, steps=(slow,)))
    hall.lecture.next()
    hall.wait(lambda: hall.workspace.state is State.RUNNING)
    assert hall.lecture.phase is StepPhase.RUNNING
    hall.lecture.next()
    hall.done()
    assert hall.workspace.iteration == 2000


def test_it_rests_where_the_event_was_seen(hall: Hall) -> None:
    step = Step("Until", "", NORMAL, goal=Goal(4000, "accuracy"), pace="max")
    hall.open(replace(LESSON, steps=(step,)))
    hall.lecture.next()
    hall.wait(lambda: hall.lecture.phase is StepPhase.DONE)
    frame = hall.shown()
    assert 0 < frame.iteration < 4000
    assert frame.iteration in [event.iteration for event in frame.events if event.kind == "accuracy"]


def test_the_step_before_comes_back_as_it_was_left(hall: Hall) -> None:
    hall.open()
    hall.lecture.next()
    hall.done()
    results = hall.lecture.checks.results
    hall.lecture.next()
    hall.shown()
    hall.lecture.previous()
    frame = hall.shown()
    assert (frame.iteration, hall.lecture.phase, hall.lecture.checks.results) == (40, "done", results)
    hall.lecture.previous()
    assert (hall.lecture.index, hall.lecture.phase, hall.lecture.checks.results) == (0, "ready", (None,))


def test_another_experiment_takes_the_claims_back(hall: Hall) -> None:
    hall.open()
    hall.lecture.next()
    hall.done()
    hall.workspace.document.set_learning_rate(0.5)
    hall.wait(lambda: hall.lecture.phase is StepPhase.READY)
    assert hall.lecture.checks.results == (None,)


def test_a_step_selects_what_it_explains(hall: Hall) -> None:
    hall.open()
    assert hall.workspace.pointing.selection == Selection(1, 0, 1)
    hall.lecture.go(1)
    assert hall.workspace.pointing.selection is None
    hall.lecture.go(3)
    assert hall.lecture.index == 1, "there is no such step"


@pytest.mark.parametrize("midway", [False, True])
def test_leaving_brings_the_persons_own_work_back_bit_for_bit(hall: Hall, midway: bool) -> None:
    workspace = hall.workspace
    hall.own_step(30)
    workspace.document.edit({"W1[0,0]": 0.25})
    hall.wait(lambda: workspace.document.undo_stack.count() == 1)
    hall.own_step(20)
    workspace.seek(45)
    hall.wait(lambda: workspace.iteration == 45)
    workspace.pointing.select(Selection(2, 0, 1))
    before, stack, run_before = hall.shown(), workspace.document.undo_stack, workspace.document.run_before
    modified, pace = workspace.document.modified, workspace.speed.pace
    if midway:
        hall.open(replace(LESSON, steps=(replace(LESSON.steps[0], pace="1", goal=Goal(2000)),)))
        hall.lecture.next()
        hall.wait(lambda: workspace.state is State.RUNNING)
        workspace.document.set_learning_rate(0.3)
    else:
        hall.open()
        hall.lecture.next()
        hall.done()
        hall.lecture.next()
    assert workspace.own.sight.place.experiment == before.experiment
    hall.lecture.leave()
    after = hall.shown()
    assert (after.iteration, after.experiment, after.furthest) == (45, before.experiment, 50)
    for mine, was in zip(after.network.layers, before.network.layers, strict=True):
        assert (mine.W.tobytes(), mine.b.tobytes()) == (was.W.tobytes(), was.b.tobytes())
    assert after.curve.cost.tobytes() == before.curve.cost.tobytes()
    assert workspace.document.undo_stack is stack
    assert (stack.count(), workspace.document.run_before) == (1, run_before)
    assert (workspace.document.modified, workspace.speed.pace, workspace.document.path) == (
        modified,
        pace,
        None,
    )
    assert workspace.pointing.selection == Selection(2, 0, 1)
    assert (hall.lecture.lesson, hall.lecture.checks.results) == (None, ())
    stack.undo()
    hall.wait(lambda: workspace.current_frame and workspace.experiment.changes == ())
    assert hall.shown().iteration == 30


def test_a_step_that_stays_the_same_is_not_begun_anew(hall: Hall) -> None:
    hall.open()
    hall.lecture.next()
    hall.done()
    moved = replace(LESSON.steps[0], text="Other words.", claims=tuple(
        replace(claim, line=9) for claim in LESSON.steps[0].claims))  # fmt: skip
    hall.lecture.replace(replace(LESSON, steps=(moved,)))
    assert (hall.lecture.phase, hall.lecture.index) == ("done", 0)
    hall.lecture.replace(replace(LESSON, steps=(replace(moved, goal=Goal(20)),)))
    assert hall.lecture.phase is StepPhase.READY


def test_claims_are_checked_after_a_study_that_came_between(hall: Hall) -> None:
    hall.open()
    lecture, said = hall.lecture, []

    def interrupt() -> None:
        if lecture.phase is StepPhase.DONE and not said:  # before anything can have been found
            said.append("")
            hall.workspace.studies.begin("another", iter(range(3)))
            said.append(lecture.waiting)

    lecture.changed.connect(interrupt)
    lecture.next()
    hall.done()
    assert said == ["", WAITING]
    assert [found.passed for found in lecture.checks.results if found] == [True]
    assert lecture.waiting == ""


def test_claims_are_checked_after_a_study_that_was_stopped(hall: Hall) -> None:
    hall.open()
    hall.lecture.next()
    hall.wait(lambda: hall.lecture.phase is StepPhase.DONE)
    found: list[Findings] = []
    hall.workspace.studies.advanced.connect(found.append)
    hall.workspace.studies.begin("endless", count())
    hall.wait(lambda: any(each.name == "endless" for each in found))
    hall.workspace.studies.stop()
    hall.done()


def test_claims_given_up_for_a_study_are_checked_after_it(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that takes longer than another study can wait for is no failure of the claims."""
    monkeypatch.setattr(study_worker, "PATIENCE", 0.0)
    begun = Event()

    def long_at_first(step: Step, ran: object = None, there: object = None) -> Iterator[Checked | Progress]:
        first = not begun.is_set()
        begun.set()
        while first:
            look()
        yield from check(step, None)

    hall.check = long_at_first
    hall.open()
    hall.lecture.next()
    hall.wait(begun.is_set)
    told: list[Findings] = []
    hall.workspace.studies.advanced.connect(told.append)
    hall.workspace.studies.begin("endless", count())
    hall.wait(lambda: told and told[-1].name == "endless")
    hall.workspace.studies.stop()
    hall.done()
    assert hall.lecture.checks.failure == ""


def test_a_version_that_moves_the_claims_down_does_not_lose_what_is_found(hall: Hall) -> None:
    first = LESSON.steps[0]
    lower = replace(first, claims=tuple(replace(claim, line=claim.line + 7) for claim in first.claims))
    hall.open()
    hall.lecture.next()
    hall.wait(lambda: hall.lecture.phase is StepPhase.DONE)
    hall.lecture.replace(replace(LESSON, steps=(lower, *LESSON.steps[1:])))
    hall.done()
    assert [found.passed for found in hall.lecture.checks.results if found] == [True]


def test_a_race_is_a_step_like_any_other(hall: Hall) -> None:
    lanes = lanes_of(NORMAL, [{}, {"initialization": {"weights": WeightInit(scheme="zeros")}}])
    race = Step("Race", "", NORMAL, lanes=lanes, goal=Goal(30), pace="max", views=("race",))
    lecture, workspace = hall.lecture, hall.workspace
    lecture.open(replace(LESSON, steps=(race, LESSON.steps[0])))
    hall.wait(lambda: workspace.race_frame is not None)
    assert (lecture.phase, workspace.iteration) == ("ready", 0)
    lecture.next()
    hall.wait(lambda: lecture.phase is StepPhase.DONE)
    assert workspace.race_frame is not None
    assert [frame.iteration for frame in workspace.race_frame.frames] == [30, 30]
    lecture.next()
    hall.shown()
    assert (lecture.index, workspace.lanes) == (1, ())
    lecture.previous()
    hall.wait(lambda: workspace.race_frame is not None and workspace.iteration == 30)
    assert (lecture.phase, len(workspace.lanes)) == ("done", 2)
    lecture.leave()
    hall.wait(lambda: workspace.current_frame)
    assert (workspace.lanes, workspace.experiment) == ((), OWN)


def test_after_the_last_step_the_next_lesson_is_named_before_it_begins(hall: Hall) -> None:
    last = replace(LESSON, steps=LESSON.steps[2:])
    other = replace(LESSON, id="other", title="The other one", steps=LESSON.steps[:1])
    lecture = Lecture(hall.workspace, check, lambda one: other if one is last else None)
    lecture.open(last)
    hall.wait(lambda: None not in lecture.checks.results)
    lecture.next()
    assert lecture.lesson is last
    assert "“The other one”" in lecture.message
    lecture.next()
    assert lecture.lesson is other
    lecture.leave()


def test_a_question_in_the_last_step_does_not_begin_the_next_lesson_unasked(hall: Hall) -> None:
    last, following = replace(LESSON, steps=LESSON.steps[1:2]), replace(LESSON, id="next")
    lecture = Lecture(hall.workspace, check, lambda lesson: following if lesson is last else None)
    lecture.open(last)
    hall.shown()
    lecture.next()
    assert lecture.message == WANTED
    lecture.next()
    hall.wait(
        lambda: (
            lecture.phase is StepPhase.DONE and None not in (*lecture.checks.results, *lecture.checks.answers)
        )
    )
    lecture.next()
    assert lecture.lesson is last
    assert ENDED in lecture.message
    lecture.next()
    assert lecture.lesson is following


@pytest.mark.parametrize("index", [0, 1], ids=["a race", "a run"])
def test_a_step_is_never_run_on_a_race_that_somebody_began_meanwhile(hall: Hall, index: int) -> None:
    zeros = {"initialization": {"weights": WeightInit(scheme="zeros")}}
    lanes, others = lanes_of(NORMAL, [{}, zeros]), lanes_of(NORMAL, [zeros, {}, zeros])
    race = Step("Race", "", NORMAL, lanes=lanes, goal=Goal(30), pace="max", views=("race",))
    lecture, workspace = hall.lecture, hall.workspace
    lecture.open(replace(LESSON, steps=(race, LESSON.steps[1])), index)
    lecture.choose(1)
    for begun in (False, True):  # before the step runs, and while it does
        if begun:
            lecture.run_step()
        workspace.racing.begin(others)
        workspace.run_to(60, at_once=True)
        hall.wait(lambda: len(workspace.lanes) == 3 and workspace.iteration == 60)
        assert lecture.phase is not StepPhase.DONE
        lecture.next()
        hall.done()
        assert workspace.lanes == (lanes if index == 0 else ())
        assert workspace.iteration == (30 if index == 0 else 60)
        assert index == 0 or begun or lecture.committed == 1
        assert None not in lecture.checks.answers


def test_the_way_on_waits_for_the_checks_and_says_so(hall: Hall) -> None:
    """Whoever presses in a hurry sees what is waited for, and no verdict is skipped."""
    one, all_of_them = Event(), Event()

    def slowly(step: Step, ran: object = None, there: object = None) -> Iterator[Checked | Progress]:
        for gate, checked in zip((one, *[all_of_them] * 9), check(step, None), strict=False):
            while not gate.is_set():
                yield Progress(0, 1)
            yield checked

    hall.check = slowly
    hall.open(index=1)
    lecture = hall.lecture
    lecture.choose(0)
    lecture.next()
    hall.wait(lambda: lecture.phase is StepPhase.DONE)
    assert (lecture.waiting, lecture.decided) == ("", False)
    for gate, done in ((one, 0), (all_of_them, 1)):
        lecture.next()
        assert (lecture.index, lecture.phase) == (1, "done")
        assert lecture.waiting == CHECKING.format(done=done, all=4)
        gate.set()
        hall.wait(lambda done=done: lecture.waiting != CHECKING.format(done=done, all=4))
    hall.done()
    assert (lecture.index, lecture.waiting, lecture.decided) == (1, "", True)
    lecture.next()
    assert lecture.index == 2


def test_while_the_checks_go_on_one_can_still_go_back_or_elsewhere(hall: Hall) -> None:
    never = Event()

    def for_ever(step: Step, ran: object = None, there: object = None) -> Iterator[Progress]:
        while not never.is_set():
            yield Progress(0, 1)

    hall.check = for_ever
    hall.open()
    lecture = hall.lecture
    lecture.next()
    hall.wait(lambda: lecture.phase is StepPhase.DONE)
    lecture.next()
    assert (lecture.index, bool(lecture.waiting)) == (0, True)
    lecture.go(1)
    assert (lecture.index, lecture.waiting) == (1, "")
    never.set()
