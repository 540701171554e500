"""Before any test: where windows open, where settings are kept, what is drawn, how long is waited."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

PATIENCE = 200_000
"""Milliseconds after which something that should have happened will not, however busy the machine is."""

LONG = ("walk", "e2e", "soak")
"""Folders of tests that take seconds each."""

# The same examples every time, on any machine; with `--hypothesis-profile=others` new ones.
for name in ("repeatable", "others"):
    settings.register_profile(
        name,
        derandomize=name == "repeatable",
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
settings.load_profile("repeatable")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--screen", action="store_true", help="run the tests marked `screen`, on a real screen")


def pytest_configure(config: pytest.Config) -> None:
    if not config.getoption("--screen"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    # nobody's own settings are read or written, nor those of a process that runs other tests beside;
    # nothing is left where temporary files are, such as reports of windows without settings
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", tempfile.gettempdir())  # what `tmp_path` lies in
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "TMPDIR"):
        folder = tempfile.mkdtemp(prefix="symgui-tests-", dir=os.environ["PYTEST_DEBUG_TEMPROOT"])
        os.environ[name] = folder
        Path(folder).chmod(0o755)  # tests that give up root's rights read there, too
        config.add_cleanup(lambda folder=folder: shutil.rmtree(folder, ignore_errors=True))
    tempfile.tempdir = None  # asked for anew


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without ``--screen`` the tests marked `screen` are left out; with it, all others.

    On several processors the long ones begin, so that none of them is left for the end.
    """
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: item.path.parent.name not in LONG)
    wanted = config.getoption("--screen")
    left_out = [item for item in items if ("screen" in item.keywords) != wanted]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.fixture(scope="session")
def qapp_cls() -> type:
    """The application that pytest-qt makes: one that knows who watches it."""
    from left_behind import WatchedApplication

    return WatchedApplication


class PatientBot(QtBot):
    """Waits longer than its own five seconds, for a machine that is busy with other tests."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE) -> None:
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: SignalInstance, *, timeout: int = PATIENCE, **more: Any) -> Any:
        return super().waitSignal(signal, timeout=timeout, **more)

    def waitActive(self, widget: QWidget, *, timeout: int = PATIENCE) -> Any:
        return super().waitActive(widget, timeout=timeout)

    def waitExposed(self, widget: QWidget, *, timeout: int = PATIENCE) -> Any:
        return super().waitExposed(widget, timeout=timeout)


@pytest.fixture
def qtbot(qapp: object, request: pytest.FixtureRequest) -> QtBot:
    """The one of pytest-qt, with more patience."""
    return PatientBot(request)


@pytest.fixture(autouse=True)
def nothing_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test with Qt leaves no window, thread, timer or filter behind; garbage is collected after it."""
    if "qapp" not in request.fixturenames:
        yield
        return
    from left_behind import Traces

    from app.look.theme import COLOURS, LIGHT

    request.getfixturevalue("qapp")
    COLOURS.palette = LIGHT
    traces = Traces()
    yield
    left = traces.left()
    gc.enable()
    assert not left, "left behind:\n" + "\n".join(left)
