"""The score: a column a layer, a row a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.views.base.view_record import Maker, ViewRecord

if TYPE_CHECKING:
    from app.views.base.frame_view import FrameView


def _row(name: str) -> Maker:
    def make() -> FrameView:
        from app.views.score.score_view import ScoreView

        return ScoreView(only=(name,))

    return make


def _score() -> FrameView:
    from app.views.score.score_view import ScoreView

    return ScoreView()


RECORDS = (
    ViewRecord("network", _row("network"), 1.3),
    ViewRecord("weights", _row("weights"), 3.0),
    ViewRecord("activations", _row("activations"), 3.0),
    ViewRecord("gradients", _row("gradients"), 3.0),
    ViewRecord("score", _score, 1.0),
)
