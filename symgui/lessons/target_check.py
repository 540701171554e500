"""What a step shows and points at must be there."""

from __future__ import annotations

import re

from symgui.experiment import Experiment, ExperimentError
from symgui.experiment.parameter import outside, parse_parameter
from symgui.experiment.spec import must_be, shown
from symgui.lessons.claims import is_second, parse_parameter_at
from symgui.lessons.lesson import OF_A_GRID, OF_A_RACE
from symgui.lessons.quantity import ARGUMENTS
from symgui.lessons.schema import StepFields, one_of
from symgui.sweep.depth_plane import DEPTH_QUANTITIES, why_no_plane
from symgui.sweep.outcome_map import QUANTITIES as OUTCOMES
from symgui.sweep.outcome_map import VERDICT
from symgui.view_names import VIEWS

_POINTABLE = ("cost", "verdict", "effective-units", "boundary", "timeline", "accuracy")
_ARRAY = re.compile(r"(?:W|b|dW|db|A|Z|dZ|dA)([1-9][0-9]?)|A0")
_UNIT = re.compile(r"unit ([0-9]{1,2})\.([1-9][0-9]{0,2})")


def check_pointing(fields: StepFields, experiment: Experiment, lanes: int) -> None:
    """Refuse views, a selection or highlights that are not there.

    Raises
    ------
    ExperimentError
        Its place is relative to the step's settings.
    """
    for i, view in enumerate(fields.views or ()):
        one_of(view, VIEWS, f"views[{i}]")
        if lanes and view not in OF_A_RACE:
            there = " or ".join(map(shown, OF_A_RACE))
            raise ExperimentError(f"must be {there}, which show a race, not {shown(view)}", f"views[{i}]")
    if fields.views is not None and not fields.views:
        raise ExperimentError("must name one or two views, not none", "views")
    if fields.views and fields.views[0] == fields.views[-1] and len(fields.views) > 1:
        raise ExperimentError(f"must be two different views, not twice {shown(fields.views[0])}", "views")
    if "race" in (fields.views or ()) and not lanes:
        raise ExperimentError('must not have "race": the step has neither race nor preset', "views")
    _check_study(fields, experiment)
    if fields.select:
        _check_parameter(fields.select, experiment, "select")
    for i, name in enumerate(fields.highlight):
        _check_highlight(name, experiment, f"highlight[{i}]")


def _check_study(fields: StepFields, experiment: Experiment) -> None:
    """Refuse a view of many runs without its runs, and one of two networks without the second."""
    views = fields.views or ()
    many = [view for view in views if view in OF_A_GRID]
    if fields.grid is None and many:
        raise ExperimentError(f"is missing: the view {shown(many[0])} shows its runs", "grid")
    if fields.grid is not None:
        if not many:
            raise ExperimentError(f"is for the views {' and '.join(map(shown, OF_A_GRID))}", "grid")
        try:
            grid = fields.grid.over(experiment)
        except ExperimentError as error:
            raise error.within("grid") from None
        if (fields.grid.show in DEPTH_QUANTITIES) != (many[0] == "plane"):
            names = DEPTH_QUANTITIES if many[0] == "plane" else (VERDICT, *OUTCOMES)
            raise must_be(f"one of {', '.join(names)} in the view {many[0]}", fields.grid.show, "grid.show")
        reason = why_no_plane(grid) if many[0] == "plane" else ""
        if reason:
            raise ExperimentError(f"cannot be shown: {reason[0].lower()}{reason[1:].rstrip('.')}", "grid")
    if (fields.second is None) == ("path" in views):
        problem = "is missing: the view path goes there" if "path" in views else "is for the view path"
        raise ExperimentError(problem, "second")
    if fields.second is not None and not is_second(fields.second):
        raise must_be(ARGUMENTS["second"], fields.second, "second")


def _check_parameter(name: str, experiment: Experiment, place: str) -> None:
    parse_parameter_at(name, place)
    where = outside(parse_parameter(name), experiment.sizes)
    if where:
        raise ExperimentError(f"is outside the network: {where} (received {shown(name)})", place)


def _check_highlight(name: str, experiment: Experiment, place: str) -> None:
    sizes = experiment.sizes
    if name in _POINTABLE:
        return
    array, unit = _ARRAY.fullmatch(name), _UNIT.fullmatch(name)
    if array is not None:
        there = int(array[1] or 0) < len(sizes)
    elif unit is not None:
        there = int(unit[1]) < len(sizes) and int(unit[2]) <= sizes[int(unit[1])]
    elif "[" in name:
        _check_parameter(name, experiment, place)
        return
    else:
        known = ", ".join(map(shown, _POINTABLE))
        raise ExperimentError(
            f'must be one of {known}, a matrix ("W1", "dW1", "A1"), a parameter ("W1[0,1]") or a unit '
            f'("unit 1.2"), not {shown(name)}',
            place,
        )
    if not there:
        shape = "-".join(map(str, sizes))
        raise ExperimentError(f"is not in the network {shape} (received {shown(name)})", place)
