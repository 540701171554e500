"""The left panel: everything that determines a run, and a line that says what to try."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from app.look.layouts import filled, scrolling
from app.look.named_widgets import push_button, wrapped_label
from app.look.text_scale import follow_text
from app.panels.choices import TilePainter
from app.panels.data_panel import DataPanel
from app.panels.form import Section
from app.panels.layer_starts import LayerStarts
from app.panels.network_panel import NetworkPanel
from app.panels.start_panel import StartPanel
from app.panels.training_panel import TrainingPanel
from symgui.experiment import Experiment

WIDTH = 260
MARGIN = 12
SECTION_GAP = 18
HINT_HEIGHT = 64


class LeftPanel(QFrame):
    """The four groups, scrolling if they must, above a hint that stays.

    Attributes
    ----------
    sections : dict of str to Section
        ``"data"``, ``"network"``, ``"start"``, ``"training"``.
    unlock : QPushButton
        ``unlock-settings``: under the sentence that says why nothing can be changed.
    """

    edited = Signal(object, str)
    importWanted = Signal()
    inputsWanted = Signal()
    rateEdited = Signal(float)
    l2Edited = Signal(float)

    def __init__(self, paint_tile: TilePainter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("left-panel")
        follow_text(self, no_narrower, WIDTH)
        self.training = TrainingPanel()
        start = StartPanel()
        start.add_part(LayerStarts())
        data = DataPanel(paint_tile)
        data.importWanted.connect(self.importWanted)
        data.inputsWanted.connect(self.inputsWanted)
        self.sections: dict[str, Section] = {
            "data": data,
            "network": NetworkPanel(),
            "start": start,
            "training": self.training,
        }
        form = QWidget()
        form.setObjectName("left-form")
        follow_text(form, _form_width, WIDTH)
        column = filled(QVBoxLayout(form), margins=(MARGIN, 12, 0, 8), gap=SECTION_GAP)
        for name, section in self.sections.items():
            section.setObjectName(f"section-{name}")
            column.addWidget(section)
            section.edited.connect(self.edited)
        column.addStretch(1)
        self.training.rateEdited.connect(self.rateEdited)
        self.training.l2Edited.connect(self.l2Edited)
        self.scroll_area = scrolling(form, "left-scroll")
        self.hint = QLabel(wordWrap=True)
        self.hint.setObjectName("hint")
        self.hint.setIndent(0)  # a border would indent it
        follow_text(self.hint, QWidget.setFixedHeight, HINT_HEIGHT)
        self.hint.setContentsMargins(MARGIN, 7, MARGIN, 8)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft)
        filled(
            QVBoxLayout(self),
            self._lock_note(),
            (self.scroll_area, 1),
            self.hint,
            margins=(0, 0, 1, 0),
            gap=0,
        )

    def _lock_note(self) -> QWidget:
        self._why = wrapped_label("lock-reason")
        self.unlock = push_button(
            "unlock-settings", "Unlock", "Let the settings be changed during lessons too"
        )
        self.unlock.setAccessibleName("Unlock the settings")
        self.unlock.setProperty("role", "add")
        follow_text(self.unlock, QWidget.setFixedHeight, 28)
        self._note = QWidget()
        filled(QVBoxLayout(self._note), self._why, self.unlock, margins=(MARGIN, 10, MARGIN, 4))
        self._note.hide()
        return self._note

    def set_locked(self, why: str) -> None:
        """Let nothing be changed, and say why; an empty reason lets it again."""
        self._why.setText(why)
        self._note.setVisible(bool(why))
        for section in self.sections.values():
            section.setEnabled(not why)

    def show_experiment(self, experiment: Experiment) -> None:
        """Show `experiment` in every group."""
        for section in self.sections.values():
            section.show_experiment(experiment)

    def show_in_force(self, rate: float, l2: float) -> None:
        """Show the learning rate and λ as they are now."""
        self.training.show_in_force(rate, l2)

    def show_hint(self, text: str) -> None:
        """Say what to try."""
        if text != self.hint.text():
            self.hint.setText(text)

    def reveal(self, section: str) -> None:
        """Scroll to a group."""
        target = self.sections[section]
        self.scroll_area.verticalScrollBar().setValue(max(0, target.y() - 12))


def no_narrower(panel: QWidget, pixels: int) -> None:
    """Make a panel of the left column wider beside larger text, and beside smaller text as wide as ever."""
    panel.setFixedWidth(max(WIDTH, pixels))


def _form_width(form: QWidget, pixels: int) -> None:
    form.setFixedWidth(max(WIDTH, pixels) - MARGIN)  # what is left of it is the scroll bar's
