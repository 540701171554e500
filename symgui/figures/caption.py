"""The lines of text above and below a picture: the settings, and where the run stands."""

from __future__ import annotations

from collections.abc import Sequence

from symgui.experiment import Experiment
from symgui.experiment.parts import KIND_DEFAULTS
from symgui.figures.palette import Palette
from symgui.figures.svg import Svg, wrapped
from symgui.plain_text.numbers import general, iteration, number, percent
from symgui.symmetry.verdict import VERDICTS
from symgui.training.frame import Frame
from symgui.training.lanes import settings

SIZE = 11.0
LINE = 15.0
MARGIN = 14.0
NO_BREAK = "\N{NO-BREAK SPACE}"
SEPARATOR = f"{NO_BREAK}· "


def settings_line(experiment: Experiment) -> str:
    """All that determines a run, in one line: ``"400 × flower · 1 hidden layer · units 4 · tanh · …"``."""
    return _joined(list(_settings(experiment).values()))


def common_line(experiments: Sequence[Experiment]) -> str:
    """The settings in which all agree, in one line."""
    first, *others = (_settings(experiment) for experiment in experiments)
    return _joined([text for name, text in first.items() if all(each.get(name) == text for each in others)])


def _settings(experiment: Experiment) -> dict[str, str]:
    """All that determines a run, by name, without what is not in use."""
    found = settings(experiment)
    if not experiment.changes:
        found.pop("changes", None)
    if experiment.training.batch_size is None:
        found.pop("batch seed", None)
    if not experiment.training.l2:
        found.pop("l2", None)
    texts = {name: setting.text for name, setting in found.items()}
    data = experiment.data
    noise = f", noise {general(data.noise)}" if KIND_DEFAULTS[data.kind].drawn else ""
    texts["data"] += f"{noise}, data seed {data.seed}" + ", standardized" * data.standardize
    return texts


def standing_line(frame: Frame) -> str:
    """Where a run stands: iteration, cost, accuracies, effective units."""
    parts = [
        f"iteration {iteration(frame.iteration)}",
        f"cost {number(frame.cost)}",
        f"train accuracy {percent(frame.train_accuracy)}",
    ]
    if frame.test_accuracy is not None:
        parts.append(f"test accuracy {percent(frame.test_accuracy)}")
    if frame.symmetry.layers:
        units = sum(layer.units for layer in frame.symmetry.layers)
        parts.append(f"effective units {sum(frame.symmetry.effective_units)} of {units}")
    return _joined(parts)


def _joined(parts: list[str]) -> str:
    """Parts in one text that is broken between them, and not inside one."""
    return SEPARATOR.join(part.replace(" ", NO_BREAK) for part in parts)


def verdict_line(frame: Frame) -> str:
    """The verdict's name and its evidence; what stands in its place while a lesson withholds it."""
    kind = VERDICTS.get(frame.verdict.name)
    return f"{kind.label}: {frame.verdict.evidence}" if kind else frame.verdict.evidence


class Caption:
    """Lines of a picture of a width: measured before it is made, then written into it.

    Parameters
    ----------
    width : float
        Of the picture.
    *paragraphs : str
        Each is wrapped; empty ones are left out.
    """

    def __init__(self, width: float, *paragraphs: str) -> None:
        room = width - 2 * MARGIN
        self._lines = [line for words in paragraphs if words for line in wrapped(words, SIZE, room)]

    @property
    def height(self) -> float:
        """Pixels, with the space to the picture."""
        return len(self._lines) * LINE + (MARGIN if self._lines else 0.0)

    def write(self, svg: Svg, top: float, palette: Palette) -> None:
        """Write the lines from `top` down."""
        for index, line in enumerate(self._lines):
            svg.text(MARGIN, top + MARGIN + index * LINE, line, palette.muted, SIZE)
