"""Why equal units stay equal: the induction from iteration t to t+1, every line checked on live numbers.

Equal incoming and outgoing weights → same z → same a → same δ → same gradients → equal again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
import numpy as np

from symgui.nn.optimizers import updated
from symgui.nn.state import FloatArray, NetworkState
from symgui.symmetry.balance import TOLERANCE
from symgui.symmetry.partition import LayerSymmetry, Symmetry
from symgui.symmetry.wording import number
from symgui.symmetry.wording import units as units_text

SHOWN_ENTRIES = 4
"""Rows of at most this many entries are written out."""
STEPS = {"gd": "W − α dW", "momentum": "W − α v", "adam": "W − α v̂ / (√ŝ + ε)"}
"""The step of an optimizer, as the phases of an update write it."""
REMEMBERED = {"momentum": "v", "adam": "v and s"}
ALL_EXAMPLES = ", dW over all examples instead of a batch"


class Line(msgspec.Struct, frozen=True):
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
    lines: tuple[Line, ...]

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


def _lines(
    state: NetworkState, symmetry: Symmetry, l: int, members: np.ndarray, learning_rate: float
) -> tuple[Line, ...]:
    here, above = state.layers[l - 1], state.layers[l]
    signs = _signs(symmetry.layers[l - 1])[members][:, None]
    below_cells = symmetry.layers[l - 2] if l > 1 else None
    above_cells = symmetry.layers[l] if l < len(symmetry.layers) else None

    incoming, weights_below, how_in = _weights(here.W[members] * signs, below_cells)
    outgoing, weights_above, how_out = _weights(above.W[:, members].T * signs, above_cells)
    gradient_in, gradient_out = here.dW[members] * signs, above.dW[:, members].T * signs
    if weights_below is not None:
        gradient_in = gradient_in @ weights_below
    if weights_above is not None:
        gradient_out = gradient_out @ weights_above
    b, db = here.b[members] * signs, here.db[members] * signs
    rows, gradients = np.hstack((incoming, b)), np.hstack((gradient_in, db))

    def all_of(W: FloatArray, b: FloatArray, W_above: FloatArray) -> FloatArray:
        """All that belongs to the units: rows and biases of their layer, columns of the layer above."""
        row, column = W[members] * signs, W_above[:, members].T * signs
        row = row if weights_below is None else row @ weights_below
        column = column if weights_above is None else column @ weights_above
        return np.hstack((row, b[members] * signs, column))

    def squares_of(W: FloatArray, b: FloatArray, W_above: FloatArray) -> FloatArray:
        """The same of squares, which have no sign; their roots, as large as the gradients are."""
        row = W[members] if weights_below is None else W[members] @ np.abs(weights_below)
        column = W_above[:, members].T
        column = column if weights_above is None else column @ np.abs(weights_above)
        roots: FloatArray = np.sqrt(np.hstack((row, b[members], column)))
        return roots

    names = f"W[{l}]", f"b[{l}]", f"W[{l + 1}]"
    values, slopes = (here.W, here.b, above.W), (here.dW, here.db, above.dW)
    rule = state.optimizer
    after = all_of(*(updated(rule, *of, learning_rate) for of in zip(names, values, slopes, strict=True)))
    memory = list(zip(*(rule.memory.get(name, ()) for name in names), strict=True))
    remembered = [of(*arrays) for of, arrays in zip((all_of, squares_of), memory, strict=False)]
    flipped = ", up to their sign" if (signs < 0).any() else ""
    z, a, d = (values[members] * signs for values in (here.Z, here.A, here.dZ))
    return (
        _line(f"iteration t: same row of W[{l}]{how_in} and same b[{l}]{flipped}", rows, _entries),
        _line(f"… and same column of W[{l + 1}]{how_out}", outgoing, _entries),
        *(
            [
                _line(
                    f"… and the same {REMEMBERED[rule.name]} in the optimizer's memory",
                    np.hstack(remembered),
                    None,
                )
            ]
            if remembered
            else ()
        ),
        _line(f"→ same z[{l}] in every example", z, _example),
        _line(f"→ same a[{l}]", a, _example),
        _line(f"→ same δ[{l}]", d, _example),
        _line(f"→ same row of dW[{l}]{how_in} and same db[{l}]", gradients, _entries),
        _line(f"→ same column of dW[{l + 1}]{how_out}", gradient_out, _entries),
        _line(
            f"iteration t+1, after {STEPS[rule.name]}{'' if state.full_batch else ALL_EXAMPLES}: "
            f"{units_text(members.tolist())} are equal again",
            after,
            None,
        ),
    )


def _weights(rows: FloatArray, neighbour: LayerSymmetry | None) -> tuple[FloatArray, FloatArray | None, str]:
    """`rows` as they are if equal or if the neighbour's units are single cells, else summed over its cells.

    Returns
    -------
    rows : ndarray
    sums : ndarray or None
        Matrix that sums over the cells; None if rows are left as they are.
    how : str
    """
    if neighbour is None or neighbour.effective_units == neighbour.units or not np.ptp(rows, axis=0).any():
        return rows, None, ""
    sums = np.zeros((neighbour.units, neighbour.effective_units))
    signs = _signs(neighbour)
    for cell, members in enumerate(neighbour.cells):
        sums[list(members), cell] = signs[list(members)]
    return rows @ sums, sums, " (summed over each cell)"


def _line(statement: str, values: FloatArray, sample: Callable[[FloatArray], str] | None) -> Line:
    """`values` has a row a unit; they are to be equal."""
    difference = float(np.ptp(values, axis=0).max())
    scale = float(np.abs(values).max())
    shown = sample(values) if sample else ""
    return Line(
        statement=statement,
        numbers=f"{shown + ', ' if shown else ''}{'difference' if difference == 0.0 else 'differ by up to'} "
        f"{number(difference)}",
        difference=difference,
        holds=difference <= TOLERANCE * scale,
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
