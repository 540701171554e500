"""The phases of an update, against the update itself."""

import numpy as np
import pytest

from symgui.experiment import TrainingSpec, WeightInit, opening_experiment
from symgui.experiment.parts import OptimizerName
from symgui.nn.state import NetworkState
from symgui.training.phases import Phase, phases
from symgui.training.trainer import Trainer


def test_phases_come_in_the_order_of_an_update_and_carry_its_numbers() -> None:
    weights = WeightInit(scheme="normal", scale=0.5)
    trainer = Trainer(opening_experiment().with_(initialization={"weights": weights}))
    before = trainer.network_state()
    trainer.advance()
    after = trainer.network_state()
    found = phases(before, after)
    assert [(phase.name, phase.layer) for phase in found] == [
        ("forward", 1), ("forward", 2), ("loss", 2), ("backward", 2), ("backward", 1),
        ("update", 1), ("update", 2),
    ]  # fmt: skip
    figures = {name: value for phase in found for name, value in phase.figures}
    A1 = np.tanh(before.layers[0].W @ before.X + before.layers[0].b)
    logits = before.layers[1].W @ A1 + before.layers[1].b
    A2 = 1 / (1 + np.exp(-logits))
    cost = -np.mean(before.Y * np.log(A2) + (1 - before.Y) * np.log(1 - A2))
    dW2 = (A2 - before.Y) @ A1.T / before.m
    assert np.isclose(figures["mean |A[1]|"], np.abs(A1).mean(), rtol=1e-12)
    assert np.isclose(figures["J"], cost, rtol=1e-12)
    assert np.isclose(figures["largest |dW[2]|"], np.abs(dW2).max(), rtol=1e-12)
    assert np.isclose(figures["largest change of W[2]"], 1.2 * np.abs(dW2).max(), rtol=1e-9)


def updates(
    optimizer: OptimizerName, batch_size: int | None = None
) -> tuple[list[Phase], Trainer, NetworkState]:
    weights = WeightInit(scheme="normal", scale=0.5)
    training = TrainingSpec(optimizer=optimizer, batch_size=batch_size, learning_rate=0.1)
    trainer = Trainer(opening_experiment().with_(initialization={"weights": weights}, training=training))
    before = trainer.network_state()
    trainer.advance()
    found = phases(before, trainer.network_state(), optimizer)
    return [phase for phase in found if phase.name == "update"], trainer, before


@pytest.mark.parametrize(("optimizer", "rule"), [("gd", "− α dW[1]"), ("momentum", "− α v"), ("adam", "√ŝ")])
def test_the_update_is_the_optimizers_own(optimizer: OptimizerName, rule: str) -> None:
    found, trainer, before = updates(optimizer)
    assert rule in found[0].formula
    assert ("α dW" in found[0].formula) == (optimizer == "gd")
    dW = before.layers[0].dW
    v, s = 0.1 * dW / (1 - 0.9), 0.001 * dW**2 / (1 - 0.999)
    step = {"gd": dW, "momentum": dW, "adam": v / (np.sqrt(s) + 1e-8)}[optimizer]  # from an empty memory
    assert np.allclose(trainer.network.W[1], before.layers[0].W - 0.1 * step, rtol=1e-9)
    assert "mini-batch" not in found[0].formula


def test_a_mini_batch_is_said_to_have_a_gradient_of_its_own() -> None:
    found, _, before = updates("gd", batch_size=64)
    assert found[0].formula.startswith("dW[1] and db[1] are now those of the mini-batch:")
    change = dict(found[0].figures)["largest change of W[1]"]
    assert not np.isclose(change, 0.1 * np.abs(before.layers[0].dW).max(), rtol=1e-3)
