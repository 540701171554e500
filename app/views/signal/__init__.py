"""Signal and gradient, layer by layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.views.base.view_record import Tab, ViewRecord

if TYPE_CHECKING:
    from app.views.base.frame_view import FrameView


def _make() -> FrameView:
    from app.views.signal.signal_view import SignalView

    return SignalView()


TAB = Tab("signal", "Signal", "How large signal and gradient are in each layer", _make, "lesson")
RECORDS = (ViewRecord("signal", _make, 2.0, TAB),)
