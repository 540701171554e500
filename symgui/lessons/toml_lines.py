"""On which line of a TOML text a field stands: what `tomllib` does not say, for errors that name the line.

The text has been read by `tomllib` before, so it is known to be TOML; only keys and brackets are followed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias

Path: TypeAlias = tuple[str | int, ...]
"""The way to a field: ``("race", 1, "training", "learning_rate")``."""

_SPACE = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(
    r'"""(?:\\[\s\S]|[^\\])*?"{3,5}|' r"'''[\s\S]*?'{3,5}|" r'"(?:\\.|[^"\\\n])*"|' r"'[^'\n]*'"
)
_SCALAR = re.compile(r"[^,\]}\n#]+")


def lines_of(text: str) -> dict[Path, int]:
    """The line (from 1) of every field, by its path; elements of arrays by their index.

    Parameters
    ----------
    text : str
        Valid TOML, its lines ended by line feeds.
    """
    return _Scanner(text).scan()


def line_at(lines: Mapping[Path, int], path: Path) -> int | None:
    """The line of a field, or of the nearest thing around it that is there; None if nothing is."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return None


def path_of(place: str) -> Path:
    """The path that an error's place spells: ``"network.hidden[1].units"``, ``"set.W1[0,1]"``."""
    steps = re.findall(r"\[(\d+)\](?=[.\[]|$)|((?:[^.\[]|\[\d+,\d+\])+)", place)
    return tuple(int(index) if index else name for index, name in steps)


class _Scanner:
    """Goes through the text once, from key to key."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._lines: dict[Path, int] = {}
        self._counted, self._line = 0, 1

    def scan(self) -> dict[Path, int]:
        table: Path = ()
        elements: dict[Path, int] = {}
        self._skip()
        while self._at < len(self._text):
            if self._text[self._at] == "[":
                table = self._header(elements)
            else:
                self._field(table)
            self._skip()
        return self._lines

    def _header(self, elements: dict[Path, int]) -> Path:
        """``[a.b]`` or ``[[a]]``, whose elements are counted."""
        double = self._text.startswith("[[", self._at)
        line = self._now()
        self._at += 2 if double else 1
        path: Path = ()
        for name in self._key():
            path += (name,)
            if path in elements:
                path += (elements[path],)
            self._lines.setdefault(path, line)
        if double:
            path = path[:-1] if path in self._lines and isinstance(path[-1], int) else path
            elements[path] = elements.get(path, -1) + 1
            path += (elements[path],)
            self._lines[path] = line
        self._skip()
        self._at += 2 if double else 1
        return path

    def _field(self, table: Path) -> None:
        line, path = self._now(), table
        for name in self._key():
            path += (name,)
            self._lines.setdefault(path, line)
        self._skip()
        self._at += 1  # =
        self._skip()
        self._value(path)

    def _key(self) -> list[str]:
        """The names of a dotted key."""
        names = []
        while True:
            self._skip()
            found = _STRING.match(self._text, self._at) or _BARE.match(self._text, self._at)
            if found is None:
                raise ValueError("no key")
            self._at = found.end()
            names.append(found[0].strip("\"'"))
            self._skip()
            if not self._text.startswith(".", self._at):
                return names
            self._at += 1

    def _value(self, path: Path) -> None:
        opening = self._text[self._at]
        if opening == "[":
            self._several(path, "]")
        elif opening == "{":
            self._several(path, "}")
        else:
            found = _STRING.match(self._text, self._at) or _SCALAR.match(self._text, self._at)
            if found is None:
                raise ValueError("no value")
            self._at = found.end()

    def _several(self, path: Path, closing: str) -> None:
        """The elements of an array, or the fields of an inline table."""
        self._at += 1
        index = 0
        while True:
            self._skip()
            if self._text.startswith(closing, self._at):
                self._at += 1
                return
            if closing == "]":
                self._lines[(*path, index)] = self._now()
                self._value((*path, index))
                index += 1
            else:
                self._field(path)
            self._skip()
            if self._text.startswith(",", self._at):
                self._at += 1

    def _skip(self) -> None:
        found = _SPACE.match(self._text, self._at)
        assert found is not None
        self._at = found.end()

    def _now(self) -> int:
        """The line of where it stands; counted on from the last time."""
        self._line += self._text.count("\n", self._counted, self._at)
        self._counted = self._at
        return self._line
