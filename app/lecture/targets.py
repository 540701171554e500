"""What there is in the window for a lesson to show and to point at."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QWidget

from app.panels.cards import SideColumn, TabCard
from app.panels.left_panel import LeftPanel
from app.panels.toolbar import Toolbar
from app.views.base.lazy_view import LazyView
from app.views.score.score import ScoreView
from app.views.why.why_view import WhyView

STUDIES = ("collapse", "nudge")
"""The views of a lesson that are studies, in the tab Prove."""


@dataclass(frozen=True, slots=True)
class LessonTargets:
    """What there is in the window to show and to point at.

    Attributes
    ----------
    window : QWidget
        What the rings are drawn over.
    score : ScoreView
    tabs : TabCard
    side : SideColumn
    pages : mapping of str to callable
        For views under tabs, by their names in `symgui.lessons.lesson.VIEWS`: brings the page to the front.
    studies : mapping of str to callable
        For those of them that show a study: begins it, if there is something to study.
    widgets : mapping of str to QWidget
        What a lesson can point at, as `app.lecture.target_areas.spots` takes it.
    beside : QWidget
        Beside everything, also beside a race; empty and hidden.
    lock : callable
        Given True, lanes can be chosen and changed no more.
    show_signal : callable
        Given True, below a race stands how signal and gradient fare in its lanes.
    withhold : callable
        Given the names of what would answer an open question, that is not said, and all else is.
    """

    window: QWidget
    score: ScoreView
    tabs: TabCard
    side: SideColumn
    pages: Mapping[str, Callable[[], None]]
    studies: Mapping[str, Callable[[], None]]
    widgets: Mapping[str, QWidget]
    beside: QWidget
    lock: Callable[[bool], None]
    show_signal: Callable[[bool], None]
    withhold: Callable[[Collection[str]], None]


def stand_in(
    window: QWidget,
    toolbar: Toolbar,
    panel: LeftPanel,
    score: ScoreView,
    tabs: TabCard,
    side: SideColumn,
    boundary: QWidget,
    timeline: QWidget,
    why: WhyView,
    symmetry: QWidget,
    values: QWidget,
    phases: QWidget,
    prove: LazyView,
    beside: QWidget,
    lock: Callable[[bool], None],
    show_signal: Callable[[bool], None],
    keep_race_secret: Callable[[bool], None],
) -> LessonTargets:
    """The views and readouts of the main window under the names that lessons use."""

    def withhold(names: Collection[str]) -> None:
        verdict = "verdict" in names
        toolbar.verdict.keep_secret(verdict)
        keep_race_secret(verdict)
        why.keep_secret("why" in names)
        panel.keep_secret(bool(names))

    widgets: dict[str, QWidget] = {
        "network": score.network,
        "weights": score.weights,
        "activations": score.activations,
        "gradients": score.gradients,
        "why": why,
        "boundary": boundary,
        "timeline": timeline,
        "cost": toolbar.cost,
        "accuracy": toolbar.train,
        "verdict": toolbar.verdict,
        "effective-units": toolbar.effective,
    }
    pages = _pages(tabs, side, why, symmetry, values, phases, prove)
    studies = {name: partial(_begin, prove, name) for name in STUDIES}
    return LessonTargets(
        window, score, tabs, side, pages, studies, widgets, beside, lock, show_signal, withhold
    )  # fmt: skip


def _pages(
    tabs: TabCard,
    side: SideColumn,
    why: WhyView,
    symmetry: QWidget,
    values: QWidget,
    phases: QWidget,
    prove: LazyView,
) -> dict[str, Callable[[], None]]:
    def explain(induction: bool) -> None:
        tabs.show_page(why)
        (why.induction_button if induction else why.gradient_button).click()

    def study(name: str) -> None:
        tabs.show_page(prove)
        choose = getattr(prove.view, "choose", None)
        if choose is not None:
            choose(name)

    return {
        "boundary": partial(side.bar.setCurrentIndex, 0),
        "cost": partial(side.bar.setCurrentIndex, 1),
        "why": partial(explain, False),
        "induction": partial(explain, True),
        "symmetry": partial(tabs.show_page, symmetry),
        "values": partial(tabs.show_page, values),
        "phases": partial(tabs.show_page, phases),
        **{name: partial(study, name) for name in STUDIES},
    }


def _begin(prove: LazyView, name: str) -> None:
    page = getattr(prove.view, "page", None)
    if page is not None and page.name == name and not page.active:
        page.start_button.click()
