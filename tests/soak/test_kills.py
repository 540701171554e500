"""A few of the kills of `make soak-kills`, at other moments than there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from kills import KINDS, Kills


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
@pytest.mark.parametrize("kind", KINDS)
def test_a_kill_leaves_whole_files_and_the_work_of_all_but_the_last_seconds(
    tmp_path: Path, kind: str
) -> None:
    kills = Kills(tmp_path, seed=2000)
    for _ in range(2 if kind == "autosave" else 3):  # some of which are seconds of work
        kills.kill(kind)
