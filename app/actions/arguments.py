"""What the command line asks the window to open, checked before there is a window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from symgui.experiment.line import is_line

if TYPE_CHECKING:
    from symgui.experiment import Experiment
    from symgui.lessons import Lesson
    from symgui.training.race_file import RaceFile

USAGE = """\
usage: symgui [FILE]      open the window, with an experiment or a race, or with what was open last;
                          of a table or weights it shows what it understands of them
       symgui --lesson LESSON [--step N] [--present]
                          open a lesson: its id, its number, or a file of your own
       symgui LINE        open the experiment in a line of text, symgui1:…
       symgui run FILE …  train without a window (symgui run --help)
       symgui export FILE --what …
                          write code, numbers, pictures or a report (symgui export --help)
       symgui import TABLE --out FILE
                          make an experiment file of a table of your own (symgui import --help)
       symgui sweep GRID --out FOLDER
                          make many runs: a grid over settings and seeds (symgui sweep --help)
       symgui verify …    compute what is claimed, and compare (symgui verify --help)"""

SWITCHES = ("--present",)
VALUES = ("--lesson", "--step")
LONGEST = 9
"""Digits of a number that is worth reading."""


class ArgumentsError(ValueError):
    """Arguments that ask for nothing that there is, in one sentence; empty if only the usage helps."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What the window shows first.

    Attributes
    ----------
    experiment : Experiment or None
        None is what was open last.
    race : RaceFile or None
        It takes the place of the experiment.
    path : Path or None
        The file of `experiment`, or of `race`.
    lesson : Lesson or None
        It is opened over the experiment.
    step : int
        From 0.
    present : bool
        Whether on the whole screen.
    shown : Path or None
        A table or weights, to be looked at in their dialog first.
    """

    experiment: Experiment | None = None
    race: RaceFile | None = None
    path: Path | None = None
    lesson: Lesson | None = None
    step: int = 0
    present: bool = False
    shown: Path | None = None


def opening(arguments: Sequence[str]) -> Opening:
    """What `arguments` ask for.

    Raises
    ------
    ArgumentsError
    """
    options, files = _taken_apart(arguments)
    if "--lesson" not in options:
        if options or len(files) > 1:
            wanted = next(iter(options), "")
            raise ArgumentsError(f"{wanted}: it needs --lesson" if wanted else "")
        if not files:
            return Opening()
        return _of_line(files[0]) if is_line(files[0]) else _of_file(Path(files[0]))
    if files:
        raise ArgumentsError(f"{files[0]!r}: a file cannot stand beside --lesson")
    lesson = _lesson(options["--lesson"])
    step = _step(options.get("--step", "1"), lesson)
    return Opening(lesson=lesson, step=step, present="--present" in options)


def _taken_apart(arguments: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    options: dict[str, str] = {}
    files: list[str] = []
    rest = iter(arguments)
    for argument in rest:
        name, equals, value = argument.partition("=")
        if name in VALUES:
            given = value if equals else next(rest, "")
            if not given:
                raise ArgumentsError(f"{name}: it needs a value")
            options[name] = given
        elif argument in SWITCHES:
            options[argument] = ""
        elif argument.startswith("-"):
            raise ArgumentsError("")
        else:
            files.append(argument)
    return options, files


def _of_line(line: str) -> Opening:
    """The experiment or the race that a line of text holds; it is in no file."""
    from symgui.experiment import ExperimentError
    from symgui.training.race_file import RaceFile, load_line

    try:
        found = load_line(line)
    except ExperimentError as error:
        raise ArgumentsError(str(error)) from None
    return Opening(race=found) if isinstance(found, RaceFile) else Opening(experiment=found)


def _of_file(path: Path) -> Opening:
    """An experiment or a race; a lesson file, a table or weights may be given just so, too."""
    from symgui.data.tables.reading import SUFFIXES
    from symgui.experiment import ExperimentError
    from symgui.files import is_file
    from symgui.training.race_file import RaceFile, load
    from symgui.weights import holds_weights

    if path.name.endswith(".lesson.md"):
        return Opening(lesson=_lesson(str(path)))
    try:
        found = load(path)
    except ExperimentError as error:
        if is_file(path) and (path.suffix.lower() in SUFFIXES or holds_weights(path)):
            return Opening(shown=path)
        raise ArgumentsError(str(error)) from None
    if isinstance(found, RaceFile):
        return Opening(race=found, path=path)
    return Opening(experiment=found, path=path)


def _lesson(name: str) -> Lesson:
    """A file if there is one of that name or it looks like one, else a shipped lesson."""
    from symgui.files import is_file
    from symgui.lessons import LessonError, find_lesson, load_lesson

    in_file = Path(name).suffix != "" or is_file(Path(name))
    try:
        return load_lesson(Path(name)) if in_file else find_lesson(name)
    except LessonError as error:
        raise ArgumentsError(str(error) if in_file else f"{error.place} {error.problem}") from None


def _step(text: str, lesson: Lesson) -> int:
    from symgui.experiment.spec import shown

    last = len(lesson.steps)
    if not (text.isdecimal() and len(text) <= LONGEST and 1 <= int(text) <= last):
        raise ArgumentsError(f"--step: lesson {lesson.id} has steps 1 to {last}, not {shown(text)}")
    return int(text) - 1
