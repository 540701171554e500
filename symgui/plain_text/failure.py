"""What went wrong in the background, in a sentence for people."""

from __future__ import annotations

from symgui.experiment import ExperimentError

NO_MEMORY = "There was not enough memory for this."


OWN_WORDS = ("the line ", "the experiment ", "a race ")
"""With which a sentence may begin that is not about a file or a field, whose names stay as they are."""


def begun(sentence: str) -> str:
    """A sentence that begins with a capital letter, unless it begins with a name.

    Examples
    --------
    >>> begun("the line is cut off"), begun("mine.json is cut off")
    ('The line is cut off', 'mine.json is cut off')
    """
    return sentence[0].upper() + sentence[1:] if sentence.startswith(OWN_WORDS) else sentence


def failure_sentence(error: Exception) -> str:
    """Why something ended early: what is wrong with what was given, or with the program."""
    if isinstance(error, MemoryError):
        return NO_MEMORY
    if isinstance(error, ExperimentError | OSError):
        return begun(str(error))
    return f"{type(error).__name__}: {error}"
