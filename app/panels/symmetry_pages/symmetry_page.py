"""What the pages of the symmetries have in common: a network to speak of, and a study that computes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.look.theme import Palette
from symgui.nn.state import NetworkState
from symgui.training.studies.symmetry_studies import NamedNetwork

NOT_YET = "No run yet: choose data on the left."


class SymmetryPage(QWidget):
    """Base of the pages. A subclass says what it needs computed, and shows what comes of it.

    Attributes
    ----------
    title : str
        On its tab.
    network : NamedNetwork or None
        What is shown in the window; None while it cannot be spoken of.
    state : NetworkState or None
        The same with its gradients.
    why_none : str
        Why there is none, in one sentence.
    foot : QWidget
        Stands in the dialog's last row while the page is shown.
    problem : QLabel
        ``<name>-problem``: why something is not possible.

    Signals
    -------
    studyWanted(iterator)
        To be worked through on the training thread, in the place of any other.
    studyDropped
        The page wants nothing computed any more.
    """

    studyWanted = Signal(object)
    studyDropped = Signal()

    name: ClassVar[str] = ""
    title: ClassVar[str] = ""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{self.name}-page")
        self.network: NamedNetwork | None = None
        self.state: NetworkState | None = None
        self.why_none = NOT_YET
        self.busy = False
        self.problem = self.label("problem")
        self.foot = QWidget()
        self.foot.setObjectName(f"{self.name}-foot")

    def show_network(self, network: NamedNetwork | None, state: NetworkState | None, why_none: str) -> None:
        """Speak of another network, or of none."""
        self.network, self.state, self.why_none = network, state, why_none

    def compute(self) -> None:
        """Have computed what the page shows; called when it comes into sight, and when that has changed."""
        raise NotImplementedError

    def take(self, point: object) -> None:
        """Show something that the study has found."""
        raise NotImplementedError

    def end(self, failure: str) -> None:
        """The study has ended; a failure says why early."""
        self.busy = False
        if failure:
            self.refuse(f"It was not computed: {failure}.")

    def refuse(self, sentence: str) -> None:
        """Say why something is not possible; an empty sentence: nothing is in the way."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def recolour(self, palette: Palette) -> None:
        """Take the colours."""
        raise NotImplementedError

    def begin(self, points: Iterator[object]) -> None:
        """Ask for a study."""
        self.busy = True
        self.studyWanted.emit(points)

    def drop(self) -> None:
        """Want nothing computed."""
        if self.busy:
            self.busy = False
            self.studyDropped.emit()

    def label(self, name: str, role: str = "") -> QLabel:
        """A text of the page, ``<page>-<name>``; it wraps and can be copied."""
        label = QLabel()
        label.setObjectName(f"{self.name}-{name}")
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        if role:
            label.setProperty("role", role)
        return label
