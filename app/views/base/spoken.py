"""What the views show of a frame, each in one sentence, for screen readers."""

from __future__ import annotations

import math

import numpy as np

from symgui.arrays import FloatArray
from symgui.nn.activations import ACTIVATIONS
from symgui.plain_text.numbers import how_many, iteration, number, percent
from symgui.symmetry.wording import counted, listed
from symgui.symmetry.wording import units as units_text
from symgui.training.frame import Frame, Histogram
from symgui.training.race import RaceFrame

MOST_GROUPS = 3
"""Groups of equal units that are named in a layer; of more, how many there are."""


def network_sentence(frame: Frame) -> str:
    """Say ``"Input of 2 features; layer 1: 4 tanh units, 1 of 4 effective; output: 1 sigmoid unit."``."""
    inputs = frame.network.X.shape[0]
    parts = [f"Input of {how_many(inputs, 'feature')}"]
    for layer, seen in zip(frame.network.layers, frame.symmetry.layers, strict=False):
        label = ACTIVATIONS[layer.activation].label
        effective = f"{seen.effective_units} of {seen.units} effective"
        parts.append(f"layer {layer.number}: {how_many(layer.units, f'{label} unit')}, {effective}")
    output = frame.network.output
    parts.append(f"output: {how_many(output.units, f'{output.activation} unit')}")
    return f"{'; '.join(parts)}."


def weights_sentence(frame: Frame) -> str:
    """Say ``"W[1], 4 by 2: from −0.31 to 0.42, rows 1 and 2 are equal; b[1]: all 0; …"``."""
    parts = []
    for layer in frame.network.layers:
        rows, columns = layer.W.shape
        groups = _equal_rows(layer.W)
        equal = f", {groups}" if groups else ""
        parts.append(f"W[{layer.number}], {rows} by {columns}: {_span(layer.W)}{equal}")
        parts.append(f"b[{layer.number}]: {_span(layer.b)}")
    return f"{'; '.join(parts)}."


def activations_sentence(frame: Frame) -> str:
    """Say ``"A[1]: from −0.9 to 1, none is 0; A[2]: from 0.02 to 0.97, none is 0."``."""
    pairs = zip(frame.network.layers, frame.pictures, strict=True)
    parts = [f"A[{layer.number}]: {_span(layer.A)}{_zeros(picture.activations)}" for layer, picture in pairs]
    return f"{'; '.join(parts)}."


def gradients_sentence(frame: Frame) -> str:
    """Say ``"dW[1]: all 0; db[1]: all 0; dW[2]: from −0.2 to 0.1, root mean square 0.13; …"``."""
    parts = []
    for layer, picture in zip(frame.network.layers, frame.pictures, strict=True):
        strength = f", root mean square {number(picture.gradient_rms, 3)}" if layer.dW.any() else ""
        parts.append(f"dW[{layer.number}]: {_span(layer.dW)}{strength}")
        parts.append(f"db[{layer.number}]: {_span(layer.db)}")
    return f"{'; '.join(parts)}."


def boundary_sentence(frame: Frame) -> str:
    """Say ``"85.5 % of the 400 training examples are right; over the plane the answer is from 0 to 1."``."""
    right = f"{percent(frame.train_accuracy)} of the {frame.network.X.shape[1]} training examples are right"
    if frame.section is not None:
        names, held = " and ".join(frame.section.axes.names), frame.section.axes.held
        right = f"{right}; a section along {names}, {held}"
    plane = frame.plane if frame.section is None else frame.section.plane
    if plane is None:
        return f"{right}; there is no plane of {frame.network.X.shape[0]} inputs."
    what = "answer" if frame.network.output.units == 1 else "probability of the likeliest class"
    return f"{right}; over the plane the {what} is {_span(plane.probability)}."


def cost_sentence(frame: Frame) -> str:
    """Say ``"Cost 0.3934 at iteration 100, 0.6931 at iteration 0."``."""
    here = f"Cost {number(frame.cost)} at iteration {iteration(frame.iteration)}"
    curve = frame.curve
    if not frame.iteration or not len(curve.cost):
        return f"{here}."
    return f"{here}, {number(float(curve.cost[0]))} at iteration {iteration(int(curve.iterations[0]))}."


def symmetry_sentence(frame: Frame) -> str:
    """Say ``"Layer 1: 1 of 4 units effective, units 1, 2, 3 and 4 act as one."``."""
    parts = []
    for l, layer in enumerate(frame.symmetry.layers, start=1):
        cells = [cell for cell in layer.cells if len(cell) > 1]
        named = listed([units_text(cell) for cell in cells[:MOST_GROUPS]]) if cells else ""
        acts = f", {named} act as one" if len(cells) == 1 else f", {named} act as one each" if cells else ""
        more = f", and {len(cells) - MOST_GROUPS} groups more" if len(cells) > MOST_GROUPS else ""
        parts.append(f"layer {l}: {layer.effective_units} of {layer.units} units effective{acts}{more}")
    text = "; ".join(parts) if parts else "there is no hidden layer"
    return f"{text[0].upper()}{text[1:]}."


def race_sentence(race: RaceFrame) -> str:
    """Say ``"Iteration 20: A, weights zeros: cost 0.6931, 50.0 % right; B, weights He: …"``."""
    parts = [
        f"{lane.letter}, {lane.text}: cost {number(frame.cost)}, {percent(frame.train_accuracy)} right"
        for lane, frame in zip(race.lanes, race.frames, strict=True)
    ]
    return f"Iteration {iteration(race.iteration)}: {'; '.join(parts)}."


def _span(values: FloatArray) -> str:
    """``"all 0"``, ``"from −0.31 to 0.42"``; what is not finite is counted."""
    bad = 0
    with np.errstate(invalid="ignore"):
        low, high = float(values.min()), float(values.max())
    if not math.isfinite(low) or not math.isfinite(high):
        finite = values[np.isfinite(values)]
        bad = values.size - finite.size
        if not finite.size:
            return "none is finite"
        low, high = float(finite.min()), float(finite.max())
    text = (
        f"all {number(low, 3)}" if low == high and not bad else f"from {number(low, 3)} to {number(high, 3)}"
    )
    return f"{text}, {iteration(bad)} not finite" if bad else text


def _zeros(histogram: Histogram) -> str:
    if histogram.zeros in (0, histogram.total):  # where all are, the span says so
        return ""
    return f", {percent(histogram.zeros / histogram.total)} exactly 0"


def _equal_rows(W: FloatArray) -> str:
    """Which rows are equal, bit for bit: ``"rows 1 and 2 are equal"``; empty if none are."""
    seen: dict[bytes, list[int]] = {}
    for number_, row in enumerate(np.ascontiguousarray(W + 0.0), start=1):  # −0 is 0
        seen.setdefault(row.tobytes(), []).append(number_)
    groups = [rows for rows in seen.values() if len(rows) > 1]
    if not groups:
        return ""
    if len(groups[0]) == len(W):
        return "all rows are equal"
    named = [f"rows {counted(rows)} are equal" for rows in groups[:MOST_GROUPS]]
    more = [f"{len(groups) - MOST_GROUPS} groups of rows more"] if len(groups) > MOST_GROUPS else []
    return listed([*named, *more])
