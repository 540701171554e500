"""``symgui export RACE --what race``: the lanes of a race side by side."""

from __future__ import annotations

import argparse

from symgui.cli.console import progress
from symgui.cli.export_out import checked_suffix
from symgui.cli.export_section import section_of
from symgui.experiment import ExperimentError
from symgui.experiment.line import to_line
from symgui.export.kinds import RACE_KINDS
from symgui.export.number_files import as_csv
from symgui.figures.palette import DARK, LIGHT
from symgui.figures.svg import stacked
from symgui.training.race import Race, RaceFrame
from symgui.training.race_file import RaceFile

PORTION = 1000


def made_of_race(race: RaceFile, iterations: int | None, arguments: argparse.Namespace) -> bytes:
    """What `arguments` want of a race.

    Raises
    ------
    ExperimentError
        If a race has no such thing.
    """
    if arguments.what == "line":
        return f"{to_line(race)}\n".encode()
    if arguments.what not in RACE_KINDS:
        wanted = ", ".join([*RACE_KINDS, "line"])
        raise ExperimentError(
            f"has no {arguments.what}, which is of one run: of a race there are {wanted} and the animations",
            "the race",
            arguments.file,
        )
    kind, out = RACE_KINDS[arguments.what], arguments.out
    suffix = checked_suffix(kind.name, kind.suffixes, out, arguments.painters) if out else kind.suffixes[0]
    frame = _trained(race, iterations, arguments)
    if kind.table is not None:
        return as_csv(kind.table(frame)).encode()
    assert kind.pages is not None
    pages = kind.pages(frame, DARK if arguments.dark else LIGHT, not arguments.untitled)
    if suffix == ".svg":
        return stacked(pages).encode()
    painted: bytes = arguments.painters.files[suffix](pages, float(arguments.scale or 2))
    return painted


def planned(race: RaceFile) -> int:
    """How long its longest lane is to be trained."""
    return max(lane.experiment.training.iterations for lane in race.lanes)


def _trained(file: RaceFile, iterations: int | None, arguments: argparse.Namespace) -> RaceFrame:
    race, goal = Race(file.race), planned(file) if iterations is None else iterations
    race.show_section(section_of(arguments, arguments.what, race.data.features))
    with progress(goal, "updates") as bar:
        while race.iteration < goal and race.divergence is None:
            bar.update(race.advance(min(PORTION, goal - race.iteration)))
    return race.frame()
