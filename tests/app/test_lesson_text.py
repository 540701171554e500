"""A lesson's words as lines to be typeset."""

from __future__ import annotations

from app.views.base.lesson_text import lesson_lines, one_line
from app.views.base.math_line import Fraction, Symbol, Text, plain


def test_paragraphs_and_formulas() -> None:
    first, second = lesson_lines("It is $$dW[1] = 1/m · dZ[1] Xᵀ$$.\n\nA **bold** a.")
    assert plain(first) == "It is dW[1] = 1/m · dZ[1] Xᵀ."
    assert [node for node in first if isinstance(node, Symbol)] == [Symbol("dW", "[1]"), Symbol("dZ", "[1]")]
    assert Fraction("1", "m") in first
    assert second == (Text("A"), Text("bold", bold=True), Text("a."))


def test_words_are_words_and_indexed_names_are_set() -> None:
    (line,) = lesson_lines("a weight z of W[1]")
    assert line[:-1] == (Text("a"), Text("weight"), Text("z"), Text("of"))
    assert line[-1] == Symbol("W", "[1]")


def test_a_figure_is_not_parted_from_its_per_cent() -> None:
    assert one_line("below 60 %.") == (Text("below"), Text("60 %."))


def test_nothing_makes_no_lines() -> None:
    assert lesson_lines("  \n\n ") == ()


def test_the_spread_of_weights_has_its_index_below() -> None:
    line = one_line("σ_w = 0.7, and σ_b: both")
    symbols = [node for node in line if isinstance(node, Symbol)]
    assert [(each.base, each.below) for each in symbols] == [("σ", "w"), ("σ", "b")]
    assert plain(line) == "σ_w = 0.7, and σ_b: both"
