"""A page that speaks of one network, the one that is shown in the window."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.panels.study_dialog.dialog_page import DialogPage
from symgui.nn.state import NetworkState
from symgui.training.studies.symmetry_studies import NamedNetwork

NOT_YET = "No run yet: choose data on the left."


class SymmetryPage(DialogPage):
    """Base of these pages.

    Attributes
    ----------
    network : NamedNetwork or None
        What is shown in the window; None while it cannot be spoken of.
    state : NetworkState or None
        The same with its gradients.
    why_none : str
        Why there is none, in one sentence.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.network: NamedNetwork | None = None
        self.state: NetworkState | None = None
        self.why_none = NOT_YET

    def show_network(self, network: NamedNetwork | None, state: NetworkState | None, why_none: str) -> None:
        """Speak of another network, or of none."""
        self.network, self.state, self.why_none = network, state, why_none
