"""Before any test: where windows open, and where settings are kept."""

from __future__ import annotations

import gc
import os
import tempfile
from collections.abc import Iterator

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--screen", action="store_true", help="run the tests marked `screen`, on a real screen")


def pytest_configure(config: pytest.Config) -> None:
    if not config.getoption("--screen"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    # nobody's own settings are read or written
    for kind in ("CONFIG", "STATE"):
        os.environ[f"XDG_{kind}_HOME"] = tempfile.mkdtemp(prefix="symgui-tests-")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without ``--screen`` the tests marked `screen` are left out; with it, all others."""
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


@pytest.fixture(autouse=True)
def nothing_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test with Qt leaves no window, thread, timer or filter behind; garbage is collected after it."""
    if "qapp" not in request.fixturenames:
        yield
        return
    from left_behind import Traces

    request.getfixturevalue("qapp")
    traces = Traces()
    yield
    left = traces.left()
    gc.enable()
    assert not left, "left behind:\n" + "\n".join(left)
