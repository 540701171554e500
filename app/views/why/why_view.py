"""Why a weight moves, or does not: its gradient taken apart, and why equal units stay equal."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QHBoxLayout, QLabel, QWidget

from app.look.layouts import filled
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
from app.views.base.math_line import set_math
from app.views.base.spot import Spot
from app.views.base.throttled_view import ThrottledView
from app.views.base.typeset_label import FORMULA_SCALE, LINE_GAP, TypesetLabel
from app.views.why.explained import NOT_YET, WHEN_IT_RESTS, Explained, Explainer
from symgui.symmetry.induction import Induction
from symgui.training.frame import Frame

CLOSE = 0.5
"""Between two lines before an audience, where `LINE_GAP` is too much."""
STACKED_BELOW = 470
"""Pixels of room for the formulas under which the two columns stand below each other."""
INSIDE = 0.14
"""Of its height, by which a symbol is smaller than the room it takes."""


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
        self._explainer = Explainer()
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
        choices = filled(QHBoxLayout(), self.gradient_button, self.induction_button, 1, gap=0)
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
        """Leave out the figures beside the formulas; then put the lines closer together."""
        if self._close or not self.presented:
            return False
        self._close, self._brief = self._brief, True
        self._set_gaps()
        self.redraw()
        return True

    def put_back(self) -> None:
        """Show all figures again."""
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
        self.induction, self._explained = said.induction, said.layer
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
        if frame is not None and "why" in frame.withheld:
            return Explained("Why?", NOT_YET, (set_math(NOT_YET, muted=True),) if self.presented else ())
        if not self.induction_button.isChecked():
            return self._explainer.gradient(frame, self.selection, self.hover, brief=self._brief)
        self.next_button.setText("Step through" if self._lines_shown is None else "Next line")
        # where there is no room for them, without figures beside the ticks that are computed from them
        brief = self._brief or (self.presented and self._stacked)
        return self._explainer.induction(frame, self.selection, brief=brief, shown=self._lines_shown)

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


def _set_text(label: QLabel, text: str) -> None:
    if label.text() != text:
        label.setText(text)
