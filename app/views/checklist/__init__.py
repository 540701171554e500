"""The rules of thumb for a good start, ticked against the network that is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.views.base.view_record import Tab, ViewRecord

if TYPE_CHECKING:
    from app.views.base.frame_view import FrameView


def _make() -> FrameView:
    from app.views.checklist.checklist_view import ChecklistView

    return ChecklistView()


TAB = Tab("checklist", "Checklist", "The rules for a good start, held against this network", _make, "lesson")
RECORDS = (ViewRecord("checklist", _make, 1.6, TAB, read=True, large_claims=0.34, words=0.38),)
