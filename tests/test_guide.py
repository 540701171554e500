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


def test_every_menu_entry_is_in_the_guide() -> None:
    named = {title.removesuffix("…") for title, _ in NAMED.findall(GUIDE)}
    assert [command.text for command in COMMANDS if command.text.removesuffix("…") not in named] == []


def test_every_picture_is_drawn_by_the_program() -> None:
    docs = Path(__file__).resolve().parent.parent / "docs"
    drawn = set(
        re.findall(r"^def (\w+)\(\) -> None:", (docs / "draw_pictures.py").read_text("utf-8"), re.MULTILINE)
    )
    assert {path.stem for path in (docs / "pictures").iterdir()} == drawn - {"settle", "main"}
    assert set(re.findall(r"pictures/(\w+)\.", GUIDE)) <= drawn


def test_every_link_and_picture_of_the_guide_is_there() -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", GUIDE)
    assert len(targets) > 8
    folder = Path(__file__).resolve().parent.parent / "docs"
    assert [target for target in targets if not (folder / target).exists()] == []
