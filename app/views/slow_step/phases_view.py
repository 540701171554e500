"""A slow step: one update as forward, loss, backward, update, one after the other."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.look.layouts import filled
from app.look.named_widgets import push_button
from app.look.theme import Palette
from app.views.base.abilities import ShowsLess, ShowsUpdate
from app.views.base.explanation import ExplanationPage, page_style, too_high
from app.views.base.frame_view import FrameView
from app.views.base.math_line import Line, Text, set_math
from app.views.base.typeset_label import TypesetLabel
from symgui.plain_text.numbers import iteration, number
from symgui.training.frame import Frame
from symgui.training.phases import Phase, phases

NAMES = {"forward": "Forward", "loss": "Loss", "backward": "Backward", "update": "Update"}
INVITATION = "Take one update apart: what goes forward, what the loss says, what comes back, what changes."
SMALL_FORMULAS = 1.05


class PhasesView(FrameView, ShowsLess, ShowsUpdate):
    """The phases of one update, shown one at a time.

    It asks for the update (`updateRequested`), is given the frames before and after (`show_update`), and
    tells which phase is shown, so that the other views can point at its layer and wait with what changed.

    Attributes
    ----------
    phases : tuple of Phase
        Of the update that is taken apart; empty if there is none.
    shown : int
        How many of them are in sight.
    title, hint : QLabel
    lines : TypesetLabel
    next_button : QPushButton
        ``phases-next``.
    """

    updateRequested = Signal()
    phaseShown = Signal(object)
    """A `Phase`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("phases-view", parent)
        self.setAccessibleName("One update, phase by phase")
        self.phases: tuple[Phase, ...] = ()
        self.shown = 0
        self.next_button = push_button(
            "phases-next",
            "",
            "Show the next part of this update; after the last one, take the next update",
            by_tab=True,
        )
        self.next_button.clicked.connect(self.next)
        self.lines = TypesetLabel(scale=SMALL_FORMULAS)
        self._make_layout()
        self.clear()

    def _make_layout(self) -> None:
        holder = QWidget()
        filled(QVBoxLayout(holder), self.lines, 1, margins=0)
        self._page = page = ExplanationPage(self, holder, (self.next_button,))
        self.title, self.hint, self.area = page.title, page.hint, page.area
        self.area.verticalScrollBar().rangeChanged.connect(self._to_the_end)

    @property
    def phase(self) -> Phase | None:
        """The one shown last."""
        return self.phases[self.shown - 1] if self.shown else None

    @Slot()
    def next(self) -> None:
        """Show the next phase; with none left, or none yet, ask for an update to take apart."""
        if self.shown >= len(self.phases):
            self.updateRequested.emit()
            return
        self.shown += 1
        self._write()
        self.phaseShown.emit(self.phase)

    def show_update(self, before: Frame, after: Frame) -> None:
        """Take the update from one frame to the next apart, and show its first phase; to an audience all."""
        training = before.experiment.training
        self.phases, self.shown = phases(before.network, after.network, training.optimizer), 0
        self.title.setText(f"Iteration {iteration(before.iteration)} to {iteration(after.iteration)}")
        self.hint.setText(_examples(before))
        self.next()
        while self.presented and self.shown < len(self.phases):
            self.next()

    def overflows(self) -> bool:
        """Whether the formulas are higher than their place."""
        return too_high(self, self.area)

    def clear(self) -> None:
        """Take no update apart any more."""
        self.phases, self.shown = (), 0
        self.title.setText("One update, slowly")
        self.hint.setText(INVITATION)
        self._write()

    def present(self) -> None:
        """The title above the formulas, without button and hint."""
        super().present()
        self.next_button.hide()
        self._page.present()

    def sentence(self) -> str:
        """Which update is taken apart, and what to do."""
        return f"{self.title.text()}. {self.hint.text()}"

    def draw_palette(self, palette: Palette) -> None:
        """Recolour."""
        if not self.presented:
            self._page.set_room()
        self.setStyleSheet(page_style(palette))

    def _write(self) -> None:
        shown = self.phases[: self.shown]
        lines = [line for phase in shown for line in _lines(phase, phase is shown[-1])]
        if self.presented and lines:  # the figures of the last part only: there is no scrolling here
            lines = [*lines[::2], lines[-1]]
        self.lines.set_lines(lines)
        over = self.shown >= len(self.phases)
        following = None if over else self.phases[self.shown]
        self.next_button.setText(
            "Take an update apart" if following is None else f"Next: {NAMES[following.name].lower()}"
        )

    @Slot(int, int)
    def _to_the_end(self, _first: int, last: int) -> None:
        self.area.verticalScrollBar().setValue(0 if self.presented else last)


def _examples(frame: Frame) -> str:
    """Which examples the update used, where they are not those of all that is shown."""
    m, batch = frame.data.m, frame.experiment.training.batch_size
    if batch is None or frame.network.full_batch:
        return ""
    size = f"{'' if m % batch == 0 else 'at most '}{batch}"
    return f"The update used a mini-batch of {size}; all else is over all {m} examples."


def _lines(phase: Phase, current: bool) -> tuple[Line, Line]:
    name = Text(f"{NAMES[phase.name]} {phase.layer}.", bold=True, muted=not current)
    figures = ", ".join(f"{text} = {number(value)}" for text, value in phase.figures)
    return (name, *set_math(phase.formula, muted=not current)), set_math(figures, muted=True)
