"""Many runs as a picture: a map of cells, dots, bars, and what is said of them; two views for lessons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.views.base.view_record import Tab, ViewRecord

if TYPE_CHECKING:
    from app.views.base.frame_view import FrameView

CLAIMS, TEXT = 0.3, 0.4
"""Of the stage's height, so that a map has room."""


def _runs() -> FrameView:
    from app.views.many_runs.runs_page import RunsPage
    from app.views.study.study_view import StudyView

    return StudyView("runs-view", RunsPage())


def _plane() -> FrameView:
    from app.views.many_runs.plane_page import PlanePage
    from app.views.study.study_view import StudyView

    return StudyView("plane-view", PlanePage())


RECORDS = (
    ViewRecord(
        "runs",
        _runs,
        2.2,
        Tab("runs", "Many runs", "The runs of this step's grid", _runs, "lesson"),
        large_claims=CLAIMS,
        words=TEXT,
    ),
    ViewRecord(
        "plane",
        _plane,
        1.6,
        Tab("plane", "Plane", "Deep networks over σ_w and σ_b, and their theory", _plane, "lesson"),
        large_claims=CLAIMS,
        words=TEXT,
    ),
)
