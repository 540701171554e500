"""What went wrong in the background, in a sentence for people."""

from __future__ import annotations

from symgui.experiment import ExperimentError

NO_MEMORY = "There was not enough memory for this."


def failure_sentence(error: Exception) -> str:
    """Why something ended early: what is wrong with what was given, or with the program."""
    if isinstance(error, MemoryError):
        return NO_MEMORY
    if isinstance(error, ExperimentError | OSError):
        return str(error)
    return f"{type(error).__name__}: {error}"
