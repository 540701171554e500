"""The dialog Symmetries: what can be done to a network without changing its function, a page a question."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from app.panels.study_dialog.study_dialog import StudyDialog
from app.panels.symmetry_pages.flat_page import FlatPage
from app.panels.symmetry_pages.portrait_page import PortraitPage
from app.panels.symmetry_pages.split_page import SplitPage
from app.panels.symmetry_pages.surgery_page import SurgeryPage
from app.panels.symmetry_pages.symmetry_page import SymmetryPage
from app.panels.symmetry_pages.two_runs_page import TwoRunsPage
from app.runtime.selection import Selection
from symgui.nn.state import NetworkState
from symgui.training.studies.symmetry_studies import NamedNetwork


class SymmetriesDialog(StudyDialog):
    """The dialog with its five pages, and the network that they speak of.

    Attributes
    ----------
    surgery : SurgeryPage
    two_runs : TwoRunsPage
    flat : FlatPage
    portrait : PortraitPage
    split : SplitPage
    """

    name = prefix = "symmetries"
    title = "Symmetries of this network"
    size_wanted = (780, 520)

    def __init__(self, parent: QWidget) -> None:
        self.surgery, self.two_runs, self.flat = SurgeryPage(), TwoRunsPage(), FlatPage()
        self.portrait, self.split = PortraitPage(), SplitPage()
        self._of_one: tuple[SymmetryPage, ...] = (self.surgery, self.flat, self.portrait, self.split)
        super().__init__((self.surgery, self.two_runs, self.flat, self.portrait, self.split), parent)

    def show_network(
        self, network: NamedNetwork | None, state: NetworkState | None = None, why_none: str = ""
    ) -> None:
        """Speak of this network from here on, or say why of none."""
        for page in self._of_one:
            page.show_network(network, state, why_none)
        if self.page is not self.two_runs:
            self.page.compute()

    def show_networks(self, networks: Sequence[NamedNetwork]) -> None:
        """Offer these to be compared, two at a time."""
        self.two_runs.show_networks(networks)
        if self.page is self.two_runs:
            self.page.compute()

    def select(self, selection: Selection | None) -> None:
        """Begin with the selected unit."""
        self.surgery.select(selection)
