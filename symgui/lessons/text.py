"""The few marks that a lesson's text may have: ``*emphasis*``, ``**strong**``, `` `code` ``, ``$$formula$$``.

A step keeps its text as it was written; here it is taken apart for whoever draws it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeAlias

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

Mark: TypeAlias = Literal["text", "emphasis", "strong", "code", "formula"]

_NAMES: dict[str, Mark] = {"em": "emphasis", "strong": "strong"}


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text of one kind.

    Attributes
    ----------
    mark : str
        ``"text"``, ``"emphasis"``, ``"strong"``, ``"code"`` or ``"formula"``.
    text : str
        Without the marks.
    """

    mark: Mark
    text: str


def paragraphs(text: str) -> tuple[tuple[Span, ...], ...]:
    """The paragraphs of a text, each as its pieces."""
    return tuple(spans(part) for part in text.split("\n\n") if part.strip())


def spans(text: str) -> tuple[Span, ...]:
    """One paragraph as its pieces; line breaks are spaces."""
    found: list[Span] = []
    marks: list[Mark] = ["text"]
    for token in _inline().parseInline(text)[0].children or ():
        mark, content = marks[-1], token.content
        if token.nesting:
            marks = [*marks, _NAMES[token.tag]] if token.nesting > 0 else marks[:-1]
            continue
        if token.type == "code_inline":
            mark = "code"
        elif token.type == "formula":
            mark = "formula"
        elif token.type in ("softbreak", "hardbreak"):
            content = " "
        if found and found[-1].mark == mark:
            found[-1] = Span(mark, found[-1].text + content)
        elif content:
            found.append(Span(mark, content))
    return tuple(found)


def plain(text: str) -> str:
    """The text without its marks, formulas as they are written."""
    return "\n\n".join("".join(span.text for span in part) for part in paragraphs(text))


def length(text: str) -> tuple[int, int]:
    """Characters of the words, and of the formulas."""
    pieces = [span for part in paragraphs(text) for span in part]
    words = sum(len(span.text.strip()) for span in pieces if span.mark != "formula")
    return words, sum(len(span.text) for span in pieces if span.mark == "formula")


def _formula(state: StateInline, silent: bool) -> bool:
    """``$$…$$``: what stands between is not Markdown (a rule of the parser)."""
    if not state.src.startswith("$$", state.pos):
        return False
    end = state.src.find("$$", state.pos + 2)
    if end < 0:
        return False
    if not silent:
        token = state.push("formula", "", 0)
        token.content = " ".join(state.src[state.pos + 2 : end].split())
    state.pos = end + 2
    return True


@cache
def _inline() -> MarkdownIt:
    parser = MarkdownIt("zero").enable(["newline", "escape", "backticks", "emphasis"])
    parser.inline.ruler.before("escape", "formula", _formula)
    return parser
