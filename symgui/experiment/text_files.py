"""Files of text that the program writes and reads again: within bounds, and whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from symgui.experiment.jsontext import beyond_bounds
from symgui.experiment.spec import ExperimentError, UnreadableFileError
from symgui.files import read_file, reason, replace_file
from symgui.resources import SHIPPED, is_shipped

MAX_FILE_BYTES = 16 * 2**20

Read = TypeVar("Read")


def read_text(path: str | os.PathLike[str], read: Callable[[bytes], Read]) -> Read:
    """What `read` makes of the text of a file.

    Raises
    ------
    ExperimentError
        If the file cannot be read, or `read` finds nothing in it; the sentence names the file.
    """
    try:
        return read(read_file(Path(path), MAX_FILE_BYTES))
    except ExperimentError as error:
        raise error.from_source(_file_name(path)) from None
    except (OSError, ValueError) as error:
        raise UnreadableFileError(f"cannot be read: {reason(error)}", "", _file_name(path)) from None


def write_text(path: str | os.PathLike[str], text: str) -> None:
    """Write a file that can be read again; what is there stays as it is if that fails.

    Raises
    ------
    ExperimentError
        If it cannot be written, is too long to be read again, or comes with the program.
    """
    data = text.encode()
    if is_shipped(Path(path)):
        raise ExperimentError(SHIPPED, "", _file_name(path))
    beyond = beyond_bounds(text)
    if beyond:
        raise ExperimentError(f"would have {beyond} that can be read again", "", _file_name(path))
    if len(data) > MAX_FILE_BYTES:
        too_long = f"would have {len(data)} bytes, and {MAX_FILE_BYTES} are the most that can be read again"
        raise ExperimentError(too_long, "", _file_name(path))
    try:
        replace_file(Path(path), data)
    except (OSError, ValueError) as error:
        raise ExperimentError(f"cannot be written: {reason(error)}", "", _file_name(path)) from None


def _file_name(path: str | os.PathLike[str]) -> str:
    """The path as it was given, on one line; of a very long one its end."""
    text = os.fspath(path)
    text = text if len(text) <= 300 else "…" + text[-300:]
    return text if text.isprintable() else repr(text)
