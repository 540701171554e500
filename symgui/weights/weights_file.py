"""The arrays in a file of weights, whatever kind it is: NPZ, safetensors or JSON; no pickle, nothing runs."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import TypeAlias

import numpy as np

from symgui.arrays import FloatArray
from symgui.data.tables.archive import opened
from symgui.data.tables.npy import array_of, header_of
from symgui.experiment import SUFFIX, ExperimentError
from symgui.experiment.spec import shown, shown_name
from symgui.files import read_file, reason
from symgui.weights.array_bounds import MAX_WEIGHTS_BYTES, check_shapes
from symgui.weights.json_file import read_json
from symgui.weights.layers import is_parameter
from symgui.weights.safetensors_file import looks_like_safetensors, read_safetensors

Arrays: TypeAlias = dict[str, FloatArray]
"""By the name the file has for them, in its order."""

SUFFIXES = (".npz", ".safetensors", ".json")
"""Names of files that hold weights."""
PICKLED = (
    "holds Python objects (pickle), which are not read: they could run a program. Save it with "
    "safetensors.torch.save_file, or as arrays with numpy.savez"
)


def read_weights(path: Path) -> Arrays:
    """The arrays in a file, all of them finite numbers.

    Raises
    ------
    ExperimentError
        If it cannot be read; one sentence that names the file, the place and the value.
    """
    try:
        arrays = _read(read_file(path, MAX_WEIGHTS_BYTES))
        for name, array in arrays.items():
            _check_finite(name, array)
    except ExperimentError as error:
        raise error.from_source(path.name) from None
    except (OSError, ValueError) as error:
        raise ExperimentError(f"cannot be read: {reason(error)}", "", path.name) from None
    return arrays


def holds_weights(path: Path) -> bool:
    """Whether a file looks like weights, by its name; an NPZ by its arrays' names: it may be data."""
    suffix, name = path.suffix.lower(), path.name.lower()
    if suffix == ".safetensors":
        return True
    if suffix == ".json" and not name.endswith(SUFFIX):
        return _has_no_format(path)
    if suffix != ".npz":
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(read_file(path, MAX_WEIGHTS_BYTES))) as archive:
            return any(is_parameter(entry.removesuffix(".npy")) for entry in archive.namelist())
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError):
        return False


def _has_no_format(path: Path) -> bool:
    """Whether it is no experiment and no race, which say what they are in their first field."""
    try:
        return b'"format"' not in read_file(path, MAX_WEIGHTS_BYTES)[:4096]
    except (OSError, ValueError):
        return False


def _read(data: bytes) -> Arrays:
    if not data:
        raise ExperimentError("is empty")
    if looks_like_safetensors(data):  # first: the length may look like anything
        return read_safetensors(data)
    if data[:2] == b"PK":
        return _read_npz(data)
    if data[:1] == b"\x80":
        raise ExperimentError(PICKLED)
    if data[:4] == b"\x89HDF":
        raise ExperimentError("is HDF5, which is not read: save model.get_weights() with numpy.savez")
    if data[:6] == b"\x93NUMPY":
        raise ExperimentError("is a single array: save all weights and biases together with numpy.savez")
    return read_json(data)


def _read_npz(data: bytes) -> Arrays:
    archive = opened(data)
    entries = [entry for entry in archive.infolist() if entry.filename.endswith(".npy")]
    if any(entry.filename.endswith((".pkl", "/data.pkl")) for entry in archive.infolist()):
        raise ExperimentError(PICKLED)
    shapes: dict[str, tuple[int, ...]] = {}
    for entry in entries:
        name = entry.filename.removesuffix(".npy")
        if name in shapes:
            raise ExperimentError(f"has {shown(name)} twice")
        shapes[name] = header_of(data, entry)
    check_shapes(shapes)
    arrays = {}
    for (name, _), entry in zip(shapes.items(), entries, strict=True):
        array = array_of(data, entry)
        if array.dtype.kind not in "iuf":
            raise ExperimentError(f"must hold numbers, not {array.dtype}", shown_name(name))
        arrays[name] = array.astype(np.float64)
    return arrays


def _check_finite(name: str, array: FloatArray) -> None:
    bad = ~np.isfinite(array)
    if bad.any():
        at = np.unravel_index(int(np.argmax(bad)), array.shape)
        index = f"[{','.join(map(str, at))}]" if at else ""
        raise ExperimentError(f"must be a finite number, not {array[at]}", f"{shown_name(name)}{index}")
