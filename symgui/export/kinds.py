"""Everything that can be exported, in one list: the command line and the window offer the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from symgui.experiment import Experiment
from symgui.experiment.line import to_line
from symgui.export.code import notebook, numpy_script, torch_script
from symgui.export.number_files import (
    Table,
    as_csv,
    histograms,
    matrices,
    npz,
    parameters_of,
    recorded,
    safetensors,
)
from symgui.export.report_pages import report_pages
from symgui.figures.boundary import boundary
from symgui.figures.cost import cost
from symgui.figures.palette import Palette
from symgui.figures.race_picture import race
from symgui.figures.score import score
from symgui.figures.weights import weights
from symgui.training.frame import Frame
from symgui.training.results import as_table as results_table
from symgui.training.results import race_results


class Export(msgspec.Struct, frozen=True):
    """A kind of export, of a run or of a race; of the four functions it has one.

    Attributes
    ----------
    name : str
        As the command line calls it.
    label, tip : str
        For people.
    suffixes : tuple of str
        Of its files, the usual one first.
    program : callable or None
        ``(experiment, iterations)`` to text: it needs no run.
    table : callable or None
        A frame, of a run or of a race, to rows of fields.
    numbers : callable or None
        A frame to the bytes of a file.
    pages : callable or None
        ``(frame, palette, titled)`` to SVG, a text a page.
    """

    name: str
    label: str
    tip: str
    suffixes: tuple[str, ...]
    program: Callable[[Experiment, int], str] | None = None
    table: Callable[[Any], Table] | None = None
    numbers: Callable[[Frame], bytes] | None = None
    pages: Callable[[Any, Palette, bool], list[str]] | None = None

    @property
    def is_text(self) -> bool:
        """Whether it can be printed, or copied as text."""
        return self.program is not None or self.table is not None

    def data(self, frame: Frame) -> bytes:
        """The file of a program, a table or numbers: what needs no painting."""
        if self.program is not None:
            return self.program(frame.experiment, frame.experiment.training.iterations).encode()
        if self.table is not None:
            return as_csv(self.table(frame)).encode()
        assert self.numbers is not None
        return self.numbers(frame)


def _line(experiment: Experiment, iterations: int) -> str:
    """The line of the experiment; how long it is to be trained is in it."""
    return to_line(experiment.with_(training={"iterations": iterations})) + "\n"


def _picture(draw: Callable[..., str]) -> Callable[[Any, Palette, bool], list[str]]:
    return lambda frame, palette, titled: [draw(frame, palette, titled=titled)]


PICTURES = (".svg", ".png", ".pdf")

KINDS: dict[str, Export] = {
    kind.name: kind
    for kind in (
        Export("score", "Score", "The whole network: units, weights, activations, verdict",
             PICTURES, pages=_picture(score)),
        Export("boundary", "Decision boundary", "What the network answers over the plane of the inputs",
             PICTURES, pages=_picture(boundary)),
        Export("cost", "Cost curve", "The cost by iteration, with what guessing costs",
             PICTURES, pages=_picture(cost)),
        Export("weights", "Weights", "Every W and b with their numbers", PICTURES, pages=_picture(weights)),
        Export("report", "Report", "Two pages: settings, changes, score at the start and now, cost, verdict",
             (".pdf", ".svg"), pages=report_pages),
        Export("code", "NumPy script", "The experiment in the course's style; it runs by itself",
             (".py",), program=numpy_script),
        Export("notebook", "Jupyter notebook", "The NumPy script in cells", (".ipynb",), program=notebook),
        Export("pytorch", "PyTorch script", "The same data and start, trained by PyTorch in float64",
             (".py",), program=torch_script),
        Export("line", "One line", "The experiment as a short text; symgui LINE opens it",
             (".txt",), program=_line),
        Export("csv", "Recorded numbers", "Cost, accuracies, effective units and events by iteration",
             (".csv",), table=recorded),
        Export("histograms", "Histograms", "How many activations and gradients of a layer lie in each bar",
             (".csv",), table=histograms),
        Export("matrices", "Weights as a table", "Every W and b, to paste into a spreadsheet",
             (".csv",), table=matrices),
        Export("npz", "Parameters, NPZ", "W1, b1, W2, … as they are now, for numpy.load",
             (".npz",), numbers=lambda frame: npz(parameters_of(frame.network))),
        Export("safetensors", "Parameters, safetensors", "W1, b1, W2, … as they are now, in float64",
             (".safetensors",), numbers=lambda frame: safetensors(parameters_of(frame.network))),
    )
}  # fmt: skip
"""By name, in the order in which they are offered."""

RACE_KINDS: dict[str, Export] = {
    kind.name: kind
    for kind in (
        Export("race", "Race", "All lanes: boundary, W[1], the costs on one pair of axes, verdicts",
             PICTURES, pages=_picture(race)),
        Export("results", "Results", "Cost, accuracies, effective units and verdict of all lanes",
             (".csv",), table=lambda frame: results_table(race_results(frame))),
    )
}  # fmt: skip
"""What there is of a race."""

MOVING = ("score", "boundary", "cost", "weights")
"""The pictures of a run that an animation can be made of."""
WORDS_ABOVE = ("boundary", "cost", "weights")
"""Those whose words about the iteration stand above, in more or fewer lines."""

QUESTIONS = {
    "moodle": ("A lesson's questions with the answers as computed, Moodle XML", ".xml"),
    "gift": ("A lesson's questions with the answers as computed, GIFT", ".gift"),
    "qti": ("A lesson's questions with the answers as computed, a QTI 2.1 package", ".zip"),
}
"""What `symgui export` calls them, what they are, and how their files end."""
