"""What the commands share: lines on standard output, a bar and complaints on standard error."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import Any, TextIO

from tqdm import tqdm

WRONG_INPUT = 2
INTERRUPTED = 130
BROKEN_PIPE = 141


def progress(total: int, unit: str) -> Any:
    """A progress bar on standard error if that is a terminal; nothing otherwise."""
    return tqdm(
        total=total,
        unit=f" {unit}",
        file=sys.stderr,
        disable=not sys.stderr.isatty(),
        leave=False,
        dynamic_ncols=True,
    )


def write_line(bar: Any, line: str) -> None:
    """A line on standard output, at once; on a terminal the bar makes room for it."""
    if sys.stdout.isatty():
        bar.write(line, file=sys.stdout)
    else:
        print(line)
    sys.stdout.flush()


def complain(sentence: str) -> int:
    """Write what was wrong to standard error, if it is open; returns the exit code."""
    try:
        print(f"symgui: {sentence}", file=sys.stderr, flush=True)
    except OSError:
        discard(sys.stderr)
    return WRONG_INPUT


def discard_output() -> None:
    """Let what is left for standard output go nowhere."""
    discard(sys.stdout)


def discard(stream: TextIO) -> None:
    """Let the interpreter's last flush go nowhere, so that it has nothing to complain of.

    Else the exit code would be 120 in the end, whatever was wrong.
    """
    with contextlib.suppress(OSError, ValueError):  # a stream without a descriptor holds nothing back
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
