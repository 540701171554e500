"""The update written by hand, beside the engine's."""

from __future__ import annotations

import numpy as np
import pytest

from symgui.experiment import WeightInit, opening_experiment
from symgui.nn.by_hand import Parameters, cost, update
from symgui.training.trainer import Trainer


@pytest.mark.parametrize(
    "scheme", [WeightInit("zeros"), WeightInit("constant", value=0.5), WeightInit("normal", scale=0.5)]
)
def test_the_engine_makes_the_update_that_is_written_by_hand(scheme: WeightInit) -> None:
    experiment = opening_experiment().with_(initialization={"weights": scheme})
    trainer = Trainer(experiment)
    W, b, data = trainer.network.W, trainer.network.b, trainer.data
    p = Parameters(W[1].copy(), b[1].copy(), W[2].copy(), b[2].copy())
    for _ in range(20):
        assert trainer.cost() == pytest.approx(cost(p, data.X, data.Y), rel=1e-13)
        trainer.advance()
        p = update(p, data.X, data.Y, experiment.training.learning_rate)
        for ours, by_hand in zip((W[1], b[1], W[2], b[2]), p, strict=True):
            np.testing.assert_allclose(ours, by_hand, rtol=1e-11, atol=1e-15)
