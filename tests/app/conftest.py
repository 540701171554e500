"""What tests of the window begin with."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot
from windows import shown_window

from app.main_window import MainWindow


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    """The real window with the opening case; a file of tests may say what else it shows."""
    with shown_window(qtbot) as window:
        yield window
