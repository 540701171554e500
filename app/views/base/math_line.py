"""A line of words and formulas: words, italic letters with indices, fractions, a ring around what matters."""

from __future__ import annotations

import re
from typing import TypeAlias

import msgspec

_SPACES = re.compile(r"[ \t\n]+")
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


class Text(msgspec.Struct, frozen=True):
    """Upright text. A line may break before it, unless it is `tight`: nothing parts it from the last node."""

    text: str
    bold: bool = False
    muted: bool = False
    tight: bool = False

    def __str__(self) -> str:
        return self.text


class Symbol(msgspec.Struct, frozen=True):
    """An italic letter with an upper and a lower index: W with [2] above and 1,2 below."""

    base: str
    above: str = ""
    below: str = ""
    muted: bool = False
    tight: bool = False

    def __str__(self) -> str:
        below = f"_{self.below}" if self.base == "σ" else self.below.translate(_SUBSCRIPTS)
        return f"{self.base}{self.above}{below}"


class Fraction(msgspec.Struct, frozen=True):
    """One thing over another."""

    over: str
    under: str

    def __str__(self) -> str:
        return f"{self.over}/{self.under}"


class Ring(msgspec.Struct, frozen=True):
    """Nodes in a ring of ink: the factor that is zero."""

    nodes: tuple[Text | Symbol | Fraction, ...]

    def __str__(self) -> str:
        return f"[{' '.join(map(str, self.nodes))}]"


Node: TypeAlias = Text | Symbol | Fraction | Ring
Line: TypeAlias = tuple[Node, ...]


def plain(line: Line) -> str:
    """A line as text: ``"dW[1]₂,₁ = 1/m Σ δ₂ · x₁ = 0"``."""
    return "".join(("" if is_tight(node) else " ") + str(node) for node in line).strip()


_INDEX = r"(?:\[[\dlL+−]+\])"
_BELOW = r"(?:(?:[₀-₉ᵣ]+,)*[₀-₉ᵣ]+)"
_ACTIVATION = r"a(?!\s+(?!is\b)[A-Za-z]{2})"
"""Not the article, which a word follows."""
_SYMBOL = re.compile(
    rf"(?<![A-Za-z])(d?[WbzaZAδxy])(?:({_INDEX})({_BELOW})?|({_BELOW}))"
    rf"|(?<!\S)([δz]|{_ACTIVATION})(?!\w)|(σ)_([wb])"
)
_DIGITS = str.maketrans("₀₁₂₃₄₅₆₇₈₉ᵣ", "0123456789r")


def set_math(text: str, muted: bool = False) -> Line:
    """Nodes of a sentence in which names such as ``W[1]₂,₁``, ``δ₂`` or ``σ_w`` are set as symbols."""
    nodes: list[Node] = []
    end = 0
    for match in _SYMBOL.finditer(text):
        nodes += _words(text[end : match.start()], muted, bool(nodes))
        below = (match[3] or match[4] or match[7] or "").translate(_DIGITS)
        tight = match.start() > 0 and not text[match.start() - 1].isspace()
        nodes.append(Symbol(match[1] or match[5] or match[6], match[2] or "", below, muted, tight))
        end = match.end()
    return (*nodes, *_words(text[end:], muted, bool(nodes)))


def _words(text: str, muted: bool, follows: bool) -> list[Node]:
    """A node a word; the first is tight if it follows a node without a space between.

    A no-break space parts no words.
    """
    tight = follows and bool(text) and not text[0].isspace()
    return [
        Text(word, muted=muted, tight=tight and i == 0)
        for i, word in enumerate(_SPACES.split(text.strip()))
        if word
    ]


def is_tight(node: Node) -> bool:
    """Whether nothing parts a node from the one before it."""
    return isinstance(node, (Text, Symbol)) and node.tight
