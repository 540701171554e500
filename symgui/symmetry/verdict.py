"""What is wrong with a network, with its evidence."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verdict:
    """A name and the sentence that proves it.

    Attributes
    ----------
    name : str
        ``diverged``, ``dead``, ``frozen``, ``symmetric``, ``partly-symmetric``, ``partly-frozen``,
        ``exploding``, ``saturated``, ``vanishing`` or ``healthy``.
    evidence : str
        One sentence with live numbers.
    notes : tuple of str
        Further evidence that is not a verdict (half-dead layers, …).
    """

    name: str
    evidence: str
    notes: tuple[str, ...] = ()
