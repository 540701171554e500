"""Which plane through more than two inputs is shown."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from symgui.training.loop import TrainingLoop
from symgui.training.loop_commands import ShowSection
from symgui.training.section import InputSection


class SectionChoice(QObject):
    """Asks the training loop for frames with a section; it holds for every run until it is chosen otherwise.

    Attributes
    ----------
    shown : InputSection or None
    """

    def __init__(self, loop: TrainingLoop, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._loop = loop
        self.shown: InputSection | None = None

    @Slot(object)
    def choose(self, section: InputSection | None) -> None:
        """Show a section, or none; the run goes on."""
        if section != self.shown:
            self.shown = section
            self._loop.post(ShowSection(section))
