"""The experiment or the race that an argument of the command line names."""

from __future__ import annotations

from symgui.experiment import Experiment, ExperimentError
from symgui.experiment.line import from_line, is_line
from symgui.training.race_file import RaceFile, load, load_line


def experiment_of(file: str) -> Experiment:
    """The experiment in a file, or in a line of text.

    Raises
    ------
    ExperimentError
        If there is none.
    """
    if not is_line(file):
        return Experiment.load(file)
    text = from_line(file)
    try:
        return Experiment.loads(text)
    except ExperimentError as error:
        raise error.from_source("the line") from None


def content_of(file: str) -> Experiment | RaceFile:
    """The experiment or the race in a file, or in a line of text, whichever it holds.

    Raises
    ------
    ExperimentError
        If there is neither.
    """
    return load_line(file) if is_line(file) else load(file)
