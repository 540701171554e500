"""A seeded walk over files, in the real window: nothing is written over, and nothing unsaved vanishes."""

from __future__ import annotations

from pathlib import Path

import pytest
from file_walk import Walk
from pytestqt.qtbot import QtBot

ACTS = 150


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_is_done_nothing_is_lost(qtbot: QtBot, tmp_path: Path, seed: int) -> None:
    walk = Walk(tmp_path, seed)
    try:
        walk.go(ACTS)
        for last in ("close", "killed"):
            walk.do(last)
    finally:
        walk.close()
    assert len(walk.disk) >= 3
    assert {"open_lane", "save", "undo"} <= set(walk.log)
