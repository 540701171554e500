"""The phases of an update, against the update itself."""

import numpy as np

from symgui.experiment import WeightInit, opening_experiment
from symgui.training.phases import phases
from symgui.training.trainer import Trainer


def test_phases_come_in_the_order_of_an_update_and_carry_its_numbers() -> None:
    weights = WeightInit(scheme="normal", scale=0.5)
    trainer = Trainer(opening_experiment().with_(initialization={"weights": weights}))
    before = trainer.network_state()
    trainer.step()
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
