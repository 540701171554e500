"""Someone who opens, edits, saves, races and closes at random; what he made is looked for after each act.

Whatever is opened or made has a mark of its own (its `batch_seed`; a lane's `l2` besides) that no act
changes, so that it can be told what belongs to which file, whatever the program thinks.

    python tests/e2e/file_walk.py 10000 1      # so many acts, from a seed
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from app.main_window import MainWindow
from app.runtime.session import Work, sight_of
from app.runtime.sessions import SUFFIX
from app.runtime.settings import Settings
from symgui.experiment import Experiment, LayerSpec, opening_experiment
from symgui.lessons import LessonError, find_lesson
from symgui.resources import example_files, resource_folder
from symgui.training.lanes import lanes_from
from symgui.training.presets import PRESETS
from symgui.training.race_file import RaceFile, load
from symgui.training.states import State

Content = Experiment | RaceFile
PATIENCE = 60.0
"""Seconds after which the window will not come to rest any more."""
RARE = {"close": 0.2, "killed": 0.2, "lesson": 0.3, "step_into_a_lesson_of_the_program": 0.2}
"""How often an act comes beside others: what takes long comes less often."""
MOST_FILES = 12
REMEMBERED = 12
"""So many works, the latest, must be found again: the program promises somewhat more."""


def mark(content: Content) -> tuple[object, ...]:
    """What it is, whatever has been done to it."""
    if isinstance(content, RaceFile):
        return ("race", content.lanes[0].experiment.training.batch_seed)
    return ("run", content.training.batch_seed, content.training.l2)


def stamp(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns


class Walk:
    """The window, and what must be so.

    Parameters
    ----------
    folder : Path
        For files and settings.
    seed : int
    in_sight : bool
        Whether the window is shown, which takes longer.
    """

    def __init__(self, folder: Path, seed: int, *, in_sight: bool = True) -> None:
        self.in_sight = in_sight
        self.random, self.log = random.Random(seed), list[str]()
        self.files, self.config = folder / "files", folder / "config"
        self.files.mkdir()
        self.number = 0
        self.contents: dict[bytes, Content] = {}
        self.disk: dict[Path, bytes] = {}
        self.marks: dict[Path, tuple[object, ...]] = {}  # whose each file is
        self.titles: dict[str, Experiment] = {}
        self.latest: dict[tuple[object, ...], Content] = {}  # the last state of each work that was seen
        self.shipped = {path: stamp(path) for path in resource_folder().rglob("*") if path.is_file()}
        self.examples = [self.unmarked(Experiment.load(path)) for path in example_files()]
        self.examples.append(self.unmarked(self.new()))
        self.allowed: Path | None = None  # the file that this act may write
        self.acts: dict[str, Callable[[], None]] = {
            name.removeprefix("act_"): getattr(self, name) for name in dir(self) if name.startswith("act_")
        }
        for k in range(3):
            self.put(f"{k}", self.new(title=f"File {k}"))
        self.open_window()

    # ---- what is there ---------------------------------------------------------------------------

    def fresh(self) -> int:
        self.number += 1
        return self.number

    def new(self, title: str = "") -> Experiment:
        made = opening_experiment().with_(
            title=title,
            network={"hidden": (LayerSpec(units=2),)},
            data={"samples": 8},
            training={"batch_seed": self.fresh(), "iterations": 50},
        )
        if title:
            self.titles[title] = made
        return made

    def put(self, name: str, content: Content) -> Path:
        path = self.files / f"{name}.symgui.json"
        content.save(path)
        self.disk[path], self.marks[path] = path.read_bytes(), mark(content)
        return path

    def open_window(self) -> None:
        settings = Settings(self.config)
        found = settings.sessions.take()
        if found.session is None:
            self.window = MainWindow(self.new(), settings)
        else:
            sight, _ = sight_of(found.session.now)
            self.window = MainWindow(sight.place.experiment, settings, document=sight.document)
        self.window.resize(1024, 700)
        self.window.setVisible(self.in_sight)
        self.window.saving.ask_save_as = self.ask  # type: ignore[method-assign]
        assert self.window.keeper is not None
        self.keeper = self.window.keeper
        self.keeper.take(found)
        self.space = self.window.workspace
        self.space.speed.set_pace("max")

    @property
    def shown(self) -> Content:
        return self.space.document.content

    @property
    def own(self) -> list[Content]:
        """What the person has made and sees, or will see when the lesson is over."""
        sight, left = self.space.own.sight, self.space.own.left_race
        races = [race.file for race in (sight.race, left) if race is not None]
        return [sight.place.experiment, *races]

    def settle(self) -> None:
        """Wait until the frame of what is shown has come."""
        end = time.monotonic() + PATIENCE
        loop = self.space.pump.loop
        while time.monotonic() < end:
            QApplication.processEvents()
            space = self.space
            if space.lanes:
                there = space.race_frame is not None
            else:
                run = space.current_frame
                there = run is not None
            if loop.wait_for_commands(0.0) and there and space.state is not State.RUNNING:
                QApplication.processEvents()
                return
            time.sleep(0.0005)  # the training thread's turn
        raise AssertionError(f"the window never came to rest: {space.state}, {loop.status}")

    # ---- acts ------------------------------------------------------------------------------------

    def ask(self) -> None:
        """Save asks for a name: a new file, an old one, one that comes with the program, or none."""
        kind = self.random.choices(("new", "old", "shipped", "none"), (5, 2, 1, 2))[0]
        self.log.append(f"    asked: {kind}")
        if kind == "none":
            return
        if kind == "shipped":
            path = self.random.choice(example_files())
        elif kind == "old" or len(self.disk) >= MOST_FILES:
            path = self.random.choice(list(self.disk))
        else:
            path = self.files / f"{self.fresh()}.symgui.json"
        self.save_to(path)

    def save_to(self, path: Path) -> None:
        """The person means this file, whatever is in it."""
        self.allowed, content = path, self.shown
        if path in self.disk:  # what was in it goes, and is meant to
            over = self.read(path)
            if self.latest.get(mark(over)) == over:
                del self.latest[mark(over)]
        if self.window.save_file(path):
            assert path.parent == self.files, "nothing is saved over what comes with the program"
            self.marks[path] = mark(content)
        else:
            assert self.window.message.text()

    def act_save(self) -> None:
        path = self.space.document.path
        self.allowed = path
        if path is not None:
            assert self.marks.get(path) == mark(self.shown), f"{path.name} is not of {mark(self.shown)}"
        self.window.saving.save()
        self.window.saving.wait()

    def act_save_as(self) -> None:
        self.ask()

    def act_open(self) -> None:
        assert self.window.open_file(self.random.choice(list(self.disk)))

    def act_open_example(self) -> None:
        path = self.random.choice(example_files())
        opened = (
            self.window.open_file(path)
            if self.random.random() < 0.5
            else self.window.files.open_example(path)
        )
        assert opened
        assert self.space.document.path is None, "saving an example asks for a name"
        self.latest.pop(mark(self.shown), None)
        self.titles.setdefault(self.space.experiment.title, self.space.experiment)

    def act_edit(self) -> None:
        if not self.space.lanes:
            name = "W1[0,0]" if self.space.experiment.network.hidden else "b1[0]"
            self.space.document.edit({name: self.random.random()})

    def act_setting(self) -> None:
        if not self.space.lanes:
            rate = round(self.random.random(), 6)
            self.space.document.change(self.space.experiment.with_(training={"learning_rate": rate}), "rate")

    def act_rate_on_the_way(self) -> None:
        if not self.space.lanes:
            self.space.document.set_learning_rate(round(self.random.random(), 6))

    def act_step(self) -> None:
        self.space.step(self.random.randint(1, 5))

    def act_back(self) -> None:
        self.space.back()

    def act_start_over(self) -> None:
        self.space.document.start_over()

    def act_undo(self) -> None:
        self.window.undo_stacks.stack.undo()

    def act_redo(self) -> None:
        self.window.undo_stacks.stack.redo()

    def act_race(self) -> None:
        if self.space.own.borrows:
            return
        base = self.space.experiment.with_(changes=(), title="", training={"batch_seed": self.fresh()})
        rates = [0.1, 0.2, 0.3][: self.random.choice((2, 3))]
        lanes = [base.with_(training={"learning_rate": rate, "l2": float(self.fresh())}) for rate in rates]
        self.window.compare.enter(lanes_from(lanes))

    def act_ready_race(self) -> None:
        if not self.space.own.borrows:
            self.window.compare.enter()

    def act_change_lane(self) -> None:
        if self.space.lanes and not self.space.own.borrows:
            rate = round(self.random.random(), 6)
            self.window.compare.change_lane(
                "A", lambda each: each.with_(training={"learning_rate": rate}), "rate"
            )

    def act_remove_lane(self) -> None:
        if len(self.space.lanes) > 2 and not self.space.own.borrows:
            self.window.compare.remove_lane("C")

    def act_open_lane(self) -> None:
        if self.space.lanes and not self.space.own.borrows:
            self.window.compare.open_lane(self.random.choice([lane.letter for lane in self.space.lanes]))
            self.settle()
            path = self.space.document.path
            if path is None:  # a lane is in no file, unless just this one has been saved as it is
                assert self.space.document.modified
            else:
                assert self.space.document.content == self.read(path)
                assert not self.space.document.modified
            assert self.space.experiment.title.startswith("Lane ")
            self.titles.setdefault(self.space.experiment.title + repr(self.number), self.space.experiment)

    def act_leave(self) -> None:
        if self.space.lanes and not self.space.own.borrows:
            before = self.space.document.content
            self.window.compare.leave()
            if self.random.random() < 0.5:  # Esc and Undo: nothing has happened
                self.settle()
                self.window.undo_stacks.stack.undo()
                self.settle()
                assert self.space.document.content == before

    def act_come_back(self) -> None:
        if not self.space.lanes and not self.space.own.borrows:
            self.window.compare.toggle()

    def act_pin(self) -> None:
        self.window.pins.pin()

    def act_go_to_pin(self) -> None:
        if self.window.pins.moments and not self.space.lanes:
            self.window.pins.go_to(self.random.randrange(len(self.window.pins.moments)))

    def act_lesson(self) -> None:
        lesson = find_lesson(self.random.choice(("hidden-layer", "moving")))
        self.window.lessons.begin(lesson, self.random.randrange(2))

    def act_leave_lesson(self) -> None:
        if self.space.own.borrows:
            self.window.lessons.leave()

    def act_step_into_a_lesson_of_the_program(self) -> None:
        lesson = self.random.choice(sorted((resource_folder() / "lessons").glob("*.lesson.md")))
        with suppress(LessonError):  # it is refused; that nothing was written is looked at
            self.window.lessons.writer.write(lesson, "Mine", is_new=self.random.random() < 0.5)

    def act_autosave(self) -> None:
        self.keeper.write()

    def act_earlier(self) -> None:
        if self.keeper.earlier:
            self.keeper.open(self.random.randrange(len(self.keeper.earlier)))

    def act_close(self) -> None:
        self.window.close()
        self.reopen()

    def act_killed(self) -> None:
        """A moment after the last autosave: the lock of a dead process is free."""
        self.keeper.write()
        left = {path: path.read_bytes() for path in self.config.rglob(f"*{SUFFIX}")}
        self.window.close()
        for path, content in left.items():
            path.write_bytes(content)
        self.reopen()
        assert "not closed" in self.window.message.text()

    def reopen(self) -> None:
        self.window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        self.open_window()

    # ---- what must be so -------------------------------------------------------------------------

    def go(self, acts: int) -> None:
        """So many acts; an AssertionError has the way to it."""
        weights = [RARE.get(name, 1.0) for name in self.acts]
        for _ in range(acts):
            name = self.random.choices(list(self.acts), weights)[0]
            self.do(name)

    def do(self, name: str) -> None:
        """One act, and a look at all that must be so."""
        self.log.append(name)
        self.allowed = None
        try:
            self.acts[name]()
            self.settle()
            self.look()
        except AssertionError as error:
            raise AssertionError("\n".join([str(error), *self.log[-40:]])) from error

    def look(self) -> None:
        self.look_at_files()
        for content in self.own:
            self.look_at_title(content)
            self.latest.pop(mark(content), None)
            self.latest[mark(content)] = content  # the latest last
        self.look_for_works()

    def look_at_files(self) -> None:
        """Only the file that was meant has changed, and holds what is shown."""
        for path, before in self.shipped.items():
            assert stamp(path) == before, f"{path.name} came with the program"
        now = {path: path.read_bytes() for path in self.files.iterdir()}
        changed = {path for path in now.keys() | self.disk.keys() if now.get(path) != self.disk.get(path)}
        assert changed <= {self.allowed}, f"{changed} was written, not {self.allowed}"
        for path in changed:
            assert load(path) == self.shown, path.name
        for path in changed:
            assert mark(load(path)) == self.marks[path], f"{path.name} holds what is not its own"
        self.disk = now

    def look_at_title(self, content: Content) -> None:
        lanes = [lane.experiment for lane in content.lanes] if isinstance(content, RaceFile) else [content]
        for each in lanes:
            meant = self.titles.get(each.title)
            assert meant is None or each == meant, f"{each.title!r} stands over something else"

    def look_for_works(self) -> None:
        """Each work is on disk, or the window knows of it for the next day."""
        session = self.keeper.session
        known: list[Content] = [self.read(path) for path in self.disk]
        works: list[Work] = [session.now, *session.earlier, *self.keeper.earlier]
        for work in works:
            known.append(work.run.experiment)
            if work.race is not None:
                known.append(work.race.race)
        have = [self.plain(content) for content in known]
        for content in list(self.latest.values())[-REMEMBERED:]:
            if self.began_so(content):
                continue
            assert self.plain(content) in have, f"{mark(content)} is nowhere any more: {content.title!r}"

    @staticmethod
    def plain(content: Content) -> Content:
        return replace(content, title="")

    def began_so(self, content: Content) -> bool:
        """Whether nobody has done anything to it: it can be had again."""
        if isinstance(content, RaceFile):
            return content.title in [preset.label for preset in PRESETS.values()]
        return self.unmarked(content) in self.examples

    @staticmethod
    def unmarked(experiment: Experiment) -> Experiment:
        return experiment.with_(title="", training={"batch_seed": 0})

    def read(self, path: Path) -> Content:
        """What a file holds, read once."""
        data = self.disk[path]
        if data not in self.contents:
            self.contents[data] = load(path)
        return self.contents[data]

    def close(self) -> None:
        self.window.close()
        self.window.deleteLater()


def main() -> None:
    acts, seed = int(sys.argv[1]), int(sys.argv[2])
    _application = QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        walk = Walk(Path(folder), seed, in_sight=False)
        portion = 100
        for done in range(0, acts, portion):
            walk.go(min(portion, acts - done))
            print(done + portion, len(walk.disk), len(walk.keeper.earlier), flush=True)
            walk.log = walk.log[-200:]
        walk.close()


if __name__ == "__main__":
    main()
