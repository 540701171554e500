"""The file of the font that comes with the program."""

from __future__ import annotations

from pathlib import Path

from symgui.resources import resource_folder


def font_file() -> Path:
    """The font that comes with the program, DejaVu Sans; its licence stands beside it."""
    return resource_folder() / "fonts" / "DejaVuSans.ttf"
