"""Why a weight moves, or does not: its gradient taken apart, and why equal units stay equal."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QRectF, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QWidget,
)

from app.look.named_widgets import push_button
from app.look.theme import Palette
from app.look.type_sizes import scale_of
from app.runtime.selection import Selection
from app.views.base.abilities import ShowsLess
from app.views.base.explanation import (
    GAP,
    LEFT_WIDTH,
    MARGINS,
    ExplanationPage,
    page_style,
    too_high,
    vertical_rule,
)
from app.views.base.heavy_work import is_heavy
from app.views.base.math_line import Line, set_math
from app.views.base.spot import Spot
from app.views.base.throttled_view import ThrottledView
from app.views.base.typeset_label import FORMULA_SCALE, LINE_GAP, TypesetLabel
from app.views.why.why_text import comparison_lines, gradient_lines, induction_lines
from symgui.symmetry.cause import Kind
from symgui.symmetry.equality import Place, equal_gradients
from symgui.symmetry.factors import Explanation, explain, partner
from symgui.symmetry.induction import Induction, induction
from symgui.symmetry.trace import Trace
from symgui.symmetry.wording import units as units_text
from symgui.symmetry.wording import weight
from symgui.training.frame import Frame

CLOSE = 0.5
"""Between two lines before an audience, where `LINE_GAP` is too much."""
STACKED_BELOW = 470
"""Pixels of room for the formulas under which the two columns stand below each other."""
INSIDE = 0.14
"""Of its height, by which a symbol is smaller than the room it takes."""
EMPTY = "Run or step the network: then this tells why a weight moves, or does not."
WHEN_IT_RESTS = "A network of this size is taken apart when the run pauses."
NOT_YET = (
    "A question of the lesson is open, and this would answer it. "
    "It is back when the step has run, and as soon as you run or change anything yourself."
)
NOT_FINITE = "The run has diverged: there is no gradient to take apart."


class Explained(msgspec.Struct, frozen=True):
    """What the view says of a frame: a title, a hint, and the lines of its two columns."""

    title: str
    hint: str
    first: tuple[Line, ...]
    second: tuple[Line, ...]


class WhyView(ThrottledView, ShowsLess):
    """The gradient of the selected weight as a formula with live numbers; or the induction, line by line.

    The second column explains the weight on the other side of the same unit, the twin's weight, or the
    weight under the pointer.

    Attributes
    ----------
    title, hint : QLabel
    first, second : TypesetLabel
        The formulas; ``first.text()`` is their plain text, a zero factor in brackets.
    gradient_button, induction_button, next_button : QPushButton
        ``why-gradient``, ``why-induction``, ``why-next``: what is shown, and the next line of the induction.
    induction : Induction or None
        The one shown.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("why-view", parent)
        self.setAccessibleName("Why a weight moves, or does not")
        self.induction: Induction | None = None
        self._lines_shown: int | None = None  # None: all of the induction
        self._stacked = self._brief = self._close = False
        self._explained = 0  # the layer of the weight whose gradient is taken apart
        self._trace: Trace | None = None  # of the network that is shown
        self.gradient_button = push_button(
            "why-gradient", "Gradient", "The selected weight's gradient, factor by factor",
            checkable=True, by_tab=True,
        )  # fmt: skip
        self.induction_button = push_button(
            "why-induction", "Induction",
            "Why equal units stay equal: from iteration t to t+1, line by line",
            checkable=True, by_tab=True,
        )  # fmt: skip
        self.gradient_button.setChecked(True)
        group = QButtonGroup(self)
        group.addButton(self.gradient_button)
        group.addButton(self.induction_button)
        self.next_button = push_button(
            "why-next", "Step through", "Show the induction one line at a time", by_tab=True
        )
        self.first, self.second = TypesetLabel(), TypesetLabel()
        self._rule = vertical_rule()
        self._make_layout()
        group.buttonToggled.connect(self._choose)
        self.next_button.clicked.connect(self._next_line)

    # ---- building --------------------------------------------------------------------------------

    def _make_layout(self) -> None:
        choices = QHBoxLayout()
        choices.setSpacing(0)
        choices.addWidget(self.gradient_button)
        choices.addWidget(self.induction_button)
        choices.addStretch(1)
        formulas = QWidget()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, formulas)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(16)
        self._columns.addWidget(self.first, 5, Qt.AlignmentFlag.AlignTop)
        self._columns.addWidget(self._rule)
        self._columns.addWidget(self.second, 4, Qt.AlignmentFlag.AlignTop)
        self._page = page = ExplanationPage(self, formulas, (self.next_button, choices))
        self.title, self.hint, self.area = page.title, page.hint, page.area

    # ---- drawing ---------------------------------------------------------------------------------

    def present(self) -> None:
        """The title above the formulas, without buttons and hint."""
        super().present()
        for button in (self.next_button, self.gradient_button, self.induction_button):
            button.hide()
        self._page.present()

    def overflows(self) -> bool:
        """Whether the formulas are higher than their place."""
        return too_high(self, self.area)

    def leave_out(self) -> bool:
        """Without the figures beside the formulas; then with the lines closer together."""
        if self._close or not self.presented:
            return False
        self._close, self._brief = self._brief, True
        self._set_gaps()
        self.redraw()
        return True

    def put_back(self) -> None:
        """With all figures."""
        if self._brief:
            self._brief = self._close = False
            self._set_gaps()
            self.invalidate("frame")
            self.refresh()

    def _set_gaps(self) -> None:
        for label in (self.first, self.second):
            label.set_line_gap(CLOSE if self._close else LINE_GAP)

    def spots_instead(self, name: str, at: Selection | None) -> list[Spot]:
        """The symbol of a whole matrix or vector in the formulas."""
        if at is None or at.row is not None:
            return []
        spot = self.symbol_spot(name.rstrip("0123456789"), at.layer)
        return [] if spot is None else [spot]

    def symbol_spot(self, kind: str, layer: int) -> Spot | None:
        """Where the formulas first name ``"dW"``, ``"W"``, ``"b"``, ``"A"``, ``"dZ"`` … of a layer.

        The A or Z of the layer below the explained weight are written there as one unit's: a or z. None if
        it is not there, or out of sight.
        """
        names = [(kind, f"[{layer}]")]
        if kind in ("A", "Z") and layer == self._explained - (kind == "A"):
            names.append(("x" if layer == 0 else kind.lower(), ""))
        elif kind in ("W", "b"):
            names.append((f"d{kind}", f"[{layer}]"))
        for base, above in names:
            for label in (self.first, self.second):
                rect = label.symbol_rect(base, above) if label.isVisible() else QRectF()
                if not rect.isNull() and label.visibleRegion().contains(rect.toAlignedRect()):
                    inside = INSIDE * rect.height()  # a ring around it has air of its own
                    return label, rect.adjusted(inside / 2, inside, -inside / 2, -inside)
        return None

    def choose(self, name: str) -> None:
        """Show ``"induction"``, or else a gradient, ``"why"``."""
        (self.induction_button if name == "induction" else self.gradient_button).setChecked(True)

    def sentence(self) -> str:
        """The question and what is written of the first weight."""
        if not self.isVisible():
            return ""  # what it last wrote may be of another frame
        return " ".join(f"{self.title.text()} {self.first.text()}".split()).strip()

    def draw_palette(self, palette: Palette) -> None:
        """Recolour."""
        if not self.presented:
            self._page.set_room()
        self.setStyleSheet(page_style(palette))

    def draw_numbers(self, frame: Frame | None) -> None:
        """Explain."""
        small = self.induction_button.isChecked() or self.presented
        self.first.set_scale(1.0 if small else FORMULA_SCALE)
        self.second.set_scale(1.0 if self.presented else FORMULA_SCALE)
        said = self._said(frame)
        _set_text(self.title, said.title)
        _set_text(self.hint, said.hint)
        self.first.set_lines(said.first)
        self.second.set_lines(said.second)
        two = bool(said.second) and not (self.presented and self._stacked)
        self.second.setVisible(two)
        self._rule.setVisible(two and self._columns.direction() == QBoxLayout.Direction.LeftToRight)
        steps = self.induction_button.isChecked() and self.induction is not None
        self.next_button.setVisible(steps and not self.presented)

    def is_heavy(self, frame: Frame) -> bool:
        """A large network's gradient takes longer to take apart than a frame lasts."""
        return self.gradient_button.isChecked() and is_heavy(frame.network)

    def draw_waiting(self) -> None:
        """Say that the numbers come when the run rests, and show none of an earlier iteration."""
        _set_text(self.title, "Why?")
        _set_text(self.hint, WHEN_IT_RESTS)
        self.first.set_lines(())
        self.second.set_lines(())

    def draw_selection(self, _selection: Selection | None, _hover: Selection | None) -> None:
        """Follow what is selected and pointed at."""
        if not self.waits_for_rest:
            self.redraw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two columns, or one."""
        super().resizeEvent(event)
        beside = 0 if self.presented else LEFT_WIDTH + GAP + MARGINS[0] + MARGINS[2]
        room = self.width() / scale_of(self) - beside
        stacked = self._stacked = room < STACKED_BELOW
        self._columns.setDirection(
            QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight
        )
        self._rule.setVisible(not stacked and not self.second.isHidden())
        if self.presented and self.isVisible():
            self.redraw()  # where it is narrow, one explanation is enough to read from afar

    def _said(self, frame: Frame | None) -> Explained:
        self.induction, self._explained = None, 0
        if frame is not None and "why" in frame.withheld:
            return Explained("Why?", NOT_YET, (set_math(NOT_YET, muted=True),) if self.presented else (), ())
        return self._induction(frame) if self.induction_button.isChecked() else self._gradient(frame)

    def _gradient(self, frame: Frame | None) -> Explained:
        if frame is None:
            return Explained("Why?", EMPTY, (), ())
        place = place_of(self.selection, frame)
        if frame.divergence is not None:
            return Explained(
                f"Why does {weight(*place)} diverge?", NOT_FINITE, (set_math(frame.verdict.evidence),), ()
            )
        state = frame.network
        if self._trace is None or self._trace.state is not state:
            self._trace = Trace(state)
        e = explain(state, *place, self._trace)
        self._explained = e.layer
        return Explained(
            title=_question(e, frame.learning_rate),
            hint=_hint(e),
            first=tuple(gradient_lines(e, state, figures=not self._brief)),
            second=self._beside(frame, place, e.kind),
        )

    def _beside(self, frame: Frame, place: Place, kind: Kind | None) -> tuple[Line, ...]:
        """The second column: the weight under the pointer, the twin's weight, or the unit's other side."""
        state = frame.network
        hovered = place_of(self.hover, frame) if self.hover is not None and self.hover.is_parameter else place
        if hovered != place:
            return tuple(comparison_lines(equal_gradients(state, place, hovered, self._trace)))
        twin = _twin(frame, place)
        if kind is None and twin is not None:
            return tuple(comparison_lines(equal_gradients(state, place, twin, self._trace)))
        other = partner(state, *place)
        if other == place:
            return ()
        e = explain(state, *other, self._trace)
        lines = gradient_lines(e, state, beside=True, figures=not self._brief)
        if e.stays and kind in WAITING and e.kind in WAITING:
            ending = ": for ever." if frame.standstill else "."
            lines.append(set_math(f"Each W waits for the other{ending}", muted=True))
        return tuple(lines)

    def _induction(self, frame: Frame | None) -> Explained:
        if frame is None:
            return Explained("The induction", EMPTY, (), ())
        if frame.divergence is not None:
            return Explained("The induction", NOT_FINITE, (set_math(frame.verdict.evidence),), ())
        layer = _hidden_layer(self.selection, frame)
        self.induction = found = induction(
            frame.network, frame.symmetry, layer, self._chosen_units(frame, layer), frame.learning_rate
        )
        if found is None:
            return Explained("The induction", "It takes a hidden layer with two units to compare.", (), ())
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
        if self._brief or (self.presented and self._stacked):
            # no room for figures beside the ticks that are computed from them
            lines = [tuple(node for node in line if not getattr(node, "muted", False)) for line in lines]
        shown = len(lines) if self._lines_shown is None else self._lines_shown
        self.next_button.setText("Step through" if self._lines_shown is None else "Next line")
        return Explained(title, hint, tuple(lines[:shown]), ())

    def _chosen_units(self, frame: Frame, layer: int | None) -> tuple[int, ...] | None:
        """The selected unit's cell, or the unit and its neighbour if it has none; None without a unit."""
        if (
            layer is None
            or self.selection is None
            or self.selection.layer != layer
            or self.selection.row is None
        ):
            return None
        seen = frame.symmetry.layers[layer - 1]
        unit = self.selection.row
        if unit >= seen.units or seen.units < 2:
            return None
        cell = seen.cells[seen.cell_of(unit)]
        if len(cell) > 1:
            return cell
        return tuple(sorted((unit, unit + 1 if unit + 1 < seen.units else unit - 1)))

    @Slot()
    def _choose(self) -> None:
        self._lines_shown = None
        self.redraw()

    @Slot()
    def _next_line(self) -> None:
        """One more line; after the last, all of them again as at first."""
        total = len(self.induction.lines) if self.induction else 0
        shown = 1 if self._lines_shown is None else self._lines_shown + 1
        self._lines_shown = None if shown >= total else shown
        self.redraw()


WAITING = (Kind.WEIGHTS, Kind.ACTIVATION)
"""A zero weight above, a zero activation below: each is made by the other's standing still."""


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


def _set_text(label: QLabel, text: str) -> None:
    if label.text() != text:
        label.setText(text)
