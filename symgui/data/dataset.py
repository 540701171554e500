"""A data set as the engine sees it: one column per example."""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.typing import NDArray

from symgui.arrays import FloatArray


class Dataset(msgspec.Struct, frozen=True, eq=False):
    """Training and test examples, read-only.

    Attributes
    ----------
    X : ndarray, shape (n_x, m)
    labels : ndarray of int, shape (m,)
        Class of each example, 0 … classes − 1.
    Y : ndarray, shape (1, m) for two classes, (classes, m) one-hot above
    X_test, labels_test
        The same for the test examples; zero columns when there are none.
    classes : int
    features : tuple of str
        Names of the inputs: ``("x1", "x2")``.
    class_names : tuple of str
        ``("0", "1")``, or what a table calls its classes.
    means, deviations : ndarray, shape (n_x,)
        Of the training examples as they came: what standardizing takes out.
    picture : tuple of int, or None
        Rows and columns, if the inputs are the pixels of a picture, row by row.
    """

    X: FloatArray
    labels: NDArray[np.int64]
    Y: FloatArray
    X_test: FloatArray
    labels_test: NDArray[np.int64]
    classes: int
    features: tuple[str, ...]
    class_names: tuple[str, ...]
    means: FloatArray
    deviations: FloatArray
    picture: tuple[int, int] | None = None

    @property
    def m(self) -> int:
        """Number of training examples."""
        return len(self.labels)

    @property
    def has_test(self) -> bool:
        """Whether there are test examples."""
        return len(self.labels_test) > 0
