"""A lesson's words as lines to be typeset: paragraphs with their formulas, set as a book sets them."""

from __future__ import annotations

import re

from msgspec.structs import replace

from app.views.base.math_line import Fraction, Line, Node, Symbol, Text, set_math
from symgui.lessons.text import Span, paragraphs

_SPACES = re.compile(r"[ \t\n]+(?!%)")
"""What parts two words; a figure is not parted from its %."""
_FRACTION = re.compile(r"(?<!\S)(\w{1,3})/(\w{1,3})(?!\S)")
_NAME = re.compile(r"d?[WbzaZAδ]\[|σ_[wb]")
"""A name with an index, which is set as a symbol in the running text too."""


def lesson_lines(text: str, *, bold: bool = False, muted: bool = False) -> tuple[Line, ...]:
    r"""The paragraphs of `text`, a line each; it is marked as `symgui.lessons.text` has it.

    Examples
    --------
    >>> from app.views.base.math_line import plain
    >>> [plain(line) for line in lesson_lines("A factor: $$W[2] = 0$$.\n\nWhy?")]
    ['A factor: W[2] = 0.', 'Why?']
    """
    return tuple(_line(spans, bold, muted) for spans in paragraphs(text))


def one_line(text: str, *, bold: bool = False, muted: bool = False) -> Line:
    """All of `text` as one line."""
    return tuple(node for line in lesson_lines(text, bold=bold, muted=muted) for node in line)


def _line(spans: tuple[Span, ...], bold: bool, muted: bool) -> Line:
    nodes: list[Node] = []
    before = ""
    for span in spans:
        if span.mark == "formula":
            found = _formula(span.text, muted)
        else:
            found = _prose(span.text, bold or span.mark in ("strong", "emphasis"), muted)
        apart = not before or before[-1].isspace() or span.text[:1].isspace()
        if found and nodes and not apart:
            found[0] = _tight(found[0])
        nodes += found
        before = span.text
    return tuple(nodes)


def _prose(text: str, bold: bool, muted: bool) -> list[Node]:
    """Words; of names with an index only those in brackets, so that an article is no activation."""
    nodes: list[Node] = []
    for word in filter(None, _SPACES.split(text)):
        nodes += set_math(word, muted) if _NAME.search(word) else (Text(word, bold=bold, muted=muted),)
    return nodes


def _tight(node: Node) -> Node:
    """The node with nothing between it and the one before, where it can be so."""
    return replace(node, tight=True) if isinstance(node, (Text, Symbol)) else node


def _formula(text: str, muted: bool) -> list[Node]:
    nodes: list[Node] = []
    end = 0
    for match in _FRACTION.finditer(text):
        nodes += set_math(text[end : match.start()], muted)
        nodes.append(Fraction(match[1], match[2]))
        end = match.end()
    return [*nodes, *set_math(text[end:], muted)]
