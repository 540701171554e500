"""JSON as people write and read it: strict reading with errors that name line and column, compact writing."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

from symgui.experiment.spec import ExperimentError, Fields, Unusable, shown

WIDTH = 100
"""A list or an object that fits in this many columns stands on one line."""

MOST = {",": ("values", 1_000_000), ":": ("fields", 300_000), "{": ("objects", 50_000)}
"""How often a sign may stand in a text, and what it counts."""

LONGEST_INTEGER = 400
"""Digits of the longest integer read as one; nothing in an experiment needs more."""


def parse(text: str | bytes) -> Any:
    """The value a JSON text stands for.

    Objects come as `Fields`, which know the names that were given twice; NaN, Infinity and numbers beyond
    a double's range come as `Unusable`, so that the error can name the field that holds them.

    Raises
    ------
    ExperimentError
        If the text is empty, not UTF-8, not JSON, cut off, nested too deep, or has far too many parts.
    """
    if isinstance(text, bytes):
        text = _decoded(text)
    beyond = beyond_bounds(text)
    if beyond:
        raise ExperimentError(f"has {beyond} that can be read")
    if not text.strip():
        raise ExperimentError("is empty: an experiment is a JSON object")
    try:
        return json.loads(
            text, object_pairs_hook=_fields, parse_constant=Unusable, parse_float=_float, parse_int=_int
        )
    except json.JSONDecodeError as error:
        raise ExperimentError(_what_is_wrong(error)) from None
    except RecursionError:
        raise ExperimentError("is nested too deep to be an experiment") from None


def beyond_bounds(text: str) -> str:
    """What a text has too much of, so that to read it would take long; empty if all is within bounds.

    It counts signs, before anything is taken apart.
    """
    for sign, (what, most) in MOST.items():
        count = text.count(sign)
        if count > most:
            return f"about {count} {what}, and {most} are the most"
    return ""


def pretty(value: Any, indent: str = "") -> str:
    """`value` as JSON, short lists and objects on one line, every float so that it reads back exactly.

    A list of plain values stands on one line however long it is, so that a matrix looks like one.
    """
    if not value or not isinstance(value, dict | list) or _is_row(value):
        return _line(value)
    if indent and len(value) < WIDTH:
        line = _line(value)
        if len(indent) + len(line) <= WIDTH:
            return line
    deeper = indent + "  "
    if isinstance(value, dict):
        opening, closing = "{}"
        items = [f"{_line(name)}: {pretty(item, deeper)}" for name, item in value.items()]
    else:
        opening, closing = "[]"
        items = [pretty(item, deeper) for item in value]
    inner = f",\n{deeper}".join(items)
    return f"{opening}\n{deeper}{inner}\n{indent}{closing}"


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _is_row(value: Any) -> bool:
    return isinstance(value, list) and not any(isinstance(item, dict | list) for item in value)


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        byte = f"byte {error.start} is 0x{data[error.start]:02x}"
        raise ExperimentError(f"is not text: {byte}, and an experiment is JSON in UTF-8") from None


def _fields(pairs: list[tuple[str, Any]]) -> Fields:
    fields = Fields(pairs)
    if len(fields) < len(pairs):
        counts = Counter(name for name, _ in pairs)
        fields.repeated = tuple(name for name, count in counts.items() if count > 1)
    return fields


def _float(literal: str) -> float | Unusable:
    number = float(literal)
    return number if abs(number) != float("inf") else Unusable(literal)


def _int(literal: str) -> int | Unusable:
    return int(literal) if len(literal) <= LONGEST_INTEGER else Unusable(literal)


def _what_is_wrong(error: json.JSONDecodeError) -> str:
    where = f"line {error.lineno}, column {error.colno}"
    rest = error.doc[error.pos :].strip()
    half_a_word = re.fullmatch(r"[-+.\w]*", rest) and error.pos > 0
    if half_a_word or error.msg.startswith("Unterminated"):
        return f"is cut off: its JSON breaks off at {where}"
    what = error.msg[0].lower() + error.msg[1:].removesuffix(" at")
    return f"is not JSON: {what} at {where}, where {shown(rest[:20])} stands"
