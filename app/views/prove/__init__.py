"""The tab Prove: four studies, a page each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.views.base.view_record import Tab, ViewRecord

if TYPE_CHECKING:
    from app.views.base.frame_view import FrameView


def _prove() -> FrameView:
    from app.views.prove.prove_view import ProveView

    view = ProveView()
    view.setContentsMargins(14, 10, 14, 10)
    return view


def _collapse() -> FrameView:
    from app.views.prove.collapse_page import CollapsePage
    from app.views.study.study_view import StudyView

    return StudyView("collapse-view", CollapsePage())


def _nudge() -> FrameView:
    from app.views.prove.nudge_page import NudgePage
    from app.views.study.study_view import StudyView

    return StudyView("nudge-view", NudgePage())


TAB = Tab("prove", "Prove", "Small experiments that test what the program says of this network", _prove)
RECORDS = (ViewRecord("collapse", _collapse, 2.6, TAB), ViewRecord("nudge", _nudge, 2.6, TAB))
