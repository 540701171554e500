"""What a step shows and points at must be there."""

from __future__ import annotations

import re

from symgui.experiment import Experiment, ExperimentError
from symgui.experiment.parameter import outside, parse_parameter
from symgui.experiment.spec import shown
from symgui.lessons.claims import parse_parameter_at
from symgui.lessons.lesson import OF_A_RACE
from symgui.lessons.schema import StepFields, one_of
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
    if fields.select:
        _check_parameter(fields.select, experiment, "select")
    for i, name in enumerate(fields.highlight):
        _check_highlight(name, experiment, f"highlight[{i}]")


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
