"""What the verdict chip says: a name, a few words with live numbers, an icon."""

from __future__ import annotations

import msgspec

from symgui.symmetry.guessing import Reached
from symgui.symmetry.stillness import Still
from symgui.training.frame import Frame

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


_NAMES = {
    "diverged": ("infinite", "Diverged"),
    "dead": ("dead", "Dead"),
    "frozen": ("frozen", "Frozen"),
    "stuck": ("stuck", "Stuck"),
    "symmetric": ("twins", "Symmetric"),
    "partly-symmetric": ("twins", "Partly symmetric"),
    "partly-frozen": ("frozen", "Partly frozen"),
    "overshooting": ("overshoot", "Overshooting"),
    "exploding": ("explode", "Exploding"),
    "saturated": ("saturate", "Saturated"),
    "vanishing": ("vanish", "Vanishing"),
    "healthy": ("check", "Healthy"),
}


NOT_YET = ChipWords("question", "Not yet", "the question is open", problem=False)
"""In the place of a verdict that would answer the open question of a lesson …"""
WHY_NOT_YET = (
    "A question of the lesson is open, and the verdict may give its answer away. "
    "It is back when the step has run, and as soon as you run or change anything yourself."
)
"""… and what is said of it."""

WEIGHTS_FROZEN = "Weights frozen"
"""Said of a network whose biases may move all the same, by themselves or in a mini-batch."""

MOST_REMARKS = 2
"""More than so many things that are notable of a healthy network are left to its evidence."""


def chip_words(frame: Frame) -> ChipWords:
    """The words for the verdict of `frame`."""
    verdict = frame.verdict.name
    glyph, name = _NAMES[verdict]
    if verdict == "healthy":
        return ChipWords(glyph, name, *_healthy(frame))
    if verdict == "frozen" and not frame.standstill:
        name = WEIGHTS_FROZEN
    return ChipWords(glyph, name, _detail(frame), problem=True)


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


_REACHED = {
    Reached.ONE_CLASS: "one class, nothing to tell apart",
    Reached.GUESSING: "still guessing",
    Reached.WORSE: "worse than guessing so far",
    Reached.TOO_CERTAIN: "too certain where wrong",
}

_STILL = {
    Still.RATE: "the learning rate is 0",
    Still.FLAT: "every gradient cancels",
    Still.TOO_SMALL: "steps too small for a float",
}


def longest_words() -> str:
    """A text at least as wide as what the chip usually says, to make room for."""
    return "Frozen · t+1 equals t, bit for bit"


def effective_text(frame: Frame) -> str:
    """``"1 of 4"``: effective units of the hidden layers together; a dash without any."""
    layers = frame.symmetry.layers
    if not layers:
        return "–"
    return f"{sum(frame.symmetry.effective_units)} of {sum(layer.units for layer in layers)}"


def effective_tip(frame: Frame) -> str:
    """Every hidden layer's effective units, a line each."""
    lines = [
        f"layer {number}: {layer.effective_units} of {layer.units}"
        for number, layer in enumerate(frame.symmetry.layers, start=1)
    ]
    head = "Effective units: how many units a layer would need to compute the same, and to learn the same"
    return "\n".join([head, *lines]) if lines else f"{head}. There is no hidden layer"


def _detail(frame: Frame) -> str:
    match frame.verdict.name:
        case "diverged":
            found = str(frame.divergence) if frame.divergence else frame.verdict.evidence
            return found.partition(",")[0].rstrip(".")
        case "dead":
            return f"layer {frame.verdict.layers[0]} answers 0 to all"
        case "frozen" if frame.standstill:
            return "t+1 equals t, bit for bit"
        case "frozen":
            moving = _biases(frame)
            return f"only {moving} moves" if moving else f"every dW is 0{_exactly(frame)}"
        case "stuck":
            return _STILL[frame.verdict.still or Still.FLAT]
        case "overshooting":
            return "the L2 term blows it up" if frame.verdict.by_penalty else "cost above the start's"
        case "symmetric":
            layers = frame.symmetry.layers
            return "each layer is one unit" if len(layers) > 1 else f"{layers[0].units} units act as one"
        case "partly-symmetric":
            layers = frame.symmetry.layers
            total = sum(layer.units for layer in layers)
            return f"{total} units act as {sum(frame.symmetry.effective_units)}"
        case "partly-frozen" if len(frame.verdict.layers) == len(frame.network.layers):
            return "no weight moves at this update"
        case "partly-frozen":
            return f"{_still_layers(frame)} = 0{_exactly(frame)}"
        case "exploding":
            return _travels(frame, "signal grows forward", "error grows backward", "signal and error grow")
        case "vanishing" if frame.verdict.by_penalty:
            return "L2 presses all weights to 0"
        case "vanishing":
            return _travels(
                frame, "signal dies out forward", "error dies out backward", "signal and error die out"
            )
        case _:
            layer = frame.verdict.layers[0]
            if layer == frame.network.output.number:
                return "the output; A − Y is not"
            return f"flat slopes in layer {layer}"


def _biases(frame: Frame) -> str:
    """The biases that move while no weight does: ``b[2]``, or ``b of 3 layers``."""
    moving = frame.verdict.moving_biases
    if len(moving) > 1:
        return f"b of {len(moving)} layers"
    return f"b[{moving[0]}]" if moving else ""


def _exactly(frame: Frame) -> str:
    return "" if frame.verdict.exact else " up to rounding"


def _travels(frame: Frame, forward: str, back: str, both: str) -> str:
    directions = frame.verdict.directions
    return both if len(directions) > 1 else forward if directions == ("forward",) else back


def _still_layers(frame: Frame) -> str:
    """The layers whose weights get no gradient: ``dW[1]``, or ``dW[1], dW[2]``, or ``dW of 3 layers``."""
    still = frame.verdict.layers
    if len(still) > 2:
        return f"dW of {len(still)} layers"
    return ", ".join(f"dW[{number}]" for number in still)
