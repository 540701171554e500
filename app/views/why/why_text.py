"""A gradient taken apart, as lines of a formula with the live numbers put in."""

from __future__ import annotations

import re

from app.views.base.math_line import Fraction, Line, Node, Ring, Symbol, Text, set_math
from symgui.nn.activations import ACTIVATIONS
from symgui.nn.state import NetworkState
from symgui.plain_text.numbers import number
from symgui.symmetry.cause import Kind
from symgui.symmetry.equality import GradientComparison
from symgui.symmetry.factors import Explanation, Factor
from symgui.symmetry.induction import Induction

DIGITS = 3

EQUALS, TIMES = Text("="), Text("·")
_LETTERS = re.compile(r"([^{]*)(?:\{([az])\}(²?)|$)")
"""A piece of a written slope: what stands before a letter, the letter, and whether it is squared."""
TICK, ABOUT, CROSS = "✓", "≈", "✗"
"""Marks of a line that holds bit for bit, that holds up to rounding, and that does not hold."""


def gradient_lines(
    e: Explanation, state: NetworkState, *, beside: bool = False, figures: bool = True
) -> list[Line]:
    """The gradient of one weight: the product, what made δ, why it is zero if it is, and the numbers.

    `beside` another one that has told them, the loss's own derivatives are left out; the numbers, without
    `figures`.
    """
    lines = [_product(e)]
    if e.chain:
        lines.append(_delta(e, state))
    return [line for line in (*lines, _reason(e), _numbers(e, beside) if figures else ()) if line]


def comparison_lines(c: GradientComparison) -> list[Line]:
    """Two gradients side by side: their values, then factor by factor."""
    relation = "=" if c.exact else "≈" if c.equal else "≠"
    lines: list[Line] = [
        (_symbol(c.first, "d"), Text(relation), _symbol(c.second, "d"), Text(_values(c), muted=True))
    ]
    for line in c.lines:
        mark = TICK if line.exact else ABOUT if line.holds else CROSS
        lines.append(
            (Text(mark, bold=True), *set_math(line.statement), *set_math(f"({line.numbers})", muted=True))
        )
    return lines


def induction_lines(found: Induction) -> list[Line]:
    """The induction, a line each with its tick."""
    return [
        (
            Text(TICK if line.exact else ABOUT if line.holds else CROSS, bold=True),
            *set_math(line.statement),
            *set_math(f"– {line.numbers}", muted=True),
        )
        for line in found.lines
    ]


def _product(e: Explanation) -> Line:
    """``dW[1]₂,₁ = 1/m Σ δ₂ · x₁ = 0``; a source that is zero in a ring, and a sum that cancels."""
    nodes: list[Node] = [_symbol(e, "d"), EQUALS, Fraction("1", "m")]
    delta = _factor_symbol(e.delta)
    factors: list[Node] = [delta]
    if e.source:
        factors.append(TIMES)
        factors.append(_ring_if_zero(e.source))
    if e.kind is Kind.CANCELS:
        inside = [node for node in (Text("Σ"), *factors) if not isinstance(node, Ring)]
        value = "= 0" if e.exact or e.total == 0.0 else f"= {number(e.total, DIGITS)}"
        nodes.append(Ring((*inside, Text(value))))
    else:
        ring_delta = e.delta.zero and not e.chain
        nodes += [Text("Σ"), *([_ring_if_zero(e.delta)] if ring_delta else [delta]), *factors[1:]]
    if e.penalty:
        nodes += [Text("+"), Fraction("λ", "m"), _symbol(e)]
    return (*nodes, Text(f"= {number(e.gradient, DIGITS)}", bold=True))


def _delta(e: Explanation, state: NetworkState) -> Line:
    """``δ₂ = W[2]₁,₂ · dZ[2] · (1 − a₂²)``, zero factors in rings."""
    weights, above, slope = e.chain
    one = state.layers[e.layer].units == 1
    nodes: list[Node] = [_factor_symbol(e.delta), EQUALS]
    if not one:
        nodes.append(_sum_over_r())
    nodes += [_ring_if_zero(weights), TIMES, _ring_if_zero(above), TIMES]
    nodes += [Ring((*_slope(e, state), Text("= 0")))] if slope.zero else _slope(e, state)
    if one and not weights.zero:
        value = float(state.layers[e.layer].W[0, e.row])
        nodes += [EQUALS, Text(number(value, DIGITS)), TIMES, _factor_symbol(above), TIMES, *_slope(e, state)]
    return tuple(nodes)


def _slope(e: Explanation, state: NetworkState) -> list[Text | Symbol | Fraction]:
    """g'(zⱼ) as the course writes it for this activation."""
    nodes: list[Text | Symbol | Fraction] = []
    tight = False
    activation = ACTIVATIONS[state.layers[e.layer - 1].activation]
    for text, letter, square in _LETTERS.findall(activation.written_slope):
        if text:
            nodes.append(Text(text.strip(), tight=bool(nodes) and text[0] != " "))
            tight = text[-1] != " "
        if letter:
            nodes.append(Symbol(letter, "2" if square else "", str(e.row + 1), tight=tight))
    return nodes


def _numbers(e: Explanation, beside: bool) -> Line:
    """Means of all that is not zero; while the gradient is zero, of the loss's own derivatives too."""
    shown = [f for f in ((e.delta, e.source) if e.kind is None else ()) if f and not f.zero]
    if e.kind is not None:
        loss = () if beside else (e.loss_slope, e.error)
        shown = [f for f in (*loss, *e.factors) if not f.zero]
    means = {f.symbol: f"mean |{f.symbol}| = {number(f.mean, DIGITS)}" for f in shown}
    if not means:
        return ()
    ending = ": not zero" if e.zero_factors else ": no factor is zero"
    return set_math(", ".join(means.values()) + ending, muted=True)


def _reason(e: Explanation) -> Line:
    """What the rings cannot say: why a factor is zero, that terms cancel, that all is rounding."""
    if e.kind is Kind.CANCELS:
        how = "exactly" if e.total == 0.0 else "up to rounding"
        total = number(e.total, DIGITS)
        where = "" if e.full_batch else " over the whole training set"
        sums = f"Σ = {total} where Σ|terms| = {number(e.terms, DIGITS)}"
        return set_math(f"{sums}: the terms cancel {how}{where}.")
    if not e.exact or e.kind in (Kind.UNDERFLOW, Kind.APART, Kind.BACK_CANCELS):
        return set_math(e.reason)
    why = [f"{f.symbol} = 0 as {f.why}" for f in e.zero_factors if f.why]
    return set_math("; ".join(why) + ".", muted=True) if why else ()


def _ring_if_zero(factor: Factor) -> Node:
    symbol = _factor_symbol(factor)
    if not factor.zero or not isinstance(symbol, (Symbol, Text)):
        return symbol
    return Ring((symbol, Text("= 0", bold=True)))


def _factor_symbol(factor: Factor) -> Symbol | Text:
    node = set_math(factor.symbol)[0]
    return node if isinstance(node, (Symbol, Text)) else Text(factor.symbol)


def _symbol(e: Explanation, prefix: str = "") -> Symbol:
    if e.column < 0:
        return Symbol(f"{prefix}b", f"[{e.layer}]", str(e.row + 1))
    return Symbol(f"{prefix}W", f"[{e.layer}]", f"{e.row + 1},{e.column + 1}")


def _sum_over_r() -> Symbol:
    return Symbol("Σ", "", "r")


def _values(c: GradientComparison) -> str:
    first, second = number(c.first.gradient, DIGITS), number(c.second.gradient, DIGITS)
    return f"({first} and {second})"
