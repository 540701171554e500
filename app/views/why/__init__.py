"""Why a weight moves, or does not: its gradient taken apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.views.base.view_record import Tab, ViewRecord

if TYPE_CHECKING:
    from app.views.base.frame_view import FrameView


def _make() -> FrameView:
    from app.views.why.why_view import WhyView

    return WhyView()


TAB = Tab("why", "Why", "The gradient of the selected weight, taken apart", _make)
RECORDS = (
    ViewRecord("why", _make, 2.2, TAB, read=True, large_claims=0.38),
    ViewRecord("induction", _make, 2.0, TAB, read=True, large_claims=0.0, words=0.28),
)
