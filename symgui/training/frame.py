"""What a view sees: an immutable snapshot of a run at one iteration."""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.typing import NDArray

from symgui.arrays import FloatArray
from symgui.data.dataset import Dataset
from symgui.experiment import Experiment
from symgui.nn.state import NetworkState
from symgui.symmetry.divergence import Divergence
from symgui.symmetry.finding import Verdict
from symgui.symmetry.partition import Symmetry
from symgui.training.section import SectionAxes


class Histogram(msgspec.Struct, frozen=True, eq=False):
    """Counts of values in equal bins; exact zeros are counted apart, never in a bin.

    Attributes
    ----------
    low, high : float
        Ends of the axis. They change in steps (1, 2, 5 × a power of ten) and never shrink within a run.
    counts : ndarray of int, shape (bins,)
        Values that are not exactly 0, by bin; bin i covers [low + i·w, low + (i+1)·w].
    zeros : int
        Values that are exactly 0.
    bad : int
        Values that are not finite, or too large for any axis (beyond 5e307).
    total : int
    """

    low: float
    high: float
    counts: NDArray[np.int64]
    zeros: int
    bad: int
    total: int


class LayerPicture(msgspec.Struct, frozen=True, eq=False):
    """What the views draw of layer l, besides its state.

    Attributes
    ----------
    activations, gradients : Histogram
        Of A[l], and of dW[l] and db[l] together.
    activation_std : float
        Standard deviation of A[l] over units and examples.
    example_std : float
        The largest of a unit's standard deviations over the examples.
    gradient_rms : float
        Root mean square of dW[l].
    shown_units : tuple of int
        Units (0-based) that have a tile: all up to 8, else 8 at fixed places.
    tiles : ndarray, shape (len(shown_units), g, g), or None
        a − g(0) of those units over the plane of the inputs, row 0 at the lowest x2; None if n_x ≠ 2.
    tile_scale : float
        The ± limit of the tiles' colours; grows in steps.
    """

    activations: Histogram
    gradients: Histogram
    activation_std: float
    example_std: float
    gradient_rms: float
    shown_units: tuple[int, ...]
    tiles: FloatArray | None
    tile_scale: float


class Plane(msgspec.Struct, frozen=True, eq=False):
    """The network's answer over the plane of two inputs.

    Attributes
    ----------
    x1, x2 : ndarray, shape (g,)
        Grid coordinates.
    probability : ndarray, shape (g, g)
        ŷ = P(class 1) at [row i: x2[i], column j: x1[j]] for two classes;
        the probability of the winning class above two.
    winner : ndarray of int, shape (g, g)
        The predicted class.
    """

    x1: FloatArray
    x2: FloatArray
    probability: FloatArray
    winner: NDArray[np.int64]


class SectionPlane(msgspec.Struct, frozen=True, eq=False):
    """The network's answer over a plane through more than two inputs.

    Attributes
    ----------
    plane : Plane
        ``x1`` and ``x2`` are coordinates in the section.
    axes : SectionAxes
        Where it lies, and where the examples lie in it.
    """

    plane: Plane
    axes: SectionAxes


class Curve(msgspec.Struct, frozen=True, eq=False):
    """Recorded history of the run so far, oldest first; arrays of one shape belong together.

    Attributes
    ----------
    iterations : ndarray of int, shape (n,)
    cost, train_accuracy, test_accuracy : ndarray, shape (n,)
        Cost on the training set (penalty excluded); accuracies as shares of 1, NaN without test data.
    measured : ndarray of int, shape (k,)
        The iterations, fewer, at which symmetry was measured too.
    effective_units : ndarray of int, shape (k, hidden layers)
    row_spread : ndarray, shape (k, hidden layers)
        Largest difference between two units' incoming row or bias.
    """

    iterations: NDArray[np.int64]
    cost: FloatArray
    train_accuracy: FloatArray
    test_accuracy: FloatArray
    measured: NDArray[np.int64]
    effective_units: NDArray[np.int64]
    row_spread: FloatArray


class Event(msgspec.Struct, frozen=True):
    """A change that happened in a run, at an iteration.

    Attributes
    ----------
    iteration : int
        Updates done when it was seen. What is computed from the network is looked at where the curve has a
        point, so it may have happened up to 5 % earlier.
    text : str
        For people: ``"train accuracy over 90 %"``.
    kind : str
        ``symmetry``, ``dead``, ``saturated``, ``accuracy``, ``diverged``, ``edited`` or ``forked``.
    lane : str
        In a race the letter of the lane it happened in; empty for a run.
    """

    iteration: int
    text: str
    kind: str = ""
    lane: str = ""

    @property
    def with_lane(self) -> str:
        """The text, in a race behind its lane's letter: ``"B: layer 1 saturated"``."""
        return f"{self.lane}: {self.text}" if self.lane else self.text


class Frame(msgspec.Struct, frozen=True, eq=False):
    """A run at one iteration. Nothing in it changes once it is made.

    Attributes
    ----------
    run : int
        Id of the run; a view of another run is stale.
    iteration : int
        Updates done.
    experiment : Experiment
    data : Dataset
    network : NetworkState
        Parameters, activations and gradients over the whole training set.
    pictures : tuple of LayerPicture
        ``pictures[l - 1]`` belongs to layer l.
    input_tiles : ndarray, shape (n_x, g, g), or None
        Each input over the plane.
    weight_scale : float
        The ± limit of the one colour scale of all W and b.
    cost, penalty : float
        Mean cross-entropy; λ/(2m) Σ W².
    train_accuracy : float
    test_accuracy : float or None
    learning_rate : float
        As it is now (it may have been changed while the run went on).
    curve : Curve
    symmetry : Symmetry
    verdict : Verdict
    plane : Plane or None
        Of two inputs.
    section : SectionPlane or None
        The answers over a plane through more than two inputs, if somebody wants to see one.
    standstill : bool
        State t+1 equals state t bit for bit (full batch, optimizer's memory included), so for ever.
    divergence : Divergence or None
    events : tuple of Event
        What happened in the run so far, also beyond this iteration where it has been farther; by iteration.
    furthest : int
        The latest iteration that the run has reached.
    withheld : frozenset of str
        What is not to be said while a question is open, see `symgui.training.withholding`.
    """

    run: int
    iteration: int
    experiment: Experiment
    data: Dataset
    network: NetworkState
    pictures: tuple[LayerPicture, ...]
    input_tiles: FloatArray | None
    weight_scale: float
    cost: float
    penalty: float
    train_accuracy: float
    test_accuracy: float | None
    learning_rate: float
    curve: Curve
    symmetry: Symmetry
    verdict: Verdict
    plane: Plane | None
    standstill: bool
    divergence: Divergence | None
    events: tuple[Event, ...] = ()
    furthest: int = 0
    withheld: frozenset[str] = frozenset()
    section: SectionPlane | None = None

    @property
    def drawn_plane(self) -> Plane | None:
        """The plane that pictures show: that of two inputs, of more that of the section, if there is one."""
        return self.plane if self.section is None else self.section.plane

    @property
    def drawn_points(self) -> tuple[FloatArray, FloatArray]:
        """Where the training and the test examples lie in `drawn_plane`."""
        if self.section is not None:
            return self.section.axes.points, self.section.axes.test_points
        return self.data.X, self.data.X_test
