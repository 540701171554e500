"""One line that says what to try next; only what is true of the network in sight."""

from __future__ import annotations

from symgui.experiment import Experiment


def hint(experiment: Experiment, verdict: str) -> str:
    """What to try, as rich text: names of controls in bold.

    Parameters
    ----------
    experiment : Experiment
    verdict : str
        The name of the verdict on the run as it stands.
    """
    if not experiment.network.hidden:
        return (
            "No hidden layer: logistic regression may start at zero. "
            "Try: set <b>hidden layers</b> to 1, <b>weights W</b> to zeros."
        )
    after = _AFTER_VERDICT.get(verdict)
    if after is not None:
        return after
    scheme = experiment.initialization.weights.scheme
    if scheme == "zeros" and _starts_alike(experiment):
        return "Try: switch <b>weights W</b> to random normal 0.01, then Run."
    if scheme == "constant" and _starts_alike(experiment):
        return "Any one constant makes a layer one unit. Try: Run, then <b>weights W</b> random normal."
    if verdict == "healthy" and scheme != "zeros" and _starts_alike(experiment):
        return "Try: switch <b>weights W</b> to zeros, then Run: the units of a layer stay equal for ever."
    return "Click a weight: its gradient is taken apart under Why. Double-click changes it."


_AFTER_VERDICT = {
    "diverged": "Numbers grew past all bounds. Try: a smaller <b>rate α</b>, then Start over and Run.",
    "dead": "A dead ReLU layer answers 0 to all. Try: He for <b>weights W</b>, a smaller <b>rate α</b>.",
    "exploding": "Each layer enlarges the signal. Try: Xavier or He for <b>weights W</b>.",
    "saturated": "Flat slopes stop the gradient. Try: a smaller start: Xavier for <b>weights W</b>.",
    "vanishing": "The signal dies out on its way. Try: Xavier (tanh) or He (ReLU) for <b>weights W</b>.",
}


def _starts_alike(experiment: Experiment) -> bool:
    """Whether biases are no exception, and no layer is."""
    start = experiment.initialization
    return start.biases.scheme in ("zeros", "constant") and not start.layers
