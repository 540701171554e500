"""A race as a view of the stage: all lanes, without what changes them."""

from __future__ import annotations

from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.look.layouts import filled
from app.look.type_sizes import NARROWEST
from app.runtime.selection import Selection
from app.views.base.abilities import ShowsLess, ShowsRace
from app.views.base.frame_view import FrameView
from app.views.race.layout import COST_SHARE, LEAST_BRIEF_PLANE, NUMBERS
from app.views.race.race_view import RaceView
from symgui.training.race import RaceFrame

LEAST_PLANE = LEAST_BRIEF_PLANE
"""Side of a lane's plane of the inputs, in lines of small type."""
LEAST_LANE = 0.4
"""Width of a lane beside a cost plot on the narrowest screen, as a share of its height; narrower ones have
none beside, on any screen."""


class RaceStage(FrameView, ShowsLess, ShowsRace):
    """Holds a `RaceView`, which takes frames of races.

    Attributes
    ----------
    race : RaceView
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("race-stage", parent)
        self.setAccessibleName("Race")
        self.race = RaceView()
        filled(QVBoxLayout(self), self.race, margins=0)

    def present(self) -> None:
        """Leave out the buttons."""
        super().present()
        self.race.set_editable(False)
        self._choose_cost()
        self.race.header.hide()

    def overflows(self) -> bool:
        """Whether a lane's words or verdict are cut, a row had to go, or the planes are a few lines high."""
        race = self.race
        layout = race.layout_
        if layout is None:
            return False
        if any(head.least_pill > head.pill.width() for head in race.heads):
            return True
        if any(widest_word(head.difference) > head.difference.width() for head in race.heads):
            return True
        return NUMBERS not in layout.rows or layout.side < LEAST_PLANE * layout.line

    def leave_out(self) -> bool:
        """Write what sets the lanes apart smaller; whether there was anything to gain."""
        if self.race.small_captions:
            return False
        self.race.set_small_captions(True)
        return True

    def put_back(self) -> None:
        """Write it as large as everything else again."""
        self.race.set_small_captions(False)

    def show_race(self, frame: RaceFrame) -> None:
        """Show the lanes; other ones begin with large captions, whatever those before them needed."""
        before = self.race.frame
        if before is None or before.lanes != frame.lanes:
            self.put_back()
        self.race.show_race(frame)
        self._choose_cost()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose again whether there is room for the cost plot."""
        super().resizeEvent(event)
        self._choose_cost()

    def _choose_cost(self) -> None:
        """Choose by the number of lanes alone: the plot does not come or go during a step."""
        lanes = max(1, len(self.race.heads))
        lane = (1.0 - COST_SHARE) * NARROWEST / lanes
        self.race.set_brief(cost=lane >= LEAST_LANE)

    def draw_selection(self, selection: Selection | None, _hover: Selection | None) -> None:
        """Show the selected layer."""
        if selection is not None:
            self.race.select_layer(selection.layer)


def widest_word(label: QLabel) -> int:
    """Pixels of what cannot be broken."""
    metrics = QFontMetrics(label.font())
    return max(map(metrics.horizontalAdvance, label.text().split()), default=0)
