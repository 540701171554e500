"""Opening the window loads what it shows, and nothing that is only shown on request."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app import importing
from app.runtime.screen import _cause
from app.views.base.frame_view import FrameView
from app.views.base.lazy_view import LazyView
from symgui.training.frame import Frame

OPEN = """
import json, sys
from PySide6.QtWidgets import QApplication
application = QApplication([])
from app import create_window
window = create_window()
window.show()
while window.workspace.frame is None:
    application.processEvents()
for _ in range(5):
    application.processEvents()
print(json.dumps(sorted(sys.modules)))
window.close()
"""

IMPORT = """
import json, sys
import app.before_qt
early = set(sys.modules)
import app.main_window
print(json.dumps([sorted(early), sorted(set(sys.modules) - early)]))
"""

NOT_NEEDED = (
    "app.lecture", "app.controllers.compare", "app.gallery", "app.panels.dialogs",
    "app.runtime.settings", "app.views.boundary.answers", "app.panels.lane_editor",
    "app.views.moments.moments_view", "app.views.prove.prove_view", "app.views.race.race_view",
    "app.views.signal.signal_view", "app.views.symmetry.symmetry_view", "app.views.values.values_view",
    "symgui.training.moments", "difflib", "matplotlib", "platformdirs", "symgui.cli", "symgui.lessons",
    "symgui.training.report", "tomllib", "tqdm",
)  # fmt: skip


def printed(code: str) -> Any:
    """What a process prints that runs `code`, as JSON."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    """The modules a process has loaded when the window shows its first frame."""
    return set(printed(OPEN))


def test_what_needs_no_qt_is_imported_before_it() -> None:
    early, late = printed(IMPORT)
    assert "PySide6" not in early
    assert [name for name in late if name.partition(".")[0] == "symgui"] == []


def test_importing_puts_the_collector_back_as_it_was() -> None:
    before = gc.isenabled(), gc.get_freeze_count()
    with importing():
        assert not gc.isenabled()
    assert (gc.isenabled(), gc.get_freeze_count()) == before  # nothing was imported


@pytest.mark.parametrize("module", NOT_NEEDED)
def test_what_is_shown_on_request_is_loaded_on_request(loaded: set[str], module: str) -> None:
    assert "app.views.score.score_view" in loaded
    assert module not in loaded


class Shown(FrameView):
    """Remembers what it was given to draw."""

    def __init__(self) -> None:
        super().__init__("shown-view")
        self.drawn: list[Frame | None] = []

    def draw_frame(self, frame: Frame | None) -> None:
        self.drawn.append(frame)


def test_a_late_view_has_its_name_before_and_after_it_is_made(qtbot: QtBot) -> None:
    place = LazyView("shown-view", Shown)
    qtbot.addWidget(place)
    assert place.objectName() == "shown-view"
    assert place.view is None
    place.present()
    place.show()
    view = place.view
    assert isinstance(view, Shown)
    assert place.findChild(FrameView, "shown-view") is view
    assert place.objectName() != "shown-view"
    assert view.isVisible()
    assert view.presented
    assert view.drawn
    assert place.made() is view


@pytest.mark.skipif(sys.platform != "linux", reason="displays as X11 and Wayland have them")
@pytest.mark.parametrize(
    ("given", "cause"),
    [
        ({}, "there is no display (DISPLAY is not set)"),
        ({"DISPLAY": ":99987"}, "there is no display ':99987' (DISPLAY)"),
        ({"DISPLAY": "nowhere"}, "there is no display 'nowhere' (DISPLAY)"),
        ({"QT_QPA_PLATFORM": "nonsense"}, "Qt has no platform 'nonsense' (QT_QPA_PLATFORM)"),
        (
            {"QT_QPA_PLATFORM": "wayland", "WAYLAND_DISPLAY": "wayland-99987"},
            "there is no Wayland display 'wayland-99987' (WAYLAND_DISPLAY)",
        ),
    ],
)
def test_without_a_screen_one_sentence_says_why_and_what_works(given: dict[str, str], cause: str) -> None:
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "XDG_SESSION_TYPE")
    bare = {name: value for name, value in os.environ.items() if name not in screens}
    done = subprocess.run(
        [sys.executable, "-m", "app", "--lesson", "1", "--present"],
        env=bare | given,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.stdout == ""
    assert done.stderr == (
        f"symgui: the window cannot be opened: {cause}; "
        "without a window there is `symgui run FILE` (see symgui run --help)\n"
    )
    assert done.returncode == 2


@pytest.mark.parametrize(
    ("said", "cause"),
    [
        (
            ['Could not load the Qt platform plugin "xcb" in "" even though it was found.'],
            "Qt cannot load its platform xcb: a library is missing, most often libxcb-cursor0",
        ),
        (["Could not load\nthe plugin."], "Could not load the plugin"),
        ([], "no plugin could be initialized"),
    ],
)
def test_other_causes_are_told_too(monkeypatch: pytest.MonkeyPatch, said: list[str], cause: str) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    assert _cause(said, "no plugin could be initialized.") == cause
