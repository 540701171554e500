"""Opens the gallery, has its numbers computed on the training thread, and opens a card's run."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from app.gallery.card_results import compute
from app.gallery.dialog import GalleryDialog
from app.runtime.workspace import Workspace
from symgui.lessons.published import CARDS, PublishedCard
from symgui.training.news import Findings
from symgui.training.states import State

INTERRUPTED = "stopped: something else is being computed"
RUNNING = "waits while the network runs"


class Gallery(QObject):
    """The gallery of a window.

    Parameters
    ----------
    workspace : Workspace
        Whose training thread computes, while the open run rests.
    window : QWidget
    cards : sequence of Card

    Attributes
    ----------
    dialog : GalleryDialog
    """

    def __init__(self, workspace: Workspace, window: QWidget, cards: Sequence[PublishedCard] = CARDS) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._requests = 0
        self._study = ""  # the name of the one under way, if any
        self.dialog = GalleryDialog(cards, window)
        self.dialog.againWanted.connect(self.compute)
        self.dialog.opened.connect(self._open_run)
        self.dialog.finished.connect(self._stop)
        workspace.studies.advanced.connect(self._take)
        workspace.studies.changed.connect(self._notice)
        workspace.stateChanged.connect(self._show_state)

    def show(self) -> None:
        """Show it, and compute everything now; one that is in sight already only comes to the front."""
        if not self.dialog.isVisible():
            self.dialog.show()
            self.compute()
        self.dialog.activateWindow()
        self.dialog.list.setFocus()

    @Slot()
    def compute(self) -> None:
        """Compute all cards anew."""
        self.dialog.begin()
        self._requests += 1
        self._study = f"published {self._requests}"
        self._workspace.studies.begin(self._study, compute(self.dialog.cards))

    @Slot(object)
    def _take(self, findings: Findings) -> None:
        if findings.name != self._study:
            return
        self.dialog.take(findings.points)
        if findings.done:
            self._study = ""
            self.dialog.end(f"stopped: {findings.failure}" if findings.failure else "")

    @Slot(str)
    def _notice(self, study: str) -> None:
        """Note that another study has begun, or this one was dropped."""
        if self._study and study != self._study:
            self._study = ""
            self.dialog.end(INTERRUPTED)

    @Slot(object)
    def _show_state(self, state: State) -> None:
        if self._study:
            self.dialog.say(RUNNING if state is State.RUNNING else "")

    @Slot()
    def _stop(self) -> None:
        if self._study:
            self._study = ""
            self._workspace.studies.stop()

    @Slot(object)
    def _open_run(self, card: PublishedCard) -> None:
        """Open a card's run in the window, as an example of the File menu is opened."""
        if card.experiment is not None:
            self.dialog.close()
            self._workspace.document.open(card.experiment)
