"""One start is one draw: the share of 20 seeds of He weights that part the circles within 8000 updates."""

from symgui.experiment import Experiment
from symgui.resources import example_files
from symgui.training.trainer import Trainer

circles = next(file for file in example_files() if file.name == "circles-he.symgui.json")
accuracies = []
for seed in range(20):
    trainer = Trainer(Experiment.load(circles).with_(initialization={"seed": seed}))
    trainer.advance(8000)
    accuracies.append(trainer.train_accuracy())
print(f"{sum(share > 0.9 for share in accuracies)} of {len(accuracies)} seeds above 90 %")
