"""What ends when the window is closed, and in which order."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from app.look.motion import MOTION
from app.look.text_scale import TEXT
from app.main_window.on_demand import if_made

if TYPE_CHECKING:
    from app.main_window.window import MainWindow


class _Closes(Protocol):
    def close(self) -> object: ...


def endings(window: MainWindow) -> list[Callable[[], object]]:
    """What to call, the first one first; what remembers comes before what it remembers is gone."""
    ends: list[Callable[[], object]] = [lambda: _remember(window)]
    if window.keeper is not None and window.settings is not None:
        settings = window.settings
        ends += [window.keeper.close, lambda: settings.ini.write_by(None)]
    ends += [window.body.close_panel, window.help.close, window.results.close, window.inputs.close]
    kind = type(window)
    asked_for: tuple[cached_property[_Closes], ...] = (
        kind.importing, kind.weights, kind.symmetries, kind.deep_networks, kind.maps, kind.compare,
    )  # fmt: skip
    parts = [*(if_made(window, part) for part in asked_for), window.presenter, if_made(window, kind.lessons)]
    ends += [part.close for part in parts if part is not None]
    # hidden first: a wide network may take a moment to come to the end of its update
    ends += [window.rewind.stop, window.files.close, window.hide, window.writer.wait]
    return [*ends, window.workspace.close, window.failures.close]


def _remember(window: MainWindow) -> None:
    settings = window.settings
    if settings is not None:
        window.place.remember()
        settings.theme = window.theme.choice
        settings.text_size, settings.motion = TEXT.size, MOTION.choice
