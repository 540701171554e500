"""The numbers that README prints are those that the program prints, all digits."""

from __future__ import annotations

from pathlib import Path

import pytest

from symgui.cli.main import main
from tests.symgui.kernels import needs_kernel

ROOT = Path(__file__).resolve().parents[2]
PROMPT = "    $ symgui "


def printed() -> dict[str, list[str]]:
    """Lines below each command of README, by the command."""
    found: dict[str, list[str]] = {}
    command = ""
    for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines():
        if line.startswith(PROMPT):
            command = line.removeprefix(PROMPT)
        elif command and line.startswith("    "):
            found.setdefault(command, []).append(line.removeprefix("    ").rstrip())
        else:
            command = ""
    return found


@needs_kernel
@pytest.mark.parametrize("command", printed())
def test_what_readme_prints(
    command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    main(command.split())
    assert [line.rstrip() for line in capsys.readouterr().out.splitlines()] == printed()[command]
