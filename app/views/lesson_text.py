"""A lesson's words as lines of formulas: what stands between ``$$`` is set as a book sets it."""

from __future__ import annotations

import re

from app.views.typeset import Line, Node, Text, set_math

_NAME = re.compile(r"d?[WbzaZAδ]\[")
"""A name with an index in brackets, which is set as a symbol in the running text too."""


def lesson_lines(text: str) -> tuple[Line, ...]:
    r"""The paragraphs of `text`, a line each; an empty line separates them.

    Examples
    --------
    >>> from app.views.typeset import plain
    >>> [plain(line) for line in lesson_lines("A factor: $$W[2] = 0$$.\n\nWhy?")]
    ['A factor: W[2] = 0.', 'Why?']
    """
    paragraphs = (" ".join(part.split()) for part in re.split(r"\n\s*\n", text))
    return tuple(_line(paragraph) for paragraph in paragraphs if paragraph)


def one_line(text: str) -> Line:
    """All of `text` as one line."""
    return _line(" ".join(text.split()))


def _line(text: str) -> Line:
    nodes: list[Node] = []
    for index, part in enumerate(text.split("$$")):
        follows = bool(nodes) and bool(part) and not part[0].isspace()
        found = set_math(part) if index % 2 else _prose(part)
        if found and follows and _glued(text, index, part):
            found = (_tight(found[0]), *found[1:])
        nodes += found
    return tuple(nodes)


def _prose(text: str) -> Line:
    """Words; of names with an index only those in brackets, so that an article is no activation."""
    nodes: list[Node] = []
    for word in text.split():
        nodes += set_math(word) if _NAME.search(word) else (Text(word),)
    return tuple(nodes)


def _glued(text: str, index: int, part: str) -> bool:
    """Whether no space stands between this part and what stands before it."""
    before = text.split("$$")[index - 1]
    return bool(before) and not before[-1].isspace() and not part[0].isspace()


def _tight(node: Node) -> Node:
    return Text(node.text, node.bold, node.muted, tight=True) if isinstance(node, Text) else node
