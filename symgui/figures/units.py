"""What a column of the diagram says of its layer: titles, which units have a tile, and their pictures."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from symgui.arrays import FloatArray
from symgui.figures.classes import shortened
from symgui.nn.activations import ACTIVATIONS
from symgui.plain_text import numbers as fmt
from symgui.training.frame import Frame

MAX_INPUT_TILES = 8
LONGEST_CLASS = 16
"""Letters of the name of class 1."""
Width = Callable[[str], float]


def layer_size(frame: Frame, layer: int) -> int:
    """n_l, with n_0 the number of inputs."""
    return frame.network.X.shape[0] if layer == 0 else frame.network.layers[layer - 1].units


def shown_units(frame: Frame, layer: int) -> tuple[int, ...]:
    """The units that have a tile; of many inputs eight at even places."""
    if layer:
        return frame.pictures[layer - 1].shown_units
    inputs = layer_size(frame, 0)
    if inputs <= MAX_INPUT_TILES:
        return tuple(range(inputs))
    return tuple(round(i * (inputs - 1) / (MAX_INPUT_TILES - 1)) for i in range(MAX_INPUT_TILES))


def header(
    frame: Frame, layer: int, room: float, title_width: Width, small_width: Width, strong_width: Width
) -> tuple[str, str, bool]:
    """Title and subtitle in the longest form that fits `room`, and whether the subtitle is a problem.

    A problem is written in strong type: what may become one is given that room from the start.
    """
    problem = False
    if layer == 0:
        titles = ["Input", "In", "X"]
        n = layer_size(frame, 0)
        subtitles = [f"{n} features" if n > 1 else "1 feature", str(n)]
    else:
        state = frame.network.layers[layer - 1]
        if layer == column_of_output(frame):
            titles = [f"Output · {state.activation}", "Output", "Out", "ŷ"]
            one = frame.data.class_names[1]
            named = [f"ŷ = P({shortened(one, LONGEST_CLASS)})"] if one != "1" else []
            subtitles = [f"{state.units} classes"] if state.units > 1 else [*named, "ŷ = P(y = 1)", "ŷ"]
        else:
            label = ACTIVATIONS[state.activation].label
            titles = [f"Layer {layer} · {label}", f"{layer} · {label}", f"Layer {layer}", f"{layer}"]
            subtitles, problem = _effective(frame.symmetry.layers[layer - 1].effective_units, state.units)
            small_width = strong_width
    return _fitting(titles, title_width, room), _fitting(subtitles, small_width, room), problem


def column_of_output(frame: Frame) -> int:
    """L."""
    return len(frame.network.layers)


def _effective(effective: int, units: int) -> tuple[list[str], bool]:
    if units == 1:
        return ["1 unit"], False
    return [f"{effective} of {units} units effective", f"{effective} of {units} effective",
            f"{effective} of {units}"], effective < units  # fmt: skip


def _fitting(texts: Sequence[str], width: Width, room: float) -> str:
    return next((text for text in texts if width(text) <= room), texts[-1])


def at_zero(frame: Frame, layer: int) -> float:
    """g(0), which a tile paints neutral; 0 for the inputs and for softmax."""
    name = frame.network.layers[layer - 1].activation
    return ACTIVATIONS[name].at_zero if layer and name in ACTIVATIONS else 0.0


def scale_texts(frame: Frame, layer: int) -> tuple[str, str]:
    """What the colours of a layer's tiles mean and where they end, whole and in short: ``"a: ±1", "±1"``."""
    _, limit = tile_values(frame, layer)
    ends = f"±{fmt.limit(limit)}"
    return f"{tile_name(frame, layer)}: {ends}", ends


def tile_name(frame: Frame, layer: int) -> str:
    """What the colours of a layer's tiles mean: ``"a"``, ``"a − ½"``, ``"ŷ − ½"``; ``"w"`` of weights."""
    if frame.pictures[layer - 1].tiles is None and _shows_weights(frame, layer):
        return "w"
    zero = at_zero(frame, layer)
    name = "ŷ" if layer == column_of_output(frame) else "a"
    return name + ("" if zero == 0 else " − ½" if zero == 0.5 else " − g(0)")


def tile_values(frame: Frame, layer: int) -> tuple[FloatArray, float]:
    """The pictures of a layer's shown units (units × rows × columns, row 0 below) and their ± limit."""
    if layer == 0:
        tiles = frame.input_tiles
        if tiles is None:
            means = frame.network.X[list(shown_units(frame, 0))].mean(axis=1)
            tiles = means[:, None, None]
        return tiles, float(np.abs(tiles).max()) or 1.0
    picture = frame.pictures[layer - 1]
    if picture.tiles is not None:
        return picture.tiles, picture.tile_scale
    return _without_plane(frame, layer)


def bias_share(frame: Frame, layer: int, unit: int) -> float | None:
    """b as a share of the colour scale, in steps of 0.02; 0 only for an exact zero, None for an input."""
    if not layer:
        return None
    share = float(frame.network.layers[layer - 1].b[unit, 0]) / frame.weight_scale
    if share == 0 or math.isnan(share):
        return share
    return math.copysign(max(0.02, round(min(abs(share), 1.0) * 50) / 50), share)


def _shows_weights(frame: Frame, layer: int) -> bool:
    """Whether a layer's tiles are its weights, as pictures, because the inputs are pixels."""
    return layer == 1 and frame.data.picture is not None


def _without_plane(frame: Frame, layer: int) -> tuple[FloatArray, float]:
    """Pictures where the inputs are no plane.

    The first layer's units show their weights as an image if the inputs are pixels. A single output shows
    its mean answer for either class, left 0, right 1. Others show their mean activation.
    """
    state = frame.network.layers[layer - 1]
    shown = list(shown_units(frame, layer))
    picture = frame.data.picture
    if picture is not None and _shows_weights(frame, layer):
        images = state.W[shown].reshape(len(shown), *picture)[:, ::-1]
        return images, float(np.abs(images).max()) or 1.0
    zero = at_zero(frame, layer)
    axis = frame.pictures[layer - 1].activations
    limit = max(abs(axis.low - zero), abs(axis.high - zero)) or 1.0
    if layer == column_of_output(frame) and state.units == 1:
        classes = [state.A[0, frame.data.labels == label] for label in (0, 1)]
        means = np.array([[answers.mean() if answers.size else zero for answers in classes]])
        return means[None] - zero, limit
    return state.A[shown].mean(axis=1)[:, None, None] - zero, limit
