"""Weights of one's own: a file with the weights of a trained network becomes the start of an experiment.

`with_weights` does all of it; `read_weights` reads the arrays, `layers_for` finds the layers in them,
`start_from` makes the experiment.
"""

from symgui.weights.from_weights import (
    activations_of,
    fitting_data,
    layers_for,
    start_from,
    started_at,
    with_weights,
)
from symgui.weights.layers import ORIENTATIONS, LayerArrays, Layers, Orientation, sizes_of
from symgui.weights.weights_file import SUFFIXES, Arrays, holds_weights, read_weights

__all__ = [
    "ORIENTATIONS",
    "SUFFIXES",
    "Arrays",
    "LayerArrays",
    "Layers",
    "Orientation",
    "activations_of",
    "fitting_data",
    "holds_weights",
    "layers_for",
    "read_weights",
    "sizes_of",
    "start_from",
    "started_at",
    "with_weights",
]
