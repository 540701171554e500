"""The cost over the iterations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.views.base.view_record import Tab, ViewRecord

if TYPE_CHECKING:
    from app.views.base.frame_view import FrameView


def _make() -> FrameView:
    from app.views.cost.cost_view import CostView

    return CostView()


TAB = Tab("cost", "Cost", "How the cost went, by iteration", _make, "side")
RECORDS = (ViewRecord("cost", _make, 1.4, TAB),)
