"""Flat directions: the eigenvalues of the Hessian, and what explains those that are 0."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.views.base.view_record import Tab, ViewRecord

if TYPE_CHECKING:
    from app.views.base.frame_view import FrameView


def _flat() -> FrameView:
    from app.views.flat_directions.spectrum_page import SpectrumPage
    from app.views.study.study_view import StudyView

    return StudyView("flat-view", SpectrumPage())


TAB = Tab(
    "flat", "Flat", "The eigenvalues of the Hessian, and which of them a symmetry makes 0", _flat, "lesson"
)
RECORDS = (ViewRecord("flat", _flat, 2.0, TAB, large_claims=0.36, words=0.44),)
