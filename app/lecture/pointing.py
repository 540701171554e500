"""Where a place that a lesson names is to be seen: a rectangle of a widget, in that widget's pixels."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QWidget

from app.lecture.places import selection_of
from app.panels.readout import Readout
from app.selection import Selection
from app.views.score.network_view import NetworkView
from app.views.score.spread_view import SpreadView
from app.views.score.weights_view import WeightsView
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
            return []
        # a readout is as high as the toolbar: what it says is meant
        rect = whole.childrenRect() if isinstance(whole, Readout) else whole.rect()
        return [(whole, QRectF(rect))]
    for view, find in _VIEWS:
        widget = widgets.get(view)
        if widget is not None and widget.isVisible():
            found = [_on(widget, rect) for rect in find(name, widget, selection)]
            if found:
                return found
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
    """The lines of a whole matrix, where its heatmap is not in sight."""
    if isinstance(view, NetworkView) and name[0] == "W" and at.row is None:
        rect = view.gap_rect(at.layer)
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
