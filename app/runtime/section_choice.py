"""Which plane through more than two inputs is shown."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from symgui.training.loop import TrainingLoop
from symgui.training.loop_commands import ShowSection
from symgui.training.section import InputSection


class SectionChoice(QObject):
    """Asks the training loop for frames with a section; it holds until something else is chosen.

    Attributes
    ----------
    shown : InputSection or None

    Signals
    -------
    changed(InputSection or None)
    """

    changed = Signal(object)

    def __init__(self, loop: TrainingLoop, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._loop = loop
        self.shown: InputSection | None = None
        self._features = InputSection("features")  # the two that were chosen last

    @Slot(object)
    def choose(self, section: InputSection | None) -> None:
        """Show a section, or none; the run goes on."""
        if section == self.shown:
            return
        if section is not None and section.kind == "features":
            self._features = section
        self.shown = section
        self._loop.post(ShowSection(section))
        self.changed.emit(section)

    @Slot(int)
    def choose_kind(self, index: int) -> None:
        """Show none, the principal directions, or the two features that were chosen last."""
        self.choose((None, InputSection(), self._features)[index])
