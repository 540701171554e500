"""The decision boundary among the examples; for inputs that are no plane, the answers by class."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.views.base.view_record import Tab, ViewRecord

if TYPE_CHECKING:
    from app.views.base.frame_view import FrameView


def _make() -> FrameView:
    from app.views.boundary.boundary_view import BoundaryView

    return BoundaryView()


TAB = Tab("boundary", "Boundary", "What the network answers for every input", _make, "side")
RECORDS = (ViewRecord("boundary", _make, 0.85, TAB),)
