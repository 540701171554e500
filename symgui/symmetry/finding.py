"""What is found wrong with a network: a verdict with its evidence, in data and in words."""

from __future__ import annotations

import msgspec

from symgui.symmetry.guessing import Reached
from symgui.symmetry.stillness import Still


class Verdict(msgspec.Struct, frozen=True):
    """A name and the sentence that proves it.

    Attributes
    ----------
    name : str
        One of `symgui.symmetry.verdict.VERDICTS`.
    evidence : str
        One sentence with live numbers.
    detail : str
        The same in a few words, to stand behind the verdict's label; a healthy network has none.
    notes : tuple of str
        Further evidence that is not a verdict (half-dead layers, …).
    layers : tuple of int
        The layers it is about, where it is not about all: dead, saturated, or with dW = 0.
    exact : bool
        False if the dW it calls zero are so up to rounding only.
    directions : tuple of str
        What vanishes or explodes: ``"forward"`` the signal, ``"back"`` the error.
    reached : Reached
        How far the network has come.
    trained : bool
        Whether it has made an update since its parameters were given.
    still : Still or None
        Why a stuck network stands still; of any network, that the learning rate is 0.
    remarks : tuple of str
        What is notable of a healthy network, in a few words each: ``"1 of 10 units dead"``.
    moving_biases : tuple of int
        Of a frozen network, the layers whose biases move all the same.
    by_penalty : bool
        The L2 term is the cause.
    """

    name: str
    evidence: str
    detail: str = ""
    notes: tuple[str, ...] = ()
    layers: tuple[int, ...] = ()
    exact: bool = True
    directions: tuple[str, ...] = ()
    reached: Reached = Reached.BETTER
    trained: bool = False
    still: Still | None = None
    remarks: tuple[str, ...] = ()
    moving_biases: tuple[int, ...] = ()
    by_penalty: bool = False
