"""A click on a weight shows its Why, also where the tabs are folded away."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication, QWidget

from app.panels.cards import TabCard
from app.runtime.selection import Selection
from app.views.score.score_view import ScoreView


class ExplainClick(QObject):
    """Opens the drawer at Why when a person has chosen a weight and nothing explains it.

    It waits until the click can be no half of a double click: what opens must not come between the two.

    Parameters
    ----------
    score : ScoreView
        Where weights are clicked.
    tabs : TabCard
    why : QWidget
        The page that explains.
    editor : QWidget
        In sight while a weight is edited, which is no question.
    """

    def __init__(
        self, score: ScoreView, tabs: TabCard, why: QWidget, editor: QWidget, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._score, self._tabs, self._why, self._editor = score, tabs, why, editor
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._open)
        score.selected.connect(self._wait)

    @Slot(object)
    def _wait(self, selection: Selection | None) -> None:
        if selection is not None and selection.is_parameter and not self._tabs.is_open:
            self._timer.start(QApplication.doubleClickInterval())
        else:
            self._timer.stop()

    @Slot()
    def _open(self) -> None:
        if not self._tabs.is_open and not self._editor.isVisible() and self._score.isVisible():
            self._tabs.show_page(self._why)
            self._score.show_selected()
