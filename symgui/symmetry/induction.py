"""Why equal units stay equal: the induction from iteration t to t+1, every line checked on live numbers.

Equal incoming and outgoing weights → same z → same a → same δ → same gradients → equal again.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import msgspec
import numpy as np

from symgui.arrays import FloatArray
from symgui.nn.optimizers import OPTIMIZERS, updated
from symgui.nn.state import NetworkState
from symgui.plain_text.numbers import number
from symgui.symmetry.balance import TOLERANCE
from symgui.symmetry.partition import LayerSymmetry, Symmetry
from symgui.symmetry.rounding_bounds import UNIT_ROUNDOFF
from symgui.symmetry.trace import Trace
from symgui.symmetry.wording import listed

SHOWN_ENTRIES = 4
"""Rows of at most this many entries are written out."""
ALL_EXAMPLES = " with all examples, not the batch's"


class InductionLine(msgspec.Struct, frozen=True):
    """One statement of the induction, checked.

    Attributes
    ----------
    statement : str
        ``"same z[1] on every example"``.
    numbers : str
        The numbers it was checked on.
    difference : float
        Largest difference between two of the units.
    holds : bool
        The difference is 0, or no more than rounding.
    exact : bool
        The difference is exactly 0.
    """

    statement: str
    numbers: str
    difference: float
    holds: bool
    exact: bool


class Induction(msgspec.Struct, frozen=True):
    """The lines for some units of one layer.

    Attributes
    ----------
    layer : int
    units : tuple of int
        0-based.
    lines : tuple of Line
        The first two are the assumption at iteration t (three, where the optimizer has a memory), the last is
        the conclusion for t+1.
    """

    layer: int
    units: tuple[int, ...]
    lines: tuple[InductionLine, ...]

    @property
    def holds(self) -> bool:
        """Whether every line does, so that the units are equal at t+1."""
        return all(line.holds for line in self.lines)


def induction(
    state: NetworkState,
    symmetry: Symmetry,
    layer: int | None = None,
    units: Sequence[int] | None = None,
    learning_rate: float = 1.0,
) -> Induction | None:
    """Check the induction for some units of a hidden layer.

    Where units share a cell without being twins, sums over the cells of the neighbouring layers take the
    place of single weights; units that agree as mirror images are flipped first.

    Parameters
    ----------
    state : NetworkState
    symmetry : Symmetry
        Of the same state.
    layer : int, optional
        l; by default the first layer with the largest cell.
    units : sequence of int, optional
        0-based; by default the layer's largest cell, or all of its units if none has two.
    learning_rate : float
        α of the step to t+1.

    Returns
    -------
    Induction or None
        None if no hidden layer has two units to compare.
    """
    if layer is None:
        sizes = [(max(map(len, seen.cells)), seen.units) for seen in symmetry.layers]
        if not sizes:
            return None
        layer = sizes.index(max(sizes)) + 1
    seen = symmetry.layers[layer - 1]
    if units is None:
        cell = max(seen.cells, key=len)
        units = cell if len(cell) > 1 else range(seen.units)
    if len(units) < 2:
        return None
    with np.errstate(all="ignore"):
        return Induction(layer, tuple(units), _lines(state, symmetry, layer, np.array(units), learning_rate))


class _Units:
    """Some units of layer l, and what belongs to them, a row a unit, so that it can be compared.

    Mirror images are flipped; where a neighbouring layer's units share cells, weights are summed over these.

    Attributes
    ----------
    how_in, how_out : str
        What was done to the weights below and above, in words.
    flipped : bool
    """

    def __init__(self, state: NetworkState, symmetry: Symmetry, l: int, members: np.ndarray) -> None:
        here, above = state.layers[l - 1], state.layers[l]
        self._members = members
        self._signs = _signs(symmetry.layers[l - 1])[members][:, None]
        self.flipped = bool((self._signs < 0).any())
        below_cells = symmetry.layers[l - 2] if l > 1 else None
        above_cells = symmetry.layers[l] if l < len(symmetry.layers) else None
        self._below, self.how_in = _sums(here.W[members] * self._signs, below_cells)
        self._above, self.how_out = _sums(above.W[:, members].T * self._signs, above_cells)

    def own(self, values: FloatArray) -> FloatArray:
        """Rows of an array with a row a unit: b, Z, A, dZ."""
        own: FloatArray = values[self._members] * self._signs
        return own

    def incoming(self, W: FloatArray) -> FloatArray:
        """Rows of W[l]."""
        rows = self.own(W)
        return rows if self._below is None else rows @ self._below

    def outgoing(self, W: FloatArray) -> FloatArray:
        """Columns of W[l+1]."""
        columns: FloatArray = W[:, self._members].T * self._signs
        return columns if self._above is None else columns @ self._above

    def everything(self, W: FloatArray, b: FloatArray, W_above: FloatArray) -> FloatArray:
        """Incoming weights, biases, outgoing weights."""
        return np.hstack((self.incoming(W), self.own(b), self.outgoing(W_above)))

    def roots(self, W: FloatArray, b: FloatArray, W_above: FloatArray) -> FloatArray:
        """The same of squares, which have no sign; their roots, as large as the gradients are."""
        rows, columns = W[self._members], W_above[:, self._members].T
        rows = rows if self._below is None else rows @ np.abs(self._below)
        columns = columns if self._above is None else columns @ np.abs(self._above)
        roots: FloatArray = np.sqrt(np.hstack((rows, b[self._members], columns)))
        return roots


class _Rounding:
    """How far rounding alone may part δ and the gradients of some units of layer l.

    Where what comes back from above undoes itself they are nothing but rounding, and have no digits to share.
    """

    def __init__(self, state: NetworkState, l: int, members: np.ndarray) -> None:
        self._trace, self._l, self._members = Trace(state), l, members

    def of_delta(self) -> float:
        paths = self._trace.paths(self._l)[self._members]
        return 2.0 * UNIT_ROUNDOFF * self._trace.bounds.operations(self._l) * float(paths.max())

    def of_incoming(self) -> float:
        weights, biases = self._trace.bounds.rounding(self._l), self._trace.bounds.bias_rounding(self._l)
        return 2.0 * float((weights.sum(axis=1) + biases[:, 0])[self._members].max())

    def of_outgoing(self) -> float:
        return 2.0 * float(self._trace.bounds.rounding(self._l + 1).sum(axis=0)[self._members].max())


def _lines(
    state: NetworkState, symmetry: Symmetry, l: int, members: np.ndarray, learning_rate: float
) -> tuple[InductionLine, ...]:
    here, above = state.layers[l - 1], state.layers[l]
    units, rounding = _Units(state, symmetry, l, members), _Rounding(state, l, members)
    how_in, how_out = units.how_in, units.how_out
    weights = np.hstack((units.incoming(here.W), units.own(here.b)))
    gradients = np.hstack((units.incoming(here.dW), units.own(here.db)))
    names = f"W[{l}]", f"b[{l}]", f"W[{l + 1}]"
    values, slopes = (here.W, here.b, above.W), (here.dW, here.db, above.dW)
    rule = state.optimizer
    after = (updated(rule, *of, learning_rate) for of in zip(names, values, slopes, strict=True))
    memory = zip(*(rule.memory.get(name, ()) for name in names), strict=True)
    step = f"{OPTIMIZERS[rule.name].step}{'' if state.full_batch else ALL_EXAMPLES}"
    flipped = ", up to their sign" if units.flipped else ""
    return (
        _line(f"iteration t: same row of W[{l}]{how_in} and same b[{l}]{flipped}", weights, _entries),
        _line(f"… and same column of W[{l + 1}]{how_out}", units.outgoing(above.W), _entries),
        *_remembered(rule.name, units, list(memory)),
        _line(f"→ same z[{l}] in every example", units.own(here.Z), _example),
        _line(f"→ same a[{l}]", units.own(here.A), _example),
        _line(f"→ same δ[{l}]", units.own(here.dZ), _example, rounding.of_delta),
        _line(f"→ same row of dW[{l}]{how_in} and same db[{l}]", gradients, _entries, rounding.of_incoming),
        _line(
            f"→ same column of dW[{l + 1}]{how_out}",
            units.outgoing(above.dW),
            _entries,
            rounding.of_outgoing,
        ),
        _line(
            f"iteration t+1, after {step}: equal again",
            units.everything(*after),
            None,
        ),
    )


def _remembered(
    rule: str, units: _Units, memory: list[tuple[FloatArray, FloatArray, FloatArray]]
) -> list[InductionLine]:
    """The lines that the optimizer's memory of the units is equal: means of gradients, then of squares."""
    if not memory:
        return []
    compared = [of(*arrays) for of, arrays in zip((units.everything, units.roots), memory, strict=False)]
    statement = f"… and the same {listed(OPTIMIZERS[rule].remembers)} in the optimizer's memory"
    return [_line(statement, np.hstack(compared), None)]


