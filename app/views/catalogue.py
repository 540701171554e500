"""The views that a lesson can name, found in their packages: window, lessons, stage are made from these."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING

from app import views
from app.views.base.view_record import Tab, ViewRecord
from symgui import view_names

if TYPE_CHECKING:
    from app.views.base.frame_view import FrameView


def records() -> Iterator[ViewRecord]:
    """The ``RECORDS`` of every package of views; no view itself is imported."""
    for found in pkgutil.iter_modules(views.__path__, f"{views.__name__}."):
        if found.ispkg:
            yield from getattr(import_module(found.name), "RECORDS", ())


_BY_NAME = {record.name: record for record in records()}
VIEWS: dict[str, ViewRecord] = {name: _BY_NAME[name] for name in view_names.VIEWS}
"""By name, in the order of `symgui.view_names.VIEWS`."""
TABS: tuple[Tab, ...] = tuple(dict.fromkeys(each.tab for each in VIEWS.values() if each.tab is not None))
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
