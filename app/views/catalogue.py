"""The views that a lesson can name, one record each: window, lessons and stage are made from these."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:  # a view is imported when it is made: the window opens with few of them
    from app.views.base.frame_view import FrameView

Maker: TypeAlias = "Callable[[], FrameView]"
LARGE_CLAIMS = 0.42
"""Share of the stage's height up to which claims are as large as its text, beside pictures."""
WORDS = 0.46
"""Share of the stage's height that its words have at most, likewise."""
LEAST_TYPE, WHOLE_TYPE = 0.025, 0.03
"""Height of a capital, as a share of the stage's height, where a view finds no room in larger type."""


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab of the window, in which one or several views are shown.

    Attributes
    ----------
    name : str
        By which the window knows what lies under it; the object name of that is ``name-view``.
    label, tip : str
    make : callable
        Makes what lies under it.
    place : {"drawer", "side", "lesson"}
        Below the score, beside it, or below it for as long as a lesson's step names the view.
    """

    name: str
    label: str
    tip: str
    make: Maker
    place: Literal["drawer", "side", "lesson"] = "drawer"


@dataclass(frozen=True, slots=True)
class ViewRecord:
    """A view that a lesson can name. What can be pointed at in it, the view itself says: `ViewHooks.spots`.

    Attributes
    ----------
    name : str
        The lesson's, one of `symgui.lessons.lesson.VIEWS`.
    make : callable
        Makes it for the stage.
    shape : float
        Width over height with which it shows most.
    tab : Tab or None
        Where the window shows it; None for what is always in sight there, or never.
    read : bool
        It has to be read, which comes before pictures.
    large_claims : float
        Share of the stage's height up to which claims beside it are as large as the text.
    words : float
        Share of the stage's height that the words beside it have at most.
    least_type : float
        To which its type may shrink on the stage: `LEAST_TYPE`, or `WHOLE_TYPE` if it has captions of its own
        that are as small as any.
    """

    name: str
    make: Maker
    shape: float
    tab: Tab | None = None
    read: bool = False
    large_claims: float = LARGE_CLAIMS
    words: float = WORDS
    least_type: float = LEAST_TYPE


# ---- what makes them -----------------------------------------------------------------------------


def _row(name: str) -> Maker:
    def make() -> FrameView:
        from app.views.score.score_view import ScoreView

        return ScoreView(only=(name,))

    return make


def _score() -> FrameView:
    from app.views.score.score_view import ScoreView

    return ScoreView()


def _boundary() -> FrameView:
    from app.views.boundary.boundary_view import BoundaryView

    return BoundaryView()


def _cost() -> FrameView:
    from app.views.cost.cost_view import CostView

    return CostView()


def _why() -> FrameView:
    from app.views.why.why_view import WhyView

    return WhyView()


def _symmetry() -> FrameView:
    from app.views.symmetry.symmetry_view import SymmetryView

    return SymmetryView()


def _signal() -> FrameView:
    from app.views.signal.signal_view import SignalView

    return SignalView()


def _values() -> FrameView:
    from app.views.values.values_view import ValuesView

    return ValuesView()


def _phases() -> FrameView:
    from app.views.slow_step.phases_view import PhasesView

    return PhasesView()


def _prove() -> FrameView:
    from app.views.prove.prove_view import ProveView

    view = ProveView()
    view.setContentsMargins(14, 10, 14, 10)
    return view


def _collapse() -> FrameView:
    from app.views.prove.collapse_page import CollapsePage
    from app.views.prove.study_view import StudyView

    return StudyView("collapse-view", CollapsePage())


def _nudge() -> FrameView:
    from app.views.prove.nudge_page import NudgePage
    from app.views.prove.study_view import StudyView

    return StudyView("nudge-view", NudgePage())


def _race() -> FrameView:
    from app.views.race.race_stage import RaceStage

    return RaceStage()


def _checklist() -> FrameView:
    from app.views.checklist.checklist_view import ChecklistView

    return ChecklistView()


# ---- the tabs and the views ----------------------------------------------------------------------

_BOUNDARY = Tab("boundary", "Boundary", "What the network answers for every input", _boundary, "side")
_COST = Tab("cost", "Cost", "How the cost went, by iteration", _cost, "side")
_WHY = Tab("why", "Why", "The gradient of the selected weight, taken apart", _why)
_SYMMETRY = Tab(
    "symmetry",
    "Symmetry",
    "How many units count, which act as one, and when that changed",
    _symmetry,
)
_SIGNAL = Tab("signal", "Signal", "How large signal and gradient are in each layer", _signal, "lesson")
_VALUES = Tab(
    "values", "Values", "Every weight, bias and gradient as a number: to copy, edit, paste", _values
)
_PHASES = Tab("phases", "Slow step", "One update: forward, loss, backward, update, each by itself", _phases)
_PROVE = Tab("prove", "Prove", "Small experiments that test what the program says of this network", _prove)
_CHECKLIST = Tab(
    "checklist", "Checklist", "The rules for a good start, held against this network", _checklist, "lesson"
)

_RECORDS = (
    ViewRecord("network", _row("network"), 1.3),
    ViewRecord("weights", _row("weights"), 3.0),
    ViewRecord("activations", _row("activations"), 3.0),
    ViewRecord("gradients", _row("gradients"), 3.0),
    ViewRecord("score", _score, 1.0),
    ViewRecord("boundary", _boundary, 0.85, _BOUNDARY),
    ViewRecord("cost", _cost, 1.4, _COST),
    ViewRecord("why", _why, 2.2, _WHY, read=True, large_claims=0.38),
    ViewRecord("induction", _why, 2.0, _WHY, read=True, large_claims=0.0, words=0.28),
    ViewRecord("symmetry", _symmetry, 2.6, _SYMMETRY, large_claims=0.34),
    ViewRecord("signal", _signal, 2.0, _SIGNAL),
    ViewRecord("values", _values, 2.4, _VALUES, read=True, large_claims=0.0),
    ViewRecord("phases", _phases, 2.2, _PHASES, large_claims=0.34),
    ViewRecord("collapse", _collapse, 2.6, _PROVE),
    ViewRecord("nudge", _nudge, 2.6, _PROVE),
    ViewRecord("race", _race, 1.8, large_claims=0.0, words=0.36, least_type=WHOLE_TYPE),
    ViewRecord("checklist", _checklist, 1.6, _CHECKLIST, read=True, large_claims=0.34, words=0.38),
)

VIEWS: dict[str, ViewRecord] = {record.name: record for record in _RECORDS}
"""By name, in the order in which `symgui.lessons.lesson.VIEWS` has them."""
TABS: tuple[Tab, ...] = tuple(dict.fromkeys(record.tab for record in _RECORDS if record.tab is not None))
"""Each once, in the order in which they stand in the window."""


def make_for_stage(name: str) -> FrameView:
    """A new view for the stage, without controls.

    Parameters
    ----------
    name : str
        Of a view in `VIEWS`.

    Raises
    ------
    ValueError
        For any other name.
    """
    if name not in VIEWS:
        raise ValueError(f"view: expected one of {', '.join(VIEWS)}, got {name!r}")
    view = VIEWS[name].make()
    view.choose(name)
    view.present()
    return view
