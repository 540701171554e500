"""``symgui export FILE --what …``: an experiment or its run as code, numbers or a picture."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from symgui.cli.console import complain, progress
from symgui.cli.files import experiment_of
from symgui.cli.number_arguments import whole_number
from symgui.experiment import Experiment, ExperimentError
from symgui.export.kinds import KINDS, QUESTIONS, Export
from symgui.export.write_result import check_can_write, write_export
from symgui.figures.palette import DARK, LIGHT
from symgui.figures.svg import stacked
from symgui.training.frame import Frame
from symgui.training.run import Run

Painter: TypeAlias = Callable[[list[str], float], bytes]
"""Makes a file of pages of SVG, at a scale."""

MAX_ITERATIONS = 10**9
PORTION = 1000
"""Updates between two looks at the progress bar."""

DESCRIPTION = """\
Write an experiment, or what it comes to after N updates, for use elsewhere. --what is one of

{kinds}

The suffix of OUT says the format of a picture: .svg, .png or .pdf. Without --out, text goes to
standard output. The same file gives the same bytes.
"""


def add_command(commands: Any) -> None:
    """Add ``export`` to the parser's commands."""
    rows = [(kind.name, kind.tip, kind.suffixes) for kind in KINDS.values()]
    rows += [(name, tip, (suffix,)) for name, (tip, suffix) in QUESTIONS.items()]
    kinds = "\n".join(f"  {name:12} {tip} ({', '.join(suffixes)})" for name, tip, suffixes in rows)
    command = commands.add_parser(
        "export",
        help="write code, numbers, pictures or a report",
        description=DESCRIPTION.format(kinds=kinds),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.set_defaults(act=_act)
    command.add_argument(
        "file", metavar="FILE", help="the experiment: a *.symgui.json, or its line; or a lesson"
    )
    command.add_argument(
        "--what", metavar="WHAT", choices=[*KINDS, *QUESTIONS], required=True, help="one of the above"
    )
    command.add_argument(
        "--iterations",
        metavar="N",
        type=whole_number(0, MAX_ITERATIONS),
        help="after N updates instead of the file's number",
    )
    command.add_argument("--out", metavar="OUT", help="the file to write")
    command.add_argument("--force", action="store_true", help="write over a file that is there")
    command.add_argument("--dark", action="store_true", help="a picture on dark ground")
    command.add_argument("--untitled", action="store_true", help="a picture without the line of settings")
    command.add_argument(
        "--scale",
        metavar="S",
        type=whole_number(1, 8),
        default=2,
        help="pixels of a .png to one of the .svg (2)",
    )


def _act(arguments: argparse.Namespace) -> int:
    if arguments.what in QUESTIONS:
        return _export_questions(arguments)
    kind, out = KINDS[arguments.what], arguments.out
    try:
        experiment = experiment_of(arguments.file)
        suffix = _checked_suffix(kind, out, arguments.painters)
        if out is not None:
            _check_free(out, arguments.force)
        data = _made(kind, experiment, suffix, arguments)
    except MemoryError:
        return complain(f"{arguments.file}: there is not enough memory for this")
    _put(out, data)
    return 0


def _put(out: str | None, data: bytes) -> None:
    if out is None:
        sys.stdout.write(data.decode())
    else:
        write_export(out, data)


def _export_questions(arguments: argparse.Namespace) -> int:
    """Write the questions of a lesson: its id, its number or its file."""
    from symgui.export.questions import Asked, asked, written  # other commands need no lessons
    from symgui.lessons import LessonError, find_lesson, load_lesson

    name, out, (_, suffix) = arguments.file, arguments.out, QUESTIONS[arguments.what]
    if out is not None:
        if Path(out).suffix.lower() != suffix:
            raise ExperimentError(f"must end in {suffix} for {arguments.what}", "", out)
        _check_free(out, arguments.force)
    try:
        lesson = load_lesson(Path(name)) if Path(name).suffix else find_lesson(name)
        questions = [each for each in asked(lesson) if isinstance(each, Asked)]
    except LessonError as error:
        return complain(str(error))
    if not questions:
        return complain(f"{name}: the lesson asks nothing")
    _put(out, written(arguments.what, questions).encode())
    return 0


def _checked_suffix(kind: Export, out: str | None, painters: Mapping[str, Painter]) -> str:
    """The format to write, before anything is computed."""
    if out is None:
        if not kind.is_text and ".svg" not in kind.suffixes:
            raise ExperimentError("is missing: these are no text, say which file is to hold them", "--out")
        return ".svg" if kind.pages else kind.suffixes[0]
    suffix = Path(out).suffix.lower()
    if suffix not in kind.suffixes:
        wanted = " or ".join(kind.suffixes)
        raise ExperimentError(f"must end in {wanted} for {kind.name}", "", out)
    if suffix in (".png", ".pdf") and suffix not in painters:
        raise ExperimentError(
            f"cannot be made without Qt: `symgui export` makes {suffix}, this makes .svg", "", out
        )
    return suffix


def _check_free(out: str, force: bool) -> None:
    check_can_write(out)
    if not force and os.path.lexists(out):
        raise ExperimentError("is there already: --force writes over it", "", out)


def _made(kind: Export, experiment: Experiment, suffix: str, arguments: argparse.Namespace) -> bytes:
    planned = experiment.training.iterations
    iterations = planned if arguments.iterations is None else arguments.iterations
    if kind.program is not None:
        return kind.program(experiment, iterations).encode()
    frame = _trained(experiment, iterations)
    if kind.pages is None:
        return kind.data(frame)
    pages = kind.pages(frame, DARK if arguments.dark else LIGHT, not arguments.untitled)
    if suffix != ".svg":
        painted: bytes = arguments.painters[suffix](pages, float(arguments.scale))
        return painted
    return stacked(pages).encode()


def _trained(experiment: Experiment, iterations: int) -> Frame:
    """The frame after so many updates; fewer if the run diverges."""
    run = Run(experiment)
    with progress(iterations, "updates") as bar:
        while run.iteration < iterations and run.divergence is None:
            bar.update(run.advance(min(PORTION, iterations - run.iteration)))
    return run.frame()
