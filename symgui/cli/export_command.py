"""``symgui export FILE --what …``: an experiment or its run as code, numbers or a picture."""

from __future__ import annotations

import argparse
from typing import Any

from symgui.cli.console import complain, progress
from symgui.cli.export_animation import FRAMES, made_to_move
from symgui.cli.export_out import Painters, check_free, checked_suffix, put
from symgui.cli.export_questions import export_questions
from symgui.cli.export_race import made_of_race
from symgui.cli.export_section import section_of
from symgui.cli.files import content_of
from symgui.cli.number_arguments import span, whole_number
from symgui.experiment import Experiment, ExperimentError
from symgui.export.animation import ANIMATIONS, MOST_FRAMES, Animation
from symgui.export.kinds import KINDS, MOVING, QUESTIONS, RACE_KINDS, Export
from symgui.figures.palette import DARK, LIGHT
from symgui.figures.svg import stacked
from symgui.training.frame import Frame
from symgui.training.race_file import RaceFile
from symgui.training.run import RecordedRun

MAX_ITERATIONS = 10**9
PORTION = 1000
"""Updates between two looks at the progress bar."""

DESCRIPTION = """\
Write an experiment, or what it comes to after N updates, for use elsewhere. --what is one of

{kinds}

The suffix of OUT says the format of a picture: .svg, .png or .pdf. Without --out, text goes to
standard output. The same file gives the same bytes, but for mp4, whose encoder does not promise it.
"""


def add_command(commands: Any) -> None:
    """Add ``export`` to the parser's commands."""
    every: list[Export | Animation] = [
        *KINDS.values(), *RACE_KINDS.values(), *ANIMATIONS.values()
    ]  # fmt: skip
    rows = [(kind.name, kind.tip, kind.suffixes) for kind in every]
    rows += [(name, tip, (suffix,)) for name, (tip, suffix) in QUESTIONS.items()]
    names = [name for name, _, _ in rows]
    kinds = "\n".join(f"  {name:12} {tip} ({', '.join(suffixes)})" for name, tip, suffixes in rows)
    command = commands.add_parser(
        "export",
        help="write code, numbers, pictures or a report",
        description=DESCRIPTION.format(kinds=kinds),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.set_defaults(act=_act)
    command.add_argument(
        "file", metavar="FILE", help="the experiment or race: a *.symgui.json, or its line; or a lesson"
    )
    command.add_argument("--what", metavar="WHAT", choices=names, required=True, help="one of the above")
    command.add_argument(
        "--iterations",
        metavar="N",
        type=span(0, MAX_ITERATIONS),
        help="after N updates instead of the file's number; of an animation A:B, from and to",
    )
    command.add_argument("--out", metavar="OUT", help="the file to write")
    command.add_argument("--force", action="store_true", help="write over a file that is there")
    command.add_argument("--dark", action="store_true", help="a picture on dark ground")
    command.add_argument("--untitled", action="store_true", help="a picture without the line of settings")
    command.add_argument(
        "--scale",
        metavar="S",
        type=whole_number(1, 8),
        help="pixels to one of the .svg: of a .png (2), of an animation (1)",
    )
    command.add_argument(
        "--features",
        nargs=2,
        metavar="NAME",
        help="of more than two inputs, a boundary over these two, all others at their mean; "
        "else it is over the first two principal directions of the training examples",
    )
    command.add_argument("--picture", choices=[*MOVING, "race"], help="what an animation shows")
    command.add_argument(
        "--frames",
        metavar="N",
        type=whole_number(1, MOST_FRAMES),
        help=f"of an animation, closer together at the start, where more happens ({FRAMES})",
    )
    command.add_argument(
        "--step", metavar="N", type=whole_number(1, MAX_ITERATIONS), help="a frame every N updates instead"
    )


def _act(arguments: argparse.Namespace) -> int:
    if arguments.what in QUESTIONS:
        return export_questions(arguments)
    out, wanted = arguments.out, arguments.iterations
    try:
        content = content_of(arguments.file)
        if out is not None:
            check_free(out, arguments.force)
        if arguments.what in ANIMATIONS:
            put(out, made_to_move(content, arguments))
            return 0
        if wanted is not None and wanted.first is not None:
            raise ExperimentError("is one iteration where nothing moves: N, not A:B", "--iterations")
        iterations = None if wanted is None else wanted.last
        if isinstance(content, RaceFile):
            data = made_of_race(content, iterations, arguments)
        elif arguments.what in RACE_KINDS:
            raise ExperimentError("is one run, and no race", "", arguments.file)
        else:
            data = _made(content, iterations, arguments)
    except MemoryError:
        return complain(f"{arguments.file}: there is not enough memory for this")
    put(out, data)
    return 0


def _format(kind: Export, out: str | None, painters: Painters) -> str:
    """The format to write, before anything is computed."""
    if out is not None:
        return checked_suffix(kind.name, kind.suffixes, out, painters)
    if not kind.is_text and ".svg" not in kind.suffixes:
        raise ExperimentError("is missing: these are no text, say which file is to hold them", "--out")
    return ".svg" if kind.pages else kind.suffixes[0]


def _made(experiment: Experiment, iterations: int | None, arguments: argparse.Namespace) -> bytes:
    kind = KINDS[arguments.what]
    suffix = _format(kind, arguments.out, arguments.painters)
    if iterations is None:
        iterations = experiment.training.iterations
    if kind.program is not None:
        return kind.program(experiment, iterations).encode()
    frame = _trained(experiment, iterations, arguments)
    if kind.pages is None:
        return kind.data(frame)
    pages = kind.pages(frame, DARK if arguments.dark else LIGHT, not arguments.untitled)
    if suffix != ".svg":
        painted: bytes = arguments.painters.files[suffix](pages, float(arguments.scale or 2))
        return painted
    return stacked(pages).encode()


def _trained(experiment: Experiment, iterations: int, arguments: argparse.Namespace) -> Frame:
    """The frame after so many updates; fewer if the run diverges."""
    run = RecordedRun(experiment)
    run.show_section(section_of(arguments, arguments.what, run.trainer.data.features))
    with progress(iterations, "updates") as bar:
        while run.iteration < iterations and run.divergence is None:
            bar.update(run.advance(min(PORTION, iterations - run.iteration)))
    return run.frame()
