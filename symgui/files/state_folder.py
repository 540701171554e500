"""The folder of the program's own state."""

from __future__ import annotations

from pathlib import Path


def state_folder() -> Path:
    """The person's own folder for it, which may not be there yet."""
    from platformdirs import user_state_path  # not at the top: most days it is not needed

    return user_state_path("symgui", appauthor=False)
