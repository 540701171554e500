"""The views that a step may name, each made when it is first shown."""

from __future__ import annotations

from collections.abc import Callable

from app.stage.race_stage import RaceStage
from app.stage.study_view import StudyView
from app.views.base.frame_view import FrameView
from app.views.boundary.boundary_view import BoundaryView
from app.views.checklist.checklist_view import ChecklistView
from app.views.cost.cost_view import CostView
from app.views.prove.collapse_page import CollapsePage
from app.views.prove.nudge_page import NudgePage
from app.views.score.score import ScoreView
from app.views.signal.signal_view import SignalView
from app.views.slow_step.phases_view import PhasesView
from app.views.symmetry.symmetry_view import SymmetryView
from app.views.values.values_view import ValuesView
from app.views.why.why_view import WhyView
from symgui.lessons.lesson import VIEWS


def make_view(name: str) -> FrameView:
    """A new view, without the controls that nobody can reach from the audience.

    Parameters
    ----------
    name : str
        One of `symgui.lessons.lesson.VIEWS`.

    Raises
    ------
    ValueError
        For any other name.
    """
    if name not in _MAKERS:
        raise ValueError(f"view: expected one of {', '.join(VIEWS)}, got {name!r}")
    view = _MAKERS[name]()
    view.present()
    return view


def _row(name: str) -> Callable[[], FrameView]:
    return lambda: ScoreView(only=(name,))


def _induction() -> FrameView:
    view = WhyView()
    view.choose_induction()
    return view


_MAKERS: dict[str, Callable[[], FrameView]] = {
    "network": _row("network"),
    "weights": _row("weights"),
    "activations": _row("activations"),
    "gradients": _row("gradients"),
    "score": ScoreView,
    "boundary": BoundaryView,
    "cost": CostView,
    "why": WhyView,
    "induction": _induction,
    "symmetry": SymmetryView,
    "signal": SignalView,
    "values": ValuesView,
    "phases": PhasesView,
    "collapse": lambda: StudyView("collapse-view", CollapsePage()),
    "nudge": lambda: StudyView("nudge-view", NudgePage()),
    "race": RaceStage,
    "checklist": ChecklistView,
}
