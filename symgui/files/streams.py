"""Standard output and standard error, also where they were closed (``2>&-``)."""

from __future__ import annotations

import os
import sys

STDOUT, STDERR = 1, 2
"""File descriptors."""


def fill_closed_streams() -> None:
    """Give standard streams that were closed a place of their own.

    Else a file that is opened later would take it, and what is said would go there. What is said on standard
    error goes nowhere then; what is written to standard output cannot be, which is an error.
    """
    while (place := os.open(os.devnull, os.O_RDONLY)) <= STDERR:
        if place == STDERR:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, place)
            os.close(nowhere)
    os.close(place)
    if sys.stdout is None:
        sys.stdout = open(STDOUT, "w", encoding="utf-8", closefd=False)  # noqa: SIM115  # until the end
    if sys.stderr is None:
        sys.stderr = open(STDERR, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
