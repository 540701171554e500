"""An exported file: whole, or not there."""

from __future__ import annotations

import os
from pathlib import Path

from symgui.experiment import ExperimentError
from symgui.files import reason, replace_file
from symgui.resources import SHIPPED, is_shipped


def check_can_write(path: str | os.PathLike[str]) -> None:
    """Complain of what is certain to fail, before anything is computed.

    Raises
    ------
    ExperimentError
    """
    name = os.fspath(path)
    if not name or Path(name).is_dir():
        raise ExperimentError("cannot be written: it is no file name", "", name or '""')
    if is_shipped(Path(name)):
        raise ExperimentError(SHIPPED, "", name)
    if not Path(os.path.realpath(name)).parent.is_dir():
        raise ExperimentError("cannot be written: there is no such folder", "", name)


def write_export(path: str | os.PathLike[str], data: bytes) -> None:
    """Write a file so that it is there whole, or as it was before.

    Raises
    ------
    ExperimentError
        If it cannot be written.
    """
    check_can_write(path)
    try:
        replace_file(Path(path), data)
    except (OSError, ValueError) as error:
        raise ExperimentError(f"cannot be written: {reason(error)}", "", os.fspath(path)) from None
