"""Numbers on the command line."""

from __future__ import annotations

import argparse
from collections.abc import Callable


def whole_number(low: int, high: int) -> Callable[[str], int]:
    """What turns an argument into a whole number from `low` to `high`, or complains."""

    def parse(text: str) -> int:
        if text.isdecimal() and len(text) <= 20 and low <= int(text) <= high:
            return int(text)
        shown = text if len(text) <= 40 else text[:38] + " …"
        raise argparse.ArgumentTypeError(f"must be a whole number from {low} to {high}, not {shown!r}")

    return parse
