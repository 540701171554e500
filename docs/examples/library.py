"""Zeros and small random numbers after 1000 updates: what a script sees of two runs, and how they compare."""

from symgui import Experiment, Run

flower = Experiment().with_(network={"hidden": [{"units": 4, "activation": "tanh"}]})
zeros = Run(flower)
small = Run(flower.with_(initialization={"weights": {"scheme": "normal", "scale": 0.01}}))
for run in (zeros, small):
    run.advance(1000)
    print(f"cost {run.cost:.4f}  {run.verdict.name}  effective units {run.effective_units}")
print("W[1]", small.W[1].shape, "b[1]", small.b[1].shape, zeros.compare(small).verdict)
