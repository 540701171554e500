"""Two networks: which unit is which, and the cost on the straight path between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.views.base.view_record import Tab, ViewRecord

if TYPE_CHECKING:
    from app.views.base.frame_view import FrameView


def _path() -> FrameView:
    from app.views.study.study_view import StudyView
    from app.views.two_networks.path_page import PathPage

    return StudyView("path-view", PathPage())


TAB = Tab("path", "Path", "The cost on the straight path to a second network", _path, "lesson")
RECORDS = (ViewRecord("path", _path, 2.2, TAB, large_claims=0.3, words=0.42),)
