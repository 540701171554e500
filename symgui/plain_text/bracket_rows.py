"""Matrices in brackets, as Python, NumPy, MATLAB, JSON and people write them: taken apart into rows."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from symgui.plain_text.number_text import quoted

_HEAD = re.compile(
    r"(?:(?P<name>[A-Za-z_][A-Za-z0-9_]*)\s*=\s*)?"
    r"(?:(?:np|numpy|jnp|torch)\.)?(?P<call>(?:array|asarray|matrix|mat|tensor|Array)\s*\(\s*)?(?=\[)"
)
_FLOATS = r"""['"]?(?:(?:np|numpy|jnp|torch)\.)?(?:float|float32|float64|double|<f4|<f8)['"]?"""
_TAIL = re.compile(rf"\s*(?:,\s*(?:dtype\s*=\s*{_FLOATS}|requires_grad\s*=\s*True)\s*)*,?\s*\)")
_BETWEEN = re.compile(r"\s*[,;]?\s*")
_GROUP = re.compile(r"\[([^\[\]]*)\]")
_BLANKS = " \t\n"


class BracketBlock(msgspec.Struct, frozen=True):
    """What stands between an outermost pair of brackets.

    Attributes
    ----------
    name : str
        That it is assigned to; empty if it is to none.
    is_call : bool
        Whether it is the argument of a call that makes an array in Python.
    inner : str
    """

    name: str
    is_call: bool
    inner: str


class BracketRows(msgspec.Struct, frozen=True):
    """One way to take a block apart.

    Attributes
    ----------
    rows : tuple of str
    separator : str
        What separates the entries; empty if that is still to be seen.
    how : str
    """

    rows: tuple[str, ...]
    separator: str = ""
    how: str = ""


def blocks_of(text: str) -> list[BracketBlock]:
    """The outermost brackets of a text in which there is nothing else but names, calls and separators.

    Raises
    ------
    ValueError
        If there is anything else, or a bracket has no partner.
    """
    blocks, at = [], 0
    while at < len(text):
        head = _HEAD.match(text, at)
        if head is None:
            raise _outside(text[at:])
        end = _partner(text, head.end())
        blocks.append(BracketBlock(head["name"] or "", head["call"] is not None, text[head.end() + 1 : end]))
        at = end + 1
        if head["call"] is not None:
            tail = _TAIL.match(text, at)
            if tail is None:
                raise _outside(text[at:])
            at = tail.end()
        between = _BETWEEN.match(text, at)
        assert between is not None
        at = between.end()
    return blocks


def rows_of(block: BracketBlock) -> Iterator[BracketRows]:
    """The ways to take a block apart into rows.

    Raises
    ------
    ValueError
        If the brackets in it are not those of a matrix.
    """
    inner = block.inner.strip(_BLANKS)
    if "[" in inner:
        yield from _nested(inner, block.is_call)
    elif block.is_call:
        yield _one_row(inner)
    else:
        yield from _flat(inner)


def _flat(inner: str) -> Iterator[BracketRows]:
    """``[1 2; 3 4]``: semicolons end rows, or separate columns; lines end rows in MATLAB, not in Python."""
    if not re.search("[;\n]", inner):
        yield _one_row(inner)
        return
    rows = tuple(_without_comma(row) for row in re.split("[;\n]", inner) if row.strip(_BLANKS))
    yield BracketRows(rows, how="with rows ended by semicolons" if ";" in inner else "with a row a line")
    if ";" not in inner:
        yield _one_row(inner)
    else:  # [0,5; 0,25], by somebody whose commas are decimal
        yield BracketRows(tuple(inner.split("\n")), ";", "with columns between semicolons")


def _nested(inner: str, is_call: bool) -> Iterator[BracketRows]:
    """``[[1, 2], [3, 4]]``: a bracket a row."""
    skeleton = re.sub(rf"[{_BLANKS}]", "", _GROUP.sub("g", inner))
    if not re.fullmatch("g([,;]?g)*[,;]?", skeleton):
        if re.search(r"[\[\]]", skeleton):
            raise ValueError("The brackets of the pasted text are nested deeper than those of a matrix.")
        raise _outside(re.sub("[g,;]", "", skeleton))
    groups = _GROUP.findall(inner)
    if not any(";" in group for group in groups):
        yield BracketRows(tuple(_without_comma(group.replace("\n", " ")) for group in groups))
    elif not is_call:
        yield BracketRows(tuple(groups), ";")
        parts = [[row.strip(_BLANKS) for row in group.split(";")] for group in groups]
        if re.fullmatch("g(;g)*;?", skeleton):
            yield BracketRows(tuple(row for part in parts for row in part), how="one below the other")
        elif len({len(part) for part in parts}) == 1:
            side_by_side = tuple(" ".join(rows) for rows in zip(*parts, strict=True))
            yield BracketRows(side_by_side, how="side by side")


def _one_row(inner: str) -> BracketRows:
    row = _without_comma(inner.replace("\n", " "))
    return BracketRows((row,) if row else ())


def _without_comma(row: str) -> str:
    """A row without the comma that may stand behind its last entry."""
    return row.strip(_BLANKS).removesuffix(",").rstrip(_BLANKS)


def _partner(text: str, opening: int) -> int:
    depth = 0
    for bracket in re.compile(r"[\[\]]").finditer(text, opening):
        depth += 1 if bracket[0] == "[" else -1
        if depth == 0:
            return bracket.start()
    raise ValueError("The brackets of the pasted matrix do not match.")


def _outside(text: str) -> ValueError:
    text = " ".join(text.split())
    if text.startswith("]"):
        return ValueError("The brackets of the pasted matrix do not match.")
    return ValueError(
        f"Beside the brackets of the pasted matrix stands {quoted(text)}: its numbers alone can be pasted."
    )
