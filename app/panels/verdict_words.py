"""What the verdict chip says: a name, a few words with live numbers, an icon."""

from __future__ import annotations

from dataclasses import dataclass

from symgui.training.frame import Frame


@dataclass(frozen=True, slots=True)
class ChipWords:
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
        return f"{self.name} · {self.detail}"


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
    head = "Effective units: how many units a layer would need to compute the same, for ever after"
    return "\n".join([head, *lines]) if lines else f"{head}. There is no hidden layer"


def _detail(frame: Frame) -> str:
    match frame.verdict.name:
        case "diverged":
            where = frame.divergence
            return (
                f"{where.quantity}[{where.layer}] at iteration {where.iteration}" if where else "not finite"
            )
        case "frozen":
            return "t+1 equals t, bit for bit" if frame.standstill else "every dW is zero"
        case "symmetric":
            layers = frame.symmetry.layers
            return f"1 of {layers[0].units} units effective" if len(layers) == 1 else "each layer is one unit"
        case "partly-symmetric":
            return effective_text(frame)
        case "partly-frozen":
            return f"{_still_layers(frame)} = 0"
        case "healthy":
            return f"{effective_text(frame)} units effective" if frame.symmetry.layers else "no hidden layer"
        case name:
            return _DETAILS[name]


_DETAILS = {
    "dead": "a ReLU layer says 0 to all",
    "exploding": "the signal outgrows itself",
    "saturated": "slopes too flat to learn",
    "vanishing": "the signal dies out",
}


def _still_layers(frame: Frame) -> str:
    """The layers whose weights get no gradient: ``dW[1]``, or ``dW[1], dW[2]``, or ``dW of 3 layers``."""
    still = [layer.number for layer in frame.network.layers if not layer.dW.any()]
    if len(still) > 2:
        return f"dW of {len(still)} layers"
    return ", ".join(f"dW[{number}]" for number in still) or "some dW"
