"""The dialog of deep random networks: drawn, answering, and never trained."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.panels.deep_pages.dead_page import DeadPage
from app.panels.deep_pages.signal_page import SignalPage
from app.panels.study_dialog.study_dialog import StudyDialog


class DeepDialog(StudyDialog):
    """The dialog with its two pages.

    Attributes
    ----------
    signal : SignalPage
    dead : DeadPage
    """

    name = "deep-networks"
    prefix = "deep"
    title = "Deep random networks"
    size_wanted = (860, 560)

    def __init__(self, parent: QWidget) -> None:
        self.signal, self.dead = SignalPage(), DeadPage()
        super().__init__((self.signal, self.dead), parent)
