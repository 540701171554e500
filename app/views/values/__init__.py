"""The tab Values: every number, to read, copy, edit and paste."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.views.base.view_record import Tab, ViewRecord

if TYPE_CHECKING:
    from app.views.base.frame_view import FrameView


def _make() -> FrameView:
    from app.views.values.values_view import ValuesView

    return ValuesView()


TAB = Tab("values", "Values", "Every weight, bias and gradient as a number: to copy, edit, paste", _make)
RECORDS = (ViewRecord("values", _make, 2.4, TAB, read=True, large_claims=0.0),)
