"""Where the files that come with the program are: beside the sources, or inside the installed package."""

from __future__ import annotations

import contextlib
from pathlib import Path

SHIPPED = "is a file that comes with the program, which stays as it is; save under another name"
"""Why nothing is written there."""


def resource_folder() -> Path:
    """The folder ``resources``; an installed program has it inside the package."""
    package = Path(__file__).parent
    installed = package / "resources"
    return installed if installed.is_dir() else package.parent / "resources"


def example_files() -> list[Path]:
    """The experiment files that come with the program, by name."""
    return sorted((resource_folder() / "experiments").glob("*.symgui.json"))


def is_shipped(path: Path) -> bool:
    """Whether a path leads into the folder of the files that come with the program, which are read only.

    By whatever name: through a link, in letters of another size where the system does not tell them apart,
    or as a hard link from elsewhere.
    """
    folder = resource_folder()
    with contextlib.suppress(OSError, RuntimeError, ValueError):  # a name that no file can have
        path = path.resolve()
        if path == folder.resolve() or folder.resolve() in path.parents:
            return True
        if any(parent.is_dir() and parent.samefile(folder) for parent in path.parents):
            return True
        if path.is_file() and path.stat().st_nlink > 1:
            return any(path.samefile(each) for each in folder.rglob("*") if each.is_file())
    return False
