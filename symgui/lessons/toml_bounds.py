"""What a TOML text must not have, whatever it says: it is refused before it is read.

`tomllib` needs time and memory that grow with the square of a dotted key's length, and goes one call deeper
for every bracket.
"""

from __future__ import annotations

import re

MOST_PARTS = 16
"""Of a dotted key, and of nested brackets; the deepest field of an experiment has 6."""
MOST_DIGITS = 400
"""Of a number; nothing in a lesson needs more."""

_TOKEN = re.compile(
    r"(?P<skip>#[^\n]*|[ \t\r]+)"
    r'|(?P<text>"""(?:\\[\s\S]|[^\\])*?"{3,5}|' + r"'''[\s\S]*?'{3,5}"
    r'|"(?:\\.|[^"\\\n])*"|' + r"'[^'\n]*')"
    r"|(?P<bare>[A-Za-z0-9_+-]+)"
    r"|(?P<dot>\.)|(?P<open>[\[{])|(?P<close>[\]}])|(?P<other>[\s\S])"
)


def beyond_bounds(text: str) -> tuple[str, int] | None:
    """What there is too much of, and its line from 1; None if all is within bounds."""
    parts = depth = 0
    joined = False  # whether a dot stands before this
    for token in _TOKEN.finditer(text):
        kind = token.lastgroup
        if kind == "skip":
            continue
        if kind in ("text", "bare"):
            parts = parts + 1 if joined else 1
            if kind == "bare" and len(token[0]) > MOST_DIGITS and token[0].lstrip("+-")[:1].isdigit():
                return f"has a number of more than {MOST_DIGITS} digits", _line(text, token)
        elif kind != "dot":
            parts = 0
            depth += (kind == "open") - (kind == "close")
        joined = kind == "dot" and parts > 0
        if parts > MOST_PARTS:
            return f"has a key of more than {MOST_PARTS} parts", _line(text, token)
        if depth > MOST_PARTS:
            return f"is nested more than {MOST_PARTS} deep", _line(text, token)
    return None


def _line(text: str, token: re.Match[str]) -> int:
    return text.count("\n", 0, token.start()) + 1
