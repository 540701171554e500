"""From the experiment's words to the examples a network trains on."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TypeVar

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray

from symgui.arrays import FloatArray
from symgui.data.dataset import Dataset
from symgui.data.digits import PIXELS, SIDE, class_names, digits
from symgui.data.generators import GENERATORS, Counts
from symgui.experiment import DataSpec
from symgui.nn.interruption import look

Array = TypeVar("Array", FloatArray, NDArray[np.int64])


def load_data(spec: DataSpec) -> Dataset:
    """The training and test examples that `spec` describes.

    Training examples come from ``RandomState(seed)`` and test examples from ``RandomState(test_seed)``, by
    the same formula; of data that are not made by a formula both are chosen by ``RandomState(seed)``.
    Nothing is standardized unless asked; then both with the training mean and standard deviation.

    Returns
    -------
    Dataset
        Its arrays are read-only, C-contiguous float64.

    Raises
    ------
    DataFileError
        If the data lie in a file that is gone, or has changed; an `ExperimentError`.
    """
    names: tuple[str, ...] = tuple(map(str, range(spec.classes)))
    features: tuple[str, ...] = ("x1", "x2")
    picture: tuple[int, ...] | None = None
    if spec.table is not None or spec.kind == "digits":
        # what reads files is loaded when somebody has one
        from symgui.data.tables.examples import examples_of, split_of

        if spec.table is not None:
            (points, labels), (test_points, test_labels) = split_of(spec, examples_of(spec.table))
            features, names, picture = spec.table.features, spec.table.classes, spec.table.picture
        else:
            (points, labels), (test_points, test_labels) = split_of(spec, digits(spec.digit))
            features, names, picture = PIXELS, class_names(spec.digit), (SIDE, SIDE)
    else:
        points, labels = _examples(spec, spec.samples, spec.seed)
        test_points, test_labels = _examples(spec, spec.test_samples, spec.test_seed)
    mean, deviation = points.mean(axis=0), points.std(axis=0)
    deviation[np.ptp(points, axis=0) == 0.0] = 0.0
    if spec.standardize:
        spread = np.where(deviation == 0.0, 1.0, deviation)  # a feature that is the same everywhere stays so
        points, test_points = (points - mean) / spread, (test_points - mean) / spread
    return Dataset(
        X=_columns(points),
        labels=_frozen(labels),
        Y=targets(labels, spec.classes),
        X_test=_columns(test_points),
        labels_test=_frozen(test_labels),
        classes=spec.classes,
        features=features,
        class_names=names,
        means=_frozen(mean),
        deviations=_frozen(deviation),
        picture=(picture[0], picture[1]) if picture is not None else None,
    )


def data_label(spec: DataSpec) -> str:
    """What people call the data: ``"flower"``, ``"iris.csv"``."""
    if spec.table is not None:
        return spec.table.name or "own data"
    if spec.kind == "digits":
        return "digits" if spec.digit is None else f"digits, {spec.digit} against the rest"
    return GENERATORS[spec.kind].label


def class_counts(samples: int, classes: int, balance: float) -> Counts:
    """How many of `samples` examples each class gets.

    Of two classes, class 1 gets the share `balance`, halves rounded up; more classes share evenly, the later
    ones taking what is left over.
    """
    if classes == 2:
        ones = math.floor(balance * samples + 0.5)
        return (samples - ones, ones)
    ends = [k * samples // classes for k in range(classes + 1)]
    return tuple(end - start for start, end in pairwise(ends))


def targets(labels: NDArray[np.int64], classes: int) -> FloatArray:
    """Y: the labels as one row for two classes, as one-hot columns above."""
    if classes == 2:
        return _frozen(labels[np.newaxis].astype(np.float64))
    return _frozen((labels == np.arange(classes)[:, np.newaxis]).astype(np.float64))


def _examples(spec: DataSpec, samples: int, seed: int) -> tuple[FloatArray, NDArray[np.int64]]:
    look()
    if samples == 0:
        return np.empty((0, 2)), np.empty(0, dtype=np.int64)
    counts = class_counts(samples, spec.classes, spec.balance)
    return GENERATORS[spec.kind].generate(RandomState(seed), counts, spec.noise)


def _columns(points: FloatArray) -> FloatArray:
    """One column per example."""
    return _frozen(np.ascontiguousarray(points.T))


def _frozen(array: Array) -> Array:
    array.setflags(write=False)
    return array
