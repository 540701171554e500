"""Numbers of a frame as texts that several views write: a parameter's, and how much of a histogram is 0."""

from __future__ import annotations

from app.runtime.selection import Selection
from symgui.plain_text.numbers import iteration, number, percent
from symgui.training.frame import Frame, Histogram


def parameter_text(frame: Frame | None, selection: Selection) -> str:
    """``"W[1]₂,₁ = 0.3, dW = −0.0012"`` of a parameter, else the selection's name alone."""
    if frame is None or selection.row is None or selection.column is None or selection.layer < 1:
        return selection.label
    layer = frame.network.layers[selection.layer - 1]
    if selection.column < 0:
        value, slope, name = layer.b[selection.row, 0], layer.db[selection.row, 0], "db"
    else:
        value = layer.W[selection.row, selection.column]
        slope, name = layer.dW[selection.row, selection.column], "dW"
    return f"{selection.label} = {number(float(value), 6)}, {name} = {number(float(slope), 4)}"


def zero_texts(histogram: Histogram) -> tuple[str, ...]:
    """How many numbers are exactly 0 or not finite, from the longest form to the shortest."""
    zeros, bad, total = histogram.zeros, histogram.bad, histogram.total
    if zeros == total:
        texts: tuple[str, ...] = ("all 0, exactly", "all 0")
    elif zeros:
        share = percent(zeros / total)
        texts = (f"{share} exactly 0", f"{share} are 0", f"{share} 0")
    else:
        texts = ("",)
    if bad:
        words = "none is finite" if bad == total else f"{iteration(bad)} not finite"
        texts = tuple(f"{text}, {words}" if text else words for text in texts)
    return texts
