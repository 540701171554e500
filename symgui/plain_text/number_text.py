"""One number as a person writes it, in any of the usual ways.

A point is always a decimal point. A comma is a decimal comma, except where it could as well separate
thousands (``1,234``): there it is one only for somebody whose own language writes decimals so. Spaces and
apostrophes separate thousands (``12 345``, ``12'345.5``), and so does a point or comma with the other one
behind it (``1.234,5``). Whatever else there is, also a unit, makes it no number.
"""

from __future__ import annotations

import math
import re
from functools import cache

from symgui.experiment.spec import one_line

SIGNS = {ord(minus): "-" for minus in "\u2212\u2010\u2011\u2013\ufe63\uff0d"} | {ord("\u2019"): "'"}
"""Minus signs and hyphens of every kind, and the typeset apostrophe."""
UNSEEN = dict.fromkeys(map(ord, "\ufeff\u200b\u200e\u200f\u2060"))
"""Characters that take no room and come along when text is copied."""
NARROW = "\u202f"
"""What separates thousands in typeset text; `plain` makes all spaces of this kind into this one."""
NARROW_KINDS = dict.fromkeys(map(ord, "\u202f\u2009\u2007\u2008\u200a"), NARROW)
MARKS = (".", ",", " ", "'", NARROW)
"""What may separate thousands."""


def plain(text: str) -> str:
    """`text` with one kind of minus, apostrophe and narrow space, and without what cannot be seen."""
    return text.translate(SIGNS | UNSEEN | NARROW_KINDS)


def read_number(text: str, decimal: str, mark: str = "") -> float | None:
    """The finite number that `text` is, written with this decimal mark and this mark between thousands."""
    found = _pattern(decimal, mark).fullmatch(text)
    if found is None:
        return None
    if mark:
        text = text.replace(mark, "")
    value = float(text.replace(decimal, "."))
    return value if math.isfinite(value) else None


@cache
def _pattern(decimal: str, mark: str) -> re.Pattern[str]:
    d, m = re.escape(decimal), re.escape(mark)
    exponent = r"(?:[eE][+-]?[0-9]+)?"
    fraction = rf"{d}[0-9]*" if decimal == "." else rf"{d}[0-9]+"
    numbers = [rf"(?:[0-9]+(?:{fraction})?|{d}[0-9]+){exponent}"]
    if mark:
        tail = rf"(?:{d}[0-9]+)?"
        numbers.append(rf"[1-9][0-9]{{0,2}}(?:{m}[0-9]{{3}})+{tail}")
        if mark == ",":  # 12,34,567
            numbers.append(rf"[1-9][0-9]?(?:,[0-9]{{2}})+,[0-9]{{3}}{tail}")
        if mark in (" ", NARROW):  # 0.123 456
            whole = rf"(?:[0-9]+|[1-9][0-9]{{0,2}}(?:{m}[0-9]{{3}})+)"
            numbers.append(rf"{whole}{d}(?:[0-9]{{3}}{m})+[0-9]{{1,3}}")
    return re.compile(rf"[+-]?(?:{'|'.join(numbers)})")


def parse_number(text: str, *, decimal_comma: bool = False) -> float | None:
    """The finite number that a person means, or None if it is none, or could be two.

    Parameters
    ----------
    text : str
    decimal_comma : bool
        Whether the person's language writes decimals with a comma.

    Examples
    --------
    >>> parse_number("0,5"), parse_number("1.234,5"), parse_number("12 345")
    (0.5, 1234.5, 12345.0)
    >>> parse_number("1,234"), parse_number("1,234", decimal_comma=True), parse_number("1.234")
    (None, 1.234, 1.234)
    """
    text = _trimmed(text)
    value = read_number(text, ".")
    if value is not None:
        return value
    found = {read_number(text, decimal, mark) for decimal in ".," for mark in ("", *MARKS) if mark != decimal}
    found.discard(None)
    if len(found) > 1 and decimal_comma:
        return read_number(text, ",")
    return found.pop() if len(found) == 1 else None


def why_no_number(text: str, wanted: str = "a number") -> str:
    """What is to be said of a text that `parse_number` makes none of: ``must be a number, not …``."""
    text = _trimmed(text)
    thousands, decimals = read_number(text, ".", ","), read_number(text, ",")
    if thousands is not None and decimals is not None and thousands != decimals:
        return f"could be {decimals!r} or {int(thousands)}: write it without the comma"
    return f"must be {wanted}, not " + (quoted(text) if text else "empty")


LONGEST_SHOWN = 24


def quoted(text: str) -> str:
    """What was pasted or typed, in quotes, on one line and shortened."""
    return f"“{one_line(text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + '…')}”"


def _trimmed(text: str) -> str:
    """A text without spaces around it or after its sign."""
    return re.sub(r"^([+-]) +", r"\1", plain(text).replace("\u00a0", " ").strip())
