"""Where the files that come with the program are: beside the sources, or inside the installed package."""

from __future__ import annotations

from pathlib import Path

import symgui


def resource_folder() -> Path:
    """The folder ``resources``; an installed program has it inside the package."""
    package = Path(symgui.__file__).parent
    installed = package / "resources"
    return installed if installed.is_dir() else package.parent / "resources"


def example_files() -> list[Path]:
    """The experiment files that come with the program, by name."""
    return sorted((resource_folder() / "experiments").glob("*.symgui.json"))


def font_file() -> Path:
    """The font that comes with the program, DejaVu Sans; its licence stands beside it."""
    return resource_folder() / "fonts" / "DejaVuSans.ttf"
