"""The left panel: everything that determines a run, and a line that says what to try."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.panels.choices import TilePainter
from app.panels.data_panel import DataPanel
from app.panels.form import Section
from app.panels.network_panel import NetworkPanel
from app.panels.start_panel import StartPanel
from app.panels.training_panel import TrainingPanel
from app.theme import Palette
from symgui.experiment import Experiment

WIDTH = 260
MARGIN = 12
SECTION_GAP = 18
HINT_HEIGHT = 54


class LeftPanel(QFrame):
    """The four groups, scrolling if they must, above a hint that stays.

    Attributes
    ----------
    sections : dict of str to Section
        ``"data"``, ``"network"``, ``"start"``, ``"training"``.
    """

    edited = Signal(object, str)
    rate_edited = Signal(float)

    def __init__(self, paint_tile: TilePainter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("left-panel")
        self.setFixedWidth(WIDTH)
        self.training = TrainingPanel()
        self.sections: dict[str, Section] = {
            "data": DataPanel(paint_tile),
            "network": NetworkPanel(),
            "start": StartPanel(),
            "training": self.training,
        }
        form = QWidget()
        form.setObjectName("left-form")
        form.setFixedWidth(WIDTH - MARGIN)  # what is left of it is the scroll bar's
        column = QVBoxLayout(form)
        column.setContentsMargins(MARGIN, 12, 0, 8)
        column.setSpacing(SECTION_GAP)
        for section in self.sections.values():
            column.addWidget(section)
            section.edited.connect(self.edited)
        column.addStretch(1)
        self.training.rate_edited.connect(self.rate_edited)
        self.scroll_area = QScrollArea()
        self.scroll_area.setObjectName("left-scroll")
        self.scroll_area.setWidget(form)
        self.scroll_area.setWidgetResizable(True)
        self.scroll_area.setFrameShape(QFrame.Shape.NoFrame)
        self.scroll_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroll_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hint = QLabel()
        self.hint.setObjectName("hint")
        self.hint.setWordWrap(True)
        self.hint.setFixedHeight(HINT_HEIGHT)
        self.hint.setContentsMargins(MARGIN, 0, MARGIN, 8)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 1, 0)
        outer.setSpacing(0)
        outer.addWidget(self.scroll_area, 1)
        outer.addWidget(self.hint)

    def show_experiment(self, experiment: Experiment) -> None:
        """Show `experiment` in every group."""
        for section in self.sections.values():
            section.show_experiment(experiment)

    def show_rate(self, rate: float) -> None:
        """Show the learning rate as it is now."""
        self.training.show_rate(rate)

    def show_hint(self, text: str) -> None:
        """Say what to try."""
        if text != self.hint.text():
            self.hint.setText(text)

    def reveal(self, section: str) -> None:
        """Scroll to a group and put the focus there."""
        target = self.sections[section]
        self.scroll_area.verticalScrollBar().setValue(max(0, target.y() - 12))

    def apply_palette(self, palette: Palette) -> None:
        """Redraw what the style sheet does not."""
        for section in self.sections.values():
            section.apply_palette(palette)
