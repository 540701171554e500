"""What is explained of a frame in formulas: a weight's gradient and another beside it, or the induction."""

from __future__ import annotations

import msgspec

from app.runtime.selection import Selection
from app.views.base.math_line import Line, set_math
from app.views.why.why_text import comparison_lines, gradient_lines, induction_lines
from symgui.symmetry.cause import Kind
from symgui.symmetry.equality import Place, equal_gradients
from symgui.symmetry.factors import Explanation, explain, partner
from symgui.symmetry.induction import Induction, induction
from symgui.symmetry.trace import Trace
from symgui.symmetry.wording import units as units_text
from symgui.symmetry.wording import weight
from symgui.training.frame import Frame

EMPTY = "Run or step the network: then this tells why a weight moves, or does not."
WHEN_IT_RESTS = "A network of this size is taken apart when the run pauses."
NOT_YET = (
    "A question of the lesson is open, and this would answer it. "
    "It is back when the step has run, and as soon as you run or change anything yourself."
)
NOT_FINITE = "The run has diverged: there is no gradient to take apart."
WAITING = (Kind.WEIGHTS, Kind.ACTIVATION)
"""A zero weight above, a zero activation below: each is made by the other's standing still."""


class Explained(msgspec.Struct, frozen=True):
    """What the view says of a frame.

    Attributes
    ----------
    title, hint : str
    first, second : tuple of Line
        The formulas of its two columns.
    layer : int
        Of the weight whose gradient is taken apart; 0 without one.
    induction : Induction or None
        The one shown.
    """

    title: str
    hint: str
    first: tuple[Line, ...] = ()
    second: tuple[Line, ...] = ()
    layer: int = 0
    induction: Induction | None = None


class Explainer:
    """Explains frames; what it has found out of a network serves for all questions about it."""

    def __init__(self) -> None:
        self._trace: Trace | None = None  # of the network that was explained last

    def gradient(
        self, frame: Frame | None, selection: Selection | None, hover: Selection | None, *, brief: bool
    ) -> Explained:
        """The gradient of the selected weight, and of another beside it.

        Parameters
        ----------
        frame : Frame or None
        selection, hover : Selection or None
        brief : bool
            Without the figures beside the formulas.
        """
        if frame is None:
            return Explained("Why?", EMPTY)
        place = place_of(selection, frame)
        if frame.divergence is not None:
            return Explained(
                f"Why does {weight(*place)} diverge?", NOT_FINITE, (set_math(frame.verdict.evidence),)
            )
        state = frame.network
        if self._trace is None or self._trace.state is not state:
            self._trace = Trace(state)
        e = explain(state, *place, self._trace)
        return Explained(
            title=_question(e, frame.learning_rate),
            hint=_hint(e),
            first=tuple(gradient_lines(e, state, figures=not brief)),
            second=self._beside(frame, place, hover, e.kind, brief=brief),
            layer=e.layer,
        )

    def _beside(
        self, frame: Frame, place: Place, hover: Selection | None, kind: Kind | None, *, brief: bool
    ) -> tuple[Line, ...]:
        """The second column: the weight under the pointer, the twin's weight, or the unit's other side."""
        state = frame.network
        hovered = place_of(hover, frame) if hover is not None and hover.is_parameter else place
        if hovered != place:
            return tuple(comparison_lines(equal_gradients(state, place, hovered, self._trace)))
        twin = _twin(frame, place)
        if kind is None and twin is not None:
            return tuple(comparison_lines(equal_gradients(state, place, twin, self._trace)))
        other = partner(state, *place)
        if other == place:
            return ()
        e = explain(state, *other, self._trace)
        lines = gradient_lines(e, state, beside=True, figures=not brief)
        if e.stays and kind in WAITING and e.kind in WAITING:
            ending = ": for ever." if frame.standstill else "."
            lines.append(set_math(f"Each W waits for the other{ending}", muted=True))
        return tuple(lines)

    def induction(
        self, frame: Frame | None, selection: Selection | None, *, brief: bool, shown: int | None
    ) -> Explained:
        """Why equal units stay equal, or what makes them differ.

        Parameters
        ----------
        frame : Frame or None
        selection : Selection or None
        brief : bool
            Without the figures beside the ticks.
        shown : int or None
            Lines to show; None for all of them.
        """
        if frame is None:
            return Explained("The induction", EMPTY)
        if frame.divergence is not None:
            return Explained("The induction", NOT_FINITE, (set_math(frame.verdict.evidence),))
        layer = _hidden_layer(selection, frame)
        units = _chosen_units(frame, layer, selection)
        found = induction(frame.network, frame.symmetry, layer, units, frame.learning_rate)
        if found is None:
            return Explained("The induction", "It takes a hidden layer with two units to compare.")
        who = units_text(found.units)
        if found.holds and not all(line.exact for line in found.lines):
            title, hint = (
                f"{who.capitalize()} of layer {found.layer} are equal within a billionth",
                "Where ≈ stands they differ, and from update to update that may grow.",
            )
        elif found.holds:
            title, hint = (
                f"Why do {who} of layer {found.layer} stay equal?",
                "Every tick is computed from this iteration.",
            )
        else:
            title = f"What makes {who} of layer {found.layer} differ?"
            hint = "The first line with a cross is where equality is broken."
        lines = induction_lines(found)
        if brief:
            lines = [tuple(node for node in line if not getattr(node, "muted", False)) for line in lines]
        return Explained(title, hint, tuple(lines[:shown]), induction=found)


