"""Real frames and a visible score for the tests of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace
from pytestqt.qtbot import QtBot
from view_runs import experiment, frame_of

from app.views.score.score_view import ScoreView
from symgui.experiment import InitializationSpec, LayerInit, WeightInit
from symgui.training.frame import Frame


def explicit(*matrices: Sequence[Sequence[float]]) -> dict[str, LayerInit]:
    """The weights of layers 1, 2, … themselves."""
    return {
        str(number): LayerInit(
            weights=WeightInit(scheme="explicit", values=tuple(tuple(map(float, row)) for row in matrix))
        )
        for number, matrix in enumerate(matrices, start=1)
    }


def run_frame(iterations: int = 0, *, layers: dict[str, LayerInit] | None = None, **settings: Any) -> Frame:
    """A frame of the opening case but for what is given."""
    spec = experiment(**settings)
    if layers:
        start = InitializationSpec(weights=spec.initialization.weights, layers=layers)
        spec = replace(spec, initialization=start)
    return frame_of(spec, iterations)


def shown_score(qtbot: QtBot, frame: Frame | None, size: tuple[int, int] = (804, 558)) -> ScoreView:
    """A visible score with `frame` in it."""
    score = ScoreView()
    qtbot.addWidget(score)
    score.resize(*size)
    score.show()
    score.show_frame(frame)
    return score
