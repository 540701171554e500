"""Where a place that a lesson names is to be seen: a rectangle of a widget, in that widget's pixels."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QWidget

from app.lecture.places import selection_of
from app.panels.readout import Readout
from app.runtime.selection import Selection
from app.views.score.network_view import NetworkView
from app.views.score.spread_view import SpreadView
from app.views.score.weights_view import WeightsView
from app.views.why.why_view import WhyView
from symgui.experiment import Experiment

Spot: TypeAlias = tuple[QWidget, QRectF]


def spots(name: str, experiment: Experiment, widgets: Mapping[str, QWidget]) -> list[Spot]:
    """The places on screen that `name` means; empty if none of them is in sight.

    Parameters
    ----------
    name : str
        As `symgui.lessons.lesson.Step.highlight` has it.
    experiment : Experiment
        The one on screen.
    widgets : mapping of str to QWidget
        What there is to point at: views by their names in `symgui.lessons.lesson.VIEWS`, readouts and the
        rest under the name that a lesson gives them (``"cost"``, ``"verdict"``, ``"effective-units"``).
    """
    selection = selection_of(name, experiment)
    if selection is None:
        whole = widgets.get(name)
        if whole is None or not whole.isVisible():
            return _effective(widgets) if name == "effective-units" else []
        # a readout is as high as the toolbar: what it says is meant
        rect = whole.childrenRect() if isinstance(whole, Readout) else whole.rect()
        return [(whole, QRectF(rect))]
    for view, find in _VIEWS:
        widget = widgets.get(view)
        if widget is not None and widget.isVisible():
            found = [_on(widget, rect) for rect in find(name, widget, selection)]
            if found:
                return found
    return _in_formulas(name, widgets, selection)


def _effective(widgets: Mapping[str, QWidget]) -> list[Spot]:
    """Each layer's own number, where there is no readout of all."""
    view = widgets.get("network")
    if not isinstance(view, NetworkView) or not view.isVisible():
        return []
    return [_on(view, rect) for rect in view.effective_rects()]


def _in_formulas(name: str, widgets: Mapping[str, QWidget], at: Selection) -> list[Spot]:
    """The symbol of a whole matrix or vector, where a gradient is taken apart."""
    for view in (widgets.get("why"), widgets.get("induction")):
        if isinstance(view, WhyView) and view.isVisible() and at.row is None:
            spot = view.symbol_spot(name.rstrip("0123456789"), at.layer)
            if spot is not None:
                return [spot]
    return []


def _on(view: QWidget, rect: QRectF) -> Spot:
    canvas = getattr(view, "canvas", view)
    unit = getattr(canvas, "unit", 1.0)  # a row is laid out in units of its type
    return canvas, QRectF(rect.topLeft() * unit, rect.size() * unit)


def _in_weights(name: str, view: QWidget, at: Selection) -> Iterator[QRectF]:
    """A cell, a whole matrix, or a whole row of both."""
    if not isinstance(view, WeightsView) or name[0] not in "Wbu":
        return
    if at.row is None:
        named = view.named_rect(name[0], at.layer)
        if named is not None:
            yield named
    elif at.column is None:
        for maps in (view.weights, view.biases):
            if at.layer in maps:
                yield maps[at.layer].row_rect(at.row)
    else:
        maps = view.biases if at.column < 0 else view.weights
        if at.layer in maps:
            yield maps[at.layer].cell_rect(at.row, max(at.column, 0))


def _in_network(name: str, view: QWidget, at: Selection) -> Iterator[QRectF]:
    """A unit, or all units of a layer."""
    if not isinstance(view, NetworkView) or name[0] not in "uAZ":
        return
    rect = view.marked_rect(at.layer, at.row)
    if not rect.isNull():
        yield rect


def _between_columns(name: str, view: QWidget, at: Selection) -> Iterator[QRectF]:
    """The lines of a whole matrix, or one of them, or biases, where their heatmaps are not in sight."""
    if not isinstance(view, NetworkView):
        return
    if name[0] == "b":
        yield from view.bias_rects(at.layer, at.row)
    elif name[0] == "W":
        one = at.row is not None and at.column is not None
        rect = view.edge_rect(at.layer, at.row or 0, at.column or 0) if one else view.gap_rect(at.layer)
        if not rect.isNull():
            yield rect


def _in_activations(name: str, view: QWidget, at: Selection) -> Iterator[QRectF]:
    if isinstance(view, SpreadView) and name[0] in "AZ" and at.layer:
        rect = view.plot_rect(at.layer)
        if rect is not None:
            yield rect


def _in_gradients(name: str, view: QWidget, at: Selection) -> Iterator[QRectF]:
    if isinstance(view, SpreadView) and name[0] == "d":
        rect = view.plot_rect(at.layer)
        if rect is not None:
            yield rect


_VIEWS: tuple[tuple[str, Callable[[str, QWidget, Selection], Iterator[QRectF]]], ...] = (
    ("activations", _in_activations),
    ("gradients", _in_gradients),
    ("network", _in_network),
    ("weights", _in_weights),
    ("network", _between_columns),
)
"""Where to look for a place of the network, the best view first."""
