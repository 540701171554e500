"""Where the files that come with the program are: beside the sources, or inside the installed package."""

from __future__ import annotations

from pathlib import Path


def resource_folder() -> Path:
    """The folder ``resources``; an installed program has it inside the package."""
    package = Path(__file__).parent
    installed = package / "resources"
    return installed if installed.is_dir() else package.parent / "resources"


def example_files() -> list[Path]:
    """The experiment files that come with the program, by name."""
    return sorted((resource_folder() / "experiments").glob("*.symgui.json"))
