"""The picture of a race: a lane a column, a question a row, and one plot of all costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.views.base.view_record import WHOLE_TYPE, ViewRecord

if TYPE_CHECKING:
    from app.views.base.frame_view import FrameView


def _make() -> FrameView:
    from app.views.race.race_stage import RaceStage

    return RaceStage()


RECORDS = (ViewRecord("race", _make, 1.8, large_claims=0.0, words=0.36, least_type=WHOLE_TYPE),)
