"""The experiment or the race that an argument of the command line names."""

from __future__ import annotations

from pathlib import Path

from symgui.data.tables.reading import SUFFIXES
from symgui.experiment import Experiment, ExperimentError
from symgui.experiment.line import from_line, is_line, refuse_data_elsewhere
from symgui.files import is_file
from symgui.training.race_file import RaceFile, load, load_line


def experiment_of(file: str) -> Experiment:
    """The experiment in a file, or in a line of text.

    Raises
    ------
    ExperimentError
        If there is none.
    """
    if not is_line(file):
        return _in_file(file)
    text = from_line(file)
    try:
        experiment = Experiment.loads(text)
        refuse_data_elsewhere(experiment)
    except ExperimentError as error:
        raise error.from_source("the line") from None
    return experiment


def _in_file(file: str) -> Experiment:
    try:
        return Experiment.load(file)
    except ExperimentError as error:
        if not is_file(Path(file)) or Path(file).suffix.lower() not in SUFFIXES:
            raise
        hint = "of a table `symgui import` makes an experiment file"
        raise ExperimentError(f"{error.problem}; {hint}", error.place, error.source) from None


def content_of(file: str) -> Experiment | RaceFile:
    """The experiment or the race in a file, or in a line of text, whichever it holds.

    Raises
    ------
    ExperimentError
        If there is neither.
    """
    return load_line(file) if is_line(file) else load(file)
