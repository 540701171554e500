"""Numbers on the command line."""

from __future__ import annotations

import argparse
from collections.abc import Callable

import msgspec


class IterationSpan(msgspec.Struct, frozen=True):
    """``A:B``, or ``N`` alone, which is then `last`."""

    first: int | None
    last: int


def whole_number(low: int, high: int) -> Callable[[str], int]:
    """What turns an argument into a whole number from `low` to `high`, or complains."""

    def parse(text: str) -> int:
        if text.isdecimal() and len(text) <= 20 and low <= int(text) <= high:
            return int(text)
        shown = text if len(text) <= 40 else text[:38] + " …"
        raise argparse.ArgumentTypeError(f"must be a whole number from {low} to {high}, not {shown!r}")

    return parse


def span(low: int, high: int) -> Callable[[str], IterationSpan]:
    """What turns ``N`` or ``A:B`` into iterations from `low` to `high`, or complains."""
    number = whole_number(low, high)

    def parse(text: str) -> IterationSpan:
        first, colon, last = text.partition(":")
        return IterationSpan(number(first), number(last)) if colon else IterationSpan(None, number(text))

    return parse
