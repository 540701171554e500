"""Files on the command line: an experiment read, a result written whole."""

from __future__ import annotations

import os
from pathlib import Path

from symgui.experiment import Experiment, ExperimentError
from symgui.experiment.line import from_line, is_line
from symgui.files import reason, replace_file
from symgui.resources import SHIPPED, is_shipped


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


def check_can_write(path: str, option: str) -> None:
    """Complain before the training, not after it.

    Parameters
    ----------
    path : str
    option : str
        What the complaint names if there is no path.

    Raises
    ------
    ExperimentError
    """
    if not path or Path(path).is_dir():
        raise ExperimentError("cannot be written: it is no file name", "", path or option)
    if is_shipped(Path(path)):
        raise ExperimentError(SHIPPED, "", path)
    if not Path(os.path.realpath(path)).parent.is_dir():
        raise ExperimentError("cannot be written: there is no such folder", "", path)


def write_whole(path: str, data: bytes) -> None:
    """Write a file so that it is there whole, or as it was before.

    Raises
    ------
    ExperimentError
        If it cannot be written.
    """
    try:
        replace_file(Path(path), data)
    except (OSError, ValueError) as error:
        raise ExperimentError(f"cannot be written: {reason(error)}", "", path) from None
