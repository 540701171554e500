"""What lessons, stage and window know of a view before it is made: its record, and its tab."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

if TYPE_CHECKING:  # a view is imported when it is made: the window opens with few of them
    from app.views.base.frame_view import FrameView

Maker: TypeAlias = "Callable[[], FrameView]"
LARGE_CLAIMS = 0.42
"""Share of the stage's height up to which claims are as large as its text, beside pictures."""
WORDS = 0.46
"""Share of the stage's height that its words have at most, likewise."""
LEAST_TYPE, WHOLE_TYPE = 0.025, 0.03
"""Height of a capital, as a share of the stage's height, where a view finds no room in larger type."""


class Tab(msgspec.Struct, frozen=True):
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


class ViewRecord(msgspec.Struct, frozen=True):
    """A view that a lesson can name. What can be pointed at in it, the view itself says: `FrameView.spots`.

    Attributes
    ----------
    name : str
        The lesson's, one of `symgui.view_names.VIEWS`.
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