def place_of(selection: Selection | None, frame: Frame) -> Place:
    """The parameter a selection means: itself, or the first one of the layer or unit; W[1]₁,₁ without one."""
    layers = frame.network.layers
    if selection is None or not 1 <= selection.layer <= len(layers):
        column = selection.row if selection is not None and selection.layer == 0 and selection.row else 0
        return 1, 0, min(column, layers[0].W.shape[1] - 1)
    rows, columns = layers[selection.layer - 1].W.shape
    row = min(selection.row or 0, rows - 1)
    column = 0 if selection.column is None else min(selection.column, columns - 1)
    return selection.layer, row, column


def _question(e: Explanation, learning_rate: float) -> str:
    """What is asked: only of a parameter that the next update moves, or leaves, why it does so."""
    if e.stays:
        return f"Why does {e.name} not move?"
    if e.has_gradient and learning_rate > 0.0:
        return f"Why does {e.name} move?"
    if e.has_gradient:
        return f"Why is d{e.name} not 0?"
    return f"Why is d{e.name} 0{'' if e.exact else ' up to rounding'}?"


def _hint(e: Explanation) -> str:
    if e.has_gradient:
        return "Click any weight to see its gradient taken apart; point at a second one to compare."
    if e.coasts:
        return "There is no gradient to speak of, but this optimizer may still move the weight."
    if not e.stays:
        return "Over the whole training set the terms cancel. A mini-batch has only some of them."
    return "Click any weight. The marked factor is the cause."


def _twin(frame: Frame, place: Place) -> Place | None:
    """The same weight of the next unit in the cell of this one's."""
    l, j, k = place
    if l > len(frame.symmetry.layers):
        return None
    seen = frame.symmetry.layers[l - 1]
    cell = seen.cells[seen.cell_of(j)]
    return (l, cell[(cell.index(j) + 1) % len(cell)], k) if len(cell) > 1 else None


def _hidden_layer(selection: Selection | None, frame: Frame) -> int | None:
    if selection is None or not 1 <= selection.layer <= len(frame.symmetry.layers):
        return None
    return selection.layer


def _chosen_units(frame: Frame, layer: int | None, selection: Selection | None) -> tuple[int, ...] | None:
    """The selected unit's cell, or the unit and its neighbour if it has none; None without a unit."""
    if layer is None or selection is None or selection.layer != layer or selection.row is None:
        return None
    seen, unit = frame.symmetry.layers[layer - 1], selection.row
    if unit >= seen.units or seen.units < 2:
        return None
    cell = seen.cells[seen.cell_of(unit)]
    if len(cell) > 1:
        return cell
    return tuple(sorted((unit, unit + 1 if unit + 1 < seen.units else unit - 1)))
