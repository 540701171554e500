"""Zeros and small random numbers, the same data and network: what each comes to after 1000 updates."""

from symgui import Run
from symgui.experiment import WeightInit, opening_experiment

for weights in (WeightInit("zeros"), WeightInit("normal", scale=0.01)):
    run = Run(opening_experiment().with_(initialization={"weights": weights}))
    run.advance(1000)
    frame = run.frame()
    print(f"{weights.scheme:8} cost {frame.cost:.4f}  {frame.verdict.name}: {frame.verdict.evidence}")
