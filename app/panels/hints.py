"""One line that says what to try next; only what is true of the network in sight."""

from __future__ import annotations

from symgui.experiment import Experiment
from symgui.symmetry.finding import Verdict
from symgui.symmetry.guessing import Reached
from symgui.symmetry.stillness import Still
from symgui.symmetry.verdict import VERDICTS
from symgui.training.frame import Frame

NOT_YET = "A question of the lesson is open: choose an answer, then run the step."


def hint_of(frame: Frame) -> str:
    """The `hint` on what a frame shows; none while it would answer an open question."""
    return NOT_YET if frame.withheld else hint(frame.experiment, frame.verdict)


def hint(experiment: Experiment, verdict: Verdict) -> str:
    """What to try, as rich text: names of controls in bold.

    Parameters
    ----------
    experiment : Experiment
    verdict : Verdict
        On the run as it stands.
    """
    if verdict.reached is Reached.ONE_CLASS:
        return "All examples are of one class: there is nothing to tell apart."
    if verdict.still is Still.RATE:
        return "With a learning rate of 0 nothing moves, whatever the start. Try: a <b>rate α</b> above 0."
    after = VERDICTS[verdict.name].hint(experiment, verdict)
    if after:
        return after
    if not experiment.network.hidden:
        return (
            "No hidden layer: logistic regression may start at zero. "
            "Try: set <b>hidden layers</b> to 1, <b>weights W</b> to zeros."
        )
    scheme = experiment.initialization.weights.scheme
    if scheme == "zeros" and _starts_alike(experiment):
        return "Try: switch <b>weights W</b> to normal 0.01 (small random numbers), then Run."
    if scheme == "constant" and _starts_alike(experiment):
        return (
            "With equal biases any one constant makes a layer one unit. "
            "Try: Run, then <b>weights W</b> normal."
        )
    kept = experiment.arithmetic == "per-unit" and not experiment.changes
    if verdict.name == "healthy" and scheme != "zeros" and kept and _starts_alike(experiment):
        return "Try: switch <b>weights W</b> to zeros, then Run: the units of a layer stay equal for ever."
    return "Click a weight: its gradient is taken apart under Why. Double-click changes it."


def _starts_alike(experiment: Experiment) -> bool:
    """Whether biases are no exception, and no layer is."""
    start = experiment.initialization
    return start.biases.scheme in ("zeros", "constant") and not start.layers
