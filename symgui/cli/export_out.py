"""Where an export goes: its format by the file's name, and the file itself."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

import msgspec

from symgui.experiment import ExperimentError
from symgui.export.animation import Pixels
from symgui.export.write_result import check_can_write, write_export

Painter: TypeAlias = Callable[[list[str], float], bytes]
"""Makes a file of pages of SVG, at a scale."""


class Painters(msgspec.Struct, frozen=True):
    """What makes pixels of SVG, where there is a program that can.

    Attributes
    ----------
    files : mapping of str to callable
        Makes a file of pages of SVG, by suffix: ``{".png": …, ".pdf": …}``.
    pixels : callable or None
        Makes pixels of one page, at a scale.
    """

    files: Mapping[str, Painter] = {}
    pixels: Callable[[str, float], Pixels] | None = None


def checked_suffix(name: str, suffixes: Sequence[str], out: str, painters: Painters | None = None) -> str:
    """The format that a file's name asks for.

    Raises
    ------
    ExperimentError
        If `name` has no such format, or `painters`, where they are needed, do not know it.
    """
    suffix = Path(out).suffix.lower()
    if suffix not in suffixes:
        raise ExperimentError(f"must end in {' or '.join(suffixes)} for {name}", "", out)
    if painters is not None and suffix in (".png", ".pdf") and suffix not in painters.files:
        raise ExperimentError(
            f"cannot be made without Qt: `symgui export` makes {suffix}, this makes .svg", "", out
        )
    return suffix


def check_free(out: str, force: bool) -> None:
    """Complain if the file cannot be written, or is there already."""
    check_can_write(out)
    if not force and os.path.lexists(out):
        raise ExperimentError("is there already: --force writes over it", "", out)


def put(out: str | None, data: bytes) -> None:
    """Write a file, or text to standard output."""
    if out is None:
        sys.stdout.write(data.decode())
    else:
        write_export(out, data)
