"""Long work can be given up in the middle: between two blocks of a product it is asked whether to go on.

Whoever works for somebody else says when to stop, for all that is called inside::

    with stopping(should_stop):
        run.advance(1000)  # may raise Interrupted

and whatever takes long calls `look` every few milliseconds, before it changes anything that is to be kept. A
program that calculates outside of Python may look between its own blocks in the same way. Without `stopping`
nothing is ever given up. Each thread has its own.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

BLOCK = 2e7
"""Multiplications between two looks, at most: about 20 ms of the slowest arithmetic."""
WORTH_A_LOOK = 1e6
"""A product of fewer multiplications, about a millisecond, is not worth a look."""
KERNEL_TIMES = 4.0
"""The kernel makes so many times as many in the same time, at least."""


class Interrupted(Exception):  # noqa: N818 - not an error
    """The work was given up unfinished; whatever it was about is as it was before."""


def never() -> bool:
    """Do not interrupt."""
    return False


class _Asked(threading.local):
    """What this thread asks whether to go on."""

    should_stop: Callable[[], bool] = staticmethod(never)


_asked = _Asked()


@contextmanager
def stopping(should_stop: Callable[[], bool]) -> Iterator[None]:
    """What is called inside is given up, by `Interrupted`, as soon as `should_stop` says so.

    Parameters
    ----------
    should_stop : callable
        Asked every few milliseconds, in this thread; it must return at once. An inner `stopping` asks its
        own only.
    """
    before = _asked.should_stop
    _asked.should_stop = should_stop
    try:
        yield
    finally:
        _asked.should_stop = before


def look() -> None:
    """Give up if that is wanted.

    Raises
    ------
    Interrupted
    """
    if _asked.should_stop():
        raise Interrupted


def blocks(rows: int, work: float, *, whole: bool = False) -> Iterator[slice]:
    """Slices of so many rows, each of them a block of work; looks before each.

    Parameters
    ----------
    rows : int
    work : float
        Multiplications of one row.
    whole : bool
        All rows are one block.
    """
    size = rows if whole else max(1, min(rows, int(BLOCK / work)))
    for start in range(0, rows, size):
        look()
        yield slice(start, start + size)
