"""``symgui export FILE --what gif``: a run or a race from one iteration to another."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from symgui.cli.console import progress
from symgui.cli.export_out import checked_suffix
from symgui.cli.export_race import planned
from symgui.cli.export_section import section_of
from symgui.cli.number_arguments import IterationSpan
from symgui.experiment import Experiment, ExperimentError
from symgui.export.animation import ANIMATIONS, Made, Making, Plan, made_of
from symgui.export.kinds import KINDS, MOVING, RACE_KINDS, WORDS_ABOVE
from symgui.figures.palette import DARK, LIGHT
from symgui.training.race_file import RaceFile

FRAMES = 60


def made_to_move(content: Experiment | RaceFile, arguments: argparse.Namespace) -> bytes:
    """The file of an animation.

    Raises
    ------
    ExperimentError
        If it cannot be made.
    """
    kind, painters = ANIMATIONS[arguments.what], arguments.painters
    if arguments.out is None:
        raise ExperimentError("is missing: this is no text, say which file is to hold it", "--out")
    if painters.pixels is None:
        raise ExperimentError("cannot be made without Qt: `symgui export` makes it", "", arguments.out)
    checked_suffix(kind.name, kind.suffixes, arguments.out)
    is_race = isinstance(content, RaceFile)
    end = planned(content) if isinstance(content, RaceFile) else content.training.iterations
    span = arguments.iterations or IterationSpan(0, end)
    plan = Plan(
        span.first if span.first is not None else 0, span.last, arguments.frames or FRAMES, arguments.step
    )
    plan.iterations()  # complains before anything is trained
    picture = _picture(arguments.picture, is_race)
    work = made_of(
        content.race if isinstance(content, RaceFile) else content,
        plan,
        _draw(picture, arguments),
        painters.pixels,
        kind,
        float(arguments.scale or 1),
        section_of=lambda data: section_of(arguments, picture, data.features),
        from_below=arguments.picture in WORDS_ABOVE,
    )
    return _worked(work)


def _picture(wanted: str | None, is_race: bool) -> str:
    """Which picture is to move."""
    pictures = ("race",) if is_race else MOVING
    name = wanted or pictures[0]
    if name not in pictures:
        of = "a race" if is_race else "one run"
        raise ExperimentError(f"is {name}, and of {of} it may be {', '.join(pictures)}", "--picture")
    return name


def _draw(name: str, arguments: argparse.Namespace) -> Callable[[Any], str]:
    pages = RACE_KINDS[name].pages if name in RACE_KINDS else KINDS[name].pages
    assert pages is not None
    palette, titled = DARK if arguments.dark else LIGHT, not arguments.untitled
    return lambda frame: pages(frame, palette, titled)[0]


def _worked(work: Any) -> bytes:
    """Go on to the end; a bar for each of its parts."""
    doing, bar, data = "", progress(0, ""), b""
    try:
        for found in work:
            if isinstance(found, Made):
                data = found.data
            elif isinstance(found, Making):
                if found.doing != doing:
                    bar.close()
                    doing, bar = found.doing, progress(found.of, found.doing)
                bar.update(found.done - bar.n)
    finally:
        bar.close()
    return data
