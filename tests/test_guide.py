"""The guide names what the program has."""

from __future__ import annotations

import re
from pathlib import Path

from app.actions.commands import COMMANDS, Command

GUIDE = (Path(__file__).resolve().parent.parent / "docs" / "guide.md").read_text(encoding="utf-8")
NAMED = re.compile(r"\*\*([^*]+)\*\*(?: \((\w[^)]*)\))?")


def shortcuts(command: Command) -> tuple[str, ...]:
    return (command.shortcut,) if isinstance(command.shortcut, str) else command.shortcut


def test_menu_entries_and_their_keys_are_the_programs() -> None:
    commands = {command.text.removesuffix("…"): command for command in COMMANDS}
    named = NAMED.findall(GUIDE)
    assert len(named) > 15
    for title, keys in named:
        assert title.removesuffix("…") in commands, title
        if keys:
            assert keys in shortcuts(commands[title.removesuffix("…")]), title


def test_every_link_and_picture_of_the_guide_is_there() -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", GUIDE)
    assert len(targets) > 8
    folder = Path(__file__).resolve().parent.parent / "docs"
    assert [target for target in targets if not (folder / target).exists()] == []
