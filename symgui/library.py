"""Runs as a script or a notebook wants them: advance, look, compare; a notebook draws one as its score."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from symgui.arrays import FloatArray
from symgui.experiment import Experiment
from symgui.figures.score import score
from symgui.symmetry.finding import Verdict
from symgui.symmetry.partition import measure
from symgui.symmetry.verdict import judge
from symgui.training.moments import MomentComparison, compare, pin
from symgui.training.run import RecordedRun


class Run(RecordedRun):
    """A run of an experiment, from iteration 0.

    What can be done with it, `advance`, `seek`, `set_learning_rate`, `set_l2`, `edit`, is that of
    `symgui.training.run.RecordedRun`; this class adds what there is to see. Layers count from 1, as in the
    course: ``run.W[1]`` has shape (n_1, n_x), ``run.b[1]`` (n_1, 1).

    Parameters
    ----------
    experiment : Experiment

    Examples
    --------
    >>> from symgui import Experiment, Run
    >>> run = Run(Experiment().with_(network={"hidden": [{"units": 4, "activation": "tanh"}]}))
    >>> run.advance(100)
    100
    >>> run.W[1].shape, run.verdict.name, run.effective_units
    ((4, 2), 'frozen', (1,))
    """

    def __init__(self, experiment: Experiment) -> None:
        super().__init__(experiment)

    @property
    def W(self) -> Mapping[int, FloatArray]:
        """The weights as they are now, by layer: shape (n_l, n_{l-1}), read-only copies."""
        return _copies(self.trainer.network.W)

    @property
    def b(self) -> Mapping[int, FloatArray]:
        """The biases as they are now, by layer: shape (n_l, 1), read-only copies."""
        return _copies(self.trainer.network.b)

    @property
    def A(self) -> Mapping[int, FloatArray]:
        """The activations on all training examples, by layer: shape (n_l, m); ``A[0]`` is X."""
        state = self.trainer.network_state()
        return MappingProxyType({l: state.A(l) for l in range(len(state.layers) + 1)})

    @property
    def dW(self) -> Mapping[int, FloatArray]:
        """The gradients of the weights on all training examples, by layer, the L2 term included."""
        return MappingProxyType({layer.number: layer.dW for layer in self.trainer.network_state().layers})

    @property
    def db(self) -> Mapping[int, FloatArray]:
        """The gradients of the biases on all training examples, by layer."""
        return MappingProxyType({layer.number: layer.db for layer in self.trainer.network_state().layers})

    @property
    def cost(self) -> float:
        """Mean cross-entropy over the training set, without the L2 penalty."""
        return self.trainer.cost()

    @property
    def train_accuracy(self) -> float:
        """Share of the training examples that are classified right."""
        self.trainer.cost()  # whose pass is asked
        return self.trainer.train_accuracy()

    @property
    def test_accuracy(self) -> float:
        """Share of the test examples that are classified right; NaN without any."""
        return self.trainer.test_accuracy()

    @property
    def verdict(self) -> Verdict:
        """What is wrong with the network, if anything: its ``name``, and the ``evidence`` for it."""
        state = self.trainer.network_state()
        return judge(state, measure(state))

    @property
    def effective_units(self) -> tuple[int, ...]:
        """How many different units each hidden layer has."""
        return measure(self.trainer.network_state()).effective_units

    def compare(self, other: RecordedRun) -> MomentComparison:
        """The network of this run (``before``) and of another (``after``), unit by unit.

        Raises
        ------
        ValueError
            If they have different shapes, or were trained on different data.
        """
        return compare(pin("this run", self.frame()), pin("the other run", other.frame()))

    def _repr_html_(self) -> str:
        """The score, for a notebook."""
        return f'<div style="overflow-x: auto">{score(self.frame())}</div>'


def _copies(arrays: Mapping[int, FloatArray]) -> Mapping[int, FloatArray]:
    copies = {l: array.copy() for l, array in arrays.items()}
    for copy in copies.values():
        copy.flags.writeable = False
    return MappingProxyType(copies)
