"""One update, phase by phase."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.views.base.view_record import Tab, ViewRecord

if TYPE_CHECKING:
    from app.views.base.frame_view import FrameView


def _make() -> FrameView:
    from app.views.slow_step.phases_view import PhasesView

    return PhasesView()


TAB = Tab("phases", "Slow step", "One update: forward, loss, backward, update, each by itself", _make)
RECORDS = (ViewRecord("phases", _make, 2.2, TAB, large_claims=0.34),)