def _sums(rows: FloatArray, neighbour: LayerSymmetry | None) -> tuple[FloatArray | None, str]:
    """How `rows` of weights are to be compared: as they are if equal or if the neighbour's units are single.

    Returns
    -------
    sums : ndarray or None
        Matrix that sums over the neighbour's cells; None if rows are left as they are.
    how : str
    """
    alone = neighbour is None or (neighbour.effective_units == neighbour.units and not neighbour.silent)
    if neighbour is None or alone or not np.ptp(rows, axis=0).any():
        return None, ""
    sums = np.zeros((neighbour.units, neighbour.effective_units))
    counts = neighbour.in_sums
    for cell, members in enumerate(neighbour.cells):
        sums[list(members), cell] = counts[list(members)]
    return sums, " (summed over each group)"


def _line(
    statement: str,
    values: FloatArray,
    sample: Callable[[FloatArray], str] | None,
    rounding: Callable[[], float] | None = None,
) -> InductionLine:
    """`values` has a row a unit; they are to be equal, within the tolerance or what `rounding` may do."""
    difference = float(np.ptp(values, axis=0).max())
    scale = float(np.abs(values).max())
    shown = sample(values) if sample else ""
    return InductionLine(
        statement=statement,
        numbers=f"{shown + ', ' if shown else ''}{'difference' if difference == 0.0 else 'differ by up to'} "
        f"{number(difference)}",
        difference=difference,
        holds=difference <= TOLERANCE * scale or bool(rounding and difference <= rounding() < math.inf),
        exact=difference == 0.0,
    )


def _entries(rows: FloatArray) -> str:
    """The first two rows, if they are short: ``"(0.1, 0.1) each"``, or both where they differ."""
    if rows.shape[1] > SHOWN_ENTRIES:
        return ""
    return _each([f"({', '.join(number(x, 3) for x in row)})" for row in rows[:2].tolist()])


def _example(values: FloatArray) -> str:
    """The first example's values of the first two units."""
    return f"{_each([number(x, 3) for x in values[:2, 0].tolist()])} in example 1"


def _each(texts: list[str]) -> str:
    return f"{texts[0]} each" if texts[0] == texts[1] else " and ".join(texts)


def _signs(layer: LayerSymmetry) -> FloatArray:
    return np.array(layer.signs or (1,) * layer.units, dtype=np.float64)
