"""What is too large is known beforehand, from its operations and the speed that was measured."""

from __future__ import annotations

import pytest

from symgui.experiment import Experiment, LayerSpec, opening_experiment
from symgui.training import workload as module
from symgui.training.trainer import Trainer
from symgui.training.workload import Workload, workload


def deep(units: int, layers: int, samples: int, **training: object) -> Experiment:
    hidden = tuple(LayerSpec(units, "tanh") for _ in range(layers))
    data = {"kind": "circles", "samples": samples}
    return opening_experiment().with_(data=data, network={"hidden": hidden}, training=training)


def test_the_products_are_those_of_the_trainer() -> None:
    for spec in (deep(7, 3, 120), deep(5, 1, 90, batch_size=32), deep(5, 0, 90)):
        assert workload([spec]).products == Trainer(spec).work


def test_lanes_add_up() -> None:
    small, large = deep(4, 1, 100), deep(9, 2, 100)
    one, other, both = workload([small]), workload([large]), workload([small, large])
    assert both.products == one.products + other.products
    assert both.memory == one.memory + other.memory


def test_the_estimate_says_how_it_was_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """12 layers of 512 on 3,200 examples: 3,200 · (512 · 26 + 11 · 512 · 1556 + 1556) ≈ 2.8e10."""
    monkeypatch.setattr(module, "measured_speed", lambda _: 2e9)
    expected = workload([deep(512, 12, 3200)])
    assert expected.products == 3200 * (512 * 26 + 11 * 512 * 1556 + 1556)
    assert expected.too_much
    assert str(expected) == (
        "One update takes about 14 s on this computer (2.8e10 multiplications at 2.0e9 a second), "
        "and needs 1.7 GB of memory."
    )


def test_limits() -> None:
    assert not Workload(products=4e9, speed=2e9, memory=1e6).too_much
    assert Workload(products=4.1e9, speed=2e9, memory=1e6).too_much
    assert Workload(products=1e3, speed=2e9, memory=2.1e9).too_much


def test_of_what_is_quick_nothing_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "measured_speed", lambda _: pytest.fail("measured"))
    assert not workload([deep(10, 2, 400)]).too_much


@pytest.mark.parametrize("arithmetic", ["per-unit", "blas"])
def test_the_speed_is_measured(arithmetic: str) -> None:
    assert 0 < module.measured_speed(arithmetic) < 1e13
