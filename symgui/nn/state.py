"""A network at one instant: parameters, and the forward and backward pass over the whole training set."""

from __future__ import annotations

import msgspec

from symgui.arrays import FloatArray


class LayerState(msgspec.Struct, frozen=True, eq=False):
    """Layer l at one instant, in the course's shapes. Every array is read-only.

    Attributes
    ----------
    number : int
        l, from 1 (first hidden layer) to L (the output).
    activation : str
        Name of g: ``"tanh"``, …; the output's is ``"sigmoid"`` or ``"softmax"``.
    W, dW : ndarray, shape (n_l, n_{l-1})
        Weights, and the gradient the update uses (the L2 term included).
    b, db : ndarray, shape (n_l, 1)
        Biases and their gradient.
    Z, A, dZ : ndarray, shape (n_l, m)
        Pre-activations, activations, and the derivative of the loss by Z, one column per example
        (not divided by m).
    """

    number: int
    activation: str
    W: FloatArray
    b: FloatArray
    dW: FloatArray
    db: FloatArray
    Z: FloatArray
    A: FloatArray
    dZ: FloatArray

    @property
    def units(self) -> int:
        """n_l."""
        return int(self.W.shape[0])


class OptimizerState(msgspec.Struct, frozen=True, eq=False):
    """An update rule and what it remembers at one instant.

    Attributes
    ----------
    name : str
        As in the experiment file.
    updates : int
        Updates done.
    memory : dict of str to tuple of ndarray
        By parameter, ``"W[1]"`` and ``"b[2]"``, in its shape: nothing for gradient descent, (v,) for
        momentum, the mean and the mean square of past gradients for Adam. Read-only.
    """

    name: str = "gd"
    updates: int = 0
    memory: dict[str, tuple[FloatArray, ...]] = {}


class Start(msgspec.Struct, frozen=True):
    """Where the parameters were last given, not learned: iteration 0, or the last edit of one.

    Attributes
    ----------
    iteration : int
        Updates done then.
    cost : float
        Mean cross-entropy over the training set there.
    """

    iteration: int
    cost: float


class NetworkState(msgspec.Struct, frozen=True, eq=False):
    """All layers at one instant, over the whole training set.

    Attributes
    ----------
    X : ndarray, shape (n_x, m)
    Y : ndarray, shape (n_L, m)
        0/1 labels; one-hot columns above two classes.
    layers : tuple of LayerState
        ``layers[l - 1]`` is layer l; the last one is the output.
    cost : float
        Mean cross-entropy over the training set, the L2 penalty excluded.
    l2 : float
        λ of the penalty λ/(2m) Σ W².
    iteration : int
        Updates done.
    start : Start
    learning_rate : float
        That of the next update.
    batch : int
        Examples of an update, all or those of a mini-batch: the m of λ/m.
    arithmetic : str
        How the engine sums: ``"per-unit"`` or ``"blas"``.
    full_batch : bool
        An update uses all examples, so the gradients here are its own; a mini-batch has others.
    coasting : frozenset of str
        Parameters, as ``"W[1]"`` and ``"b[2]"``, that the optimizer may move even by a gradient that cannot
        be told from 0: from its memory, or because it divides a gradient by its size.
    given : frozenset of int
        Layers whose weights were not all 0 at the start, or were set to something else: what they hold is
        not rounding's work, however small it is.
    optimizer : OptimizerState
        What makes the next update.
    class_names : tuple of str
        What the data call their classes; without any they are numbers.
    """

    X: FloatArray
    Y: FloatArray
    layers: tuple[LayerState, ...]
    cost: float
    l2: float
    iteration: int
    start: Start
    learning_rate: float
    batch: int
    arithmetic: str
    full_batch: bool = True
    coasting: frozenset[str] = frozenset()
    given: frozenset[int] = frozenset()
    optimizer: OptimizerState = OptimizerState()
    class_names: tuple[str, ...] = ()

    @property
    def m(self) -> int:
        """Number of training examples."""
        return int(self.X.shape[1])

    @property
    def updates(self) -> int:
        """Updates since the parameters were last given."""
        return self.iteration - self.start.iteration

    @property
    def decay(self) -> float:
        """λ/m of an update: the share of a weight that the L2 term adds to its gradient."""
        return self.l2 / self.batch

    @property
    def hidden(self) -> tuple[LayerState, ...]:
        """The hidden layers."""
        return self.layers[:-1]

    @property
    def output(self) -> LayerState:
        """The output layer."""
        return self.layers[-1]

    def A(self, layer: int) -> FloatArray:
        """A[l], with A[0] = X."""
        return self.X if layer == 0 else self.layers[layer - 1].A
