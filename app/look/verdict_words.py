"""What the verdict chip says: a name, a few words with live numbers, an icon."""

from __future__ import annotations

import msgspec

from symgui.training.frame import Frame

SEPARATOR = " · "
"""Between a verdict's name and what makes it true."""


class ChipWords(msgspec.Struct, frozen=True):
    """The chip of one verdict.

    Attributes
    ----------
    icon, name, detail : str
    problem : bool
        Whether something is wrong; a healthy network is calm.
    """

    icon: str
    name: str
    detail: str
    problem: bool

    @property
    def text(self) -> str:
        """Name and detail in one line."""
        return f"{self.name}{SEPARATOR}{self.detail}"


_NAMES = {
    "diverged": ("infinite", "Diverged"),
    "dead": ("dead", "Dead"),
    "frozen": ("frozen", "Frozen"),
    "symmetric": ("twins", "Symmetric"),
    "partly-symmetric": ("twins", "Partly symmetric"),
    "partly-frozen": ("frozen", "Partly frozen"),
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

VERDICT_NAMES = tuple(name for _, name in _NAMES.values())
"""Every verdict's name, as the chip has it."""


def chip_words(frame: Frame) -> ChipWords:
    """The words for the verdict of `frame`."""
    verdict = frame.verdict.name
    glyph, name = _NAMES[verdict]
    return ChipWords(glyph, name, _detail(frame), verdict != "healthy")


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
        case "frozen" if frame.verdict.stationary:
            return "the gradients cancel"
        case "frozen":
            return "t+1 equals t, bit for bit" if frame.standstill else f"every dW is 0{_exactly(frame)}"
        case "symmetric":
            layers = frame.symmetry.layers
            return "each layer is one unit" if len(layers) > 1 else f"{layers[0].units} units act as one"
        case "partly-symmetric":
            layers = frame.symmetry.layers
            total = sum(layer.units for layer in layers)
            return f"{total} units act as {sum(frame.symmetry.effective_units)}"
        case "partly-frozen":
            return f"{_still_layers(frame)} = 0{_exactly(frame)}"
        case "exploding":
            return _travels(frame, "signal grows forward", "error grows backward", "signal and error grow")
        case "vanishing":
            return _travels(
                frame, "signal dies out forward", "error dies out backward", "signal and error die out"
            )
        case "saturated":
            layer = frame.verdict.layers[0]
            if layer == frame.network.output.number:
                return "the output; A − Y is not"
            return f"flat slopes in layer {layer}"
        case _:
            return f"{effective_text(frame)} units effective" if frame.symmetry.layers else "no hidden layer"


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
