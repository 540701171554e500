"""A call whose failure is reported, and stops nothing else."""

from __future__ import annotations

import sys
from collections.abc import Callable

from symgui.plain_text import failure

NO_MEMORY = f"{failure.NO_MEMORY} What you have open is still here."


def attempt(act: Callable[[], object], where: str) -> bool:
    """Do `act`; what it raises is told of as what a slot raises is, through ``sys.excepthook``.

    Parameters
    ----------
    act : callable
    where : str
        What was attempted; it stands in the report.

    Returns
    -------
    bool
        Whether it was done.
    """
    try:
        act()
    except Exception as error:
        error.add_note(f"({where})")
        sys.excepthook(type(error), error, error.__traceback__)
        return False
    return True
