"""Where a place that a lesson names is to be seen: a rectangle of a widget, or of the window."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtWidgets import QWidget

from app.lecture.places import selection_of
from app.panels.readout import Readout
from app.views.base.frame_view import FrameView
from app.views.base.spot import Spot
from app.views.catalogue import VIEWS
from symgui.experiment import Experiment


def spots(name: str, experiment: Experiment, widgets: Mapping[str, QWidget]) -> list[Spot]:
    """The places on screen that `name` means; empty if none of them is in sight.

    Each view in sight is asked where it shows what is meant; if none does, what may stand for it.

    Parameters
    ----------
    name : str
        As `symgui.lessons.lesson.Step.highlight` has it.
    experiment : Experiment
        The one on screen.
    widgets : mapping of str to QWidget
        What there is to point at: views by their names in `symgui.view_names.VIEWS`, readouts and the
        rest under the name that a lesson gives them (``"cost"``, ``"verdict"``, ``"effective-units"``).
    """
    at, whole = selection_of(name, experiment), widgets.get(name)
    if at is None and whole is not None and whole.isVisible():
        # a readout is as high as the toolbar: what it says is meant
        rect = whole.childrenRect() if isinstance(whole, Readout) else whole.rect()
        return [(whole, QRectF(rect))]
    named = (widgets.get(view) for view in VIEWS)
    views = [view for view in named if isinstance(view, FrameView) and view.isVisible()]
    found = (view.spots(name, at) for view in views)
    instead = (view.spots_instead(name, at) for view in views)
    return next(filter(None, found), None) or next(filter(None, instead), [])


def areas(
    names: Iterable[str],
    experiment: Experiment,
    widgets: Mapping[str, QWidget],
    over: QWidget,
    ringed: Callable[[QWidget, QRectF], QRectF | None],
) -> list[QRectF]:
    """Where rings are to be drawn around all that `names` mean, in pixels of the window `over`.

    Parameters
    ----------
    names : iterable of str
    experiment : Experiment
    widgets : mapping of str to QWidget
        As for `spots`.
    over : QWidget
    ringed : callable
        Which part of a widget's rectangle has the ring; None for no ring.
    """
    found = []
    for widget, whole in (spot for name in names for spot in spots(name, experiment, widgets)):
        rect = ringed(widget, whole)
        if rect is not None:
            corner = QPointF(widget.mapTo(over, rect.topLeft().toPoint()))
            found.append(QRectF(corner, rect.size()))
    return found
