"""The tab Symmetry: layers in a table, cosines, saturation, growth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.views.base.view_record import Tab, ViewRecord

if TYPE_CHECKING:
    from app.views.base.frame_view import FrameView


def _make() -> FrameView:
    from app.views.symmetry.symmetry_view import SymmetryView

    return SymmetryView()


TAB = Tab("symmetry", "Symmetry", "How many units count, which act as one, and when that changed", _make)
RECORDS = (ViewRecord("symmetry", _make, 2.6, TAB, large_claims=0.34),)
