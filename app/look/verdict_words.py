"""What the verdict chip says: a name, a few words with live numbers, an icon."""

from __future__ import annotations

import re

import msgspec

from symgui.symmetry.guessing import Reached
from symgui.symmetry.verdict import VERDICTS
from symgui.training.frame import Frame
from symgui.training.withholding import WITHHELD

SEPARATOR = " · "
"""Between a verdict's name and what makes it true."""


class ChipWords(msgspec.Struct, frozen=True):
    """The chip of one verdict.

    Attributes
    ----------
    icon, name, detail : str
        The name is true without the detail.
    problem : bool
        Whether something is wrong; a healthy network is calm.
    notable : str
        What is said after the name even where there is little room.
    """

    icon: str
    name: str
    detail: str
    problem: bool
    notable: str = ""

    @property
    def text(self) -> str:
        """Name and detail in one line."""
        return f"{self.name}{SEPARATOR}{self.detail}"

    @property
    def brief(self) -> str:
        """The name, with what must not be left out."""
        return f"{self.name} · {self.notable}" if self.notable else self.name

    @property
    def notable_alone(self) -> tuple[str, ...]:
        """What is notable in ever fewer words, which say that not all is well; nothing if there is none."""
        few = _FEW.get(
            self.notable, _COUNTED.sub(r"\1 \2", self.notable).replace(" without gradient", ": dZ = 0")
        )
        wordings = (self.notable, self.notable.replace(" units ", " "), _LAYER.sub("", few))
        return tuple(dict.fromkeys(text[0].upper() + text[1:] for text in wordings if text))


NOT_YET = ChipWords("question", "Not yet", "the question is open", problem=False)
"""In the place of a verdict that would answer the open question of a lesson."""

BEING_MADE = ChipWords("info", "Being made", "its verdict follows", problem=False)
"""In the place of the verdict of a network that is not there yet."""

STANDSTILL = ChipWords(
    VERDICTS["frozen"].icon, VERDICTS["frozen"].label, "t+1 equals t, bit for bit", problem=True
)
"""Said of a network that nothing moves any more; at least as wide as what the chip usually says."""
WEIGHTS_FROZEN = "Weights frozen"
"""Said of a network whose biases may move all the same, by themselves or in a mini-batch."""

EVERY_NAME = tuple(ChipWords(kind.icon, kind.label, "", kind.problem) for kind in VERDICTS.values())
"""Every verdict by its name alone."""

MOST_REMARKS = 2
"""More than so many things that are notable of a healthy network are left to its evidence."""


def chip_words(frame: Frame) -> ChipWords:
    """The words for the verdict of `frame`."""
    if frame.verdict is WITHHELD:
        return NOT_YET
    verdict, kind = frame.verdict, VERDICTS[frame.verdict.name]
    if not kind.problem:
        return ChipWords(kind.icon, kind.label, *_healthy(frame))
    if verdict.name != "frozen":
        return ChipWords(kind.icon, kind.label, verdict.detail, problem=True)
    if frame.standstill:
        return STANDSTILL
    return ChipWords(kind.icon, WEIGHTS_FROZEN, verdict.detail, problem=True)


def _healthy(frame: Frame) -> tuple[str, bool, str]:
    """What a healthy network has reached, and what else is notable of it; no problem; the first of it."""
    notable = [_REACHED[frame.verdict.reached]] if frame.verdict.reached in _REACHED else []
    if not frame.verdict.trained and frame.verdict.reached is not Reached.ONE_CLASS:
        notable = []
    notable += frame.verdict.remarks
    if notable:
        return ", ".join(notable[:MOST_REMARKS]), False, notable[0]
    units = f"{effective_text(frame)} units effective" if frame.symmetry.layers else "no hidden layer"
    return units, False, ""


_COUNTED = re.compile(r"^(\d+) of \d+ units (.*)")
_LAYER = re.compile(r"^layer \d+ ")
_REACHED = {
    Reached.ONE_CLASS: "one class, nothing to tell apart",
    Reached.BEGUN: "cost near guessing",
    Reached.GUESSING: "still guessing",
    Reached.WORSE: "worse than guessing so far",
    Reached.TOO_CERTAIN: "too certain where wrong",
    Reached.UNSURE: "too unsure where right",
}
_FEW = {
    _REACHED[Reached.ONE_CLASS]: "one class",
    _REACHED[Reached.BEGUN]: "≈ guessing",
    _REACHED[Reached.GUESSING]: "guessing",
    _REACHED[Reached.WORSE]: "> guessing",
    _REACHED[Reached.TOO_CERTAIN]: "too certain",
    _REACHED[Reached.UNSURE]: "too unsure",
}


def effective_text(frame: Frame) -> str:
    """``"1 of 4"``: effective units of the hidden layers together; a dash without any."""
    return _effective(sum(frame.symmetry.effective_units), frame)


def most_effective_text(frame: Frame) -> str:
    """The same of a network without symmetry: ``"4 of 4"``."""
    return _effective(sum(layer.units for layer in frame.symmetry.layers), frame)


def _effective(effective: int, frame: Frame) -> str:
    layers = frame.symmetry.layers
    return f"{effective} of {sum(layer.units for layer in layers)}" if layers else "–"


def effective_tip(frame: Frame) -> str:
    """Every hidden layer's effective units, a line each."""
    lines = [
        f"layer {number}: {layer.effective_units} of {layer.units}"
        for number, layer in enumerate(frame.symmetry.layers, start=1)
    ]
    head = "Effective units: how many units a layer would need to compute the same, and to learn the same"
    return "\n".join([head, *lines]) if lines else f"{head}. There is no hidden layer"
