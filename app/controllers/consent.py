"""The question that is asked before a run begins that would take long or much memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer

from app.panels.message_bar import MessageBar
from symgui.experiment import Experiment
from symgui.training.workload import Workload, workload

LEAVE, GO_ON = "Leave it as it was", "Go on all the same"


class Consent(QObject):
    """Asks in the message bar, once for each experiment, or for all lanes of a race."""

    def __init__(self, message: MessageBar, parent: QObject) -> None:
        super().__init__(parent)
        self._message = message
        self._agreed: list[tuple[Experiment, ...]] = []

    def agrees(self, experiments: Sequence[Experiment], do: Callable[[], object]) -> bool:
        """Whether `experiments` can be begun at once; if not, a person is asked, and may let `do` be done."""
        wanted = tuple(experiments)
        if wanted in self._agreed:
            return True
        expected = workload(wanted)
        if expected.too_much:
            # after whoever wants it has said or hidden what he had to
            QTimer.singleShot(0, self, lambda: self._ask(expected, wanted, do))
        return not expected.too_much

    def _ask(self, expected: Workload, wanted: tuple[Experiment, ...], do: Callable[[], object]) -> None:
        def go_on() -> None:
            self._agreed.append(wanted)
            do()

        self._message.ask(str(expected), ((LEAVE, self._message.hide), (GO_ON, go_on)))
