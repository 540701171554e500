"""A run on two pages: what it is, how it began, where it stands, and the line that makes it again."""

from __future__ import annotations

import platform
import textwrap

import numpy as np

from symgui import __version__
from symgui.experiment import ExperimentError
from symgui.experiment.line import to_line
from symgui.experiment.parts import KIND_DEFAULTS
from symgui.figures.boundary import boundary
from symgui.figures.caption import SEPARATOR, standing_line, verdict_line
from symgui.figures.cost import cost
from symgui.figures.palette import LIGHT, Palette
from symgui.figures.qr import MOST, draw_qr
from symgui.figures.score import score
from symgui.figures.svg import Svg, wrapped
from symgui.nn.kernel import kernel, missing
from symgui.plain_text.numbers import general, iteration
from symgui.training import run as training
from symgui.training.events import edited
from symgui.training.frame import Frame
from symgui.training.lanes import settings

WIDTH, HEIGHT = 595.0, 842.0
"""A4, in points."""
MARGIN = 36.0
"""On all sides, in points."""
BODY, TITLE, HEAD, FINE = 9.0, 17.0, 11.0, 7.0
"""Points of the type of the text, the title, a section's name and the fine print."""
LINE = 12.5
"""Points from line to line."""
MOST_CHANGES = 8
"""So many edits of a run are named."""
LONGEST_LINE = 900
"""Characters of a line that are printed."""
QR_SIDE = 92.0


def report_pages(frame: Frame, palette: Palette = LIGHT, titled: bool = True) -> list[str]:
    """The pages, A4, as SVG; the same run gives the same pages.

    Parameters
    ----------
    frame : Frame
    palette : Palette
    titled : bool
        With the list of all settings.
    """
    start = training.RecordedRun(frame.experiment, data=frame.data).frame()
    first, second = _Page(frame, palette, 1), _Page(frame, palette, 2)
    first.title(frame.experiment.title or "A run of SymGUI")
    if titled:
        first.head("Settings")
        first.columns(_settings(frame))
    first.head("What was changed while it ran")
    first.paragraphs(_changes(frame))
    first.head("At the start")
    first.figure(score(start, palette, titled=False), first.room)
    second.head(f"After {iteration(frame.iteration)} updates")
    second.paragraphs([standing_line(frame)])
    second.strong(verdict_line(frame))
    second.paragraphs(frame.verdict.notes)
    second.figure(score(frame, palette, titled=False), 350.0)
    second.pair(cost(frame, palette, titled=False), boundary(frame, palette, titled=False), 190.0)
    second.line(frame)
    return [first.svg.text_of(), second.svg.text_of()]


def _settings(frame: Frame) -> list[str]:
    """All that determines the run, a setting an entry."""
    experiment = frame.experiment
    found = settings(experiment)
    found.pop("changes")
    data = experiment.data
    # by a formula: with noise, and test examples by a seed of their own
    drawn = KIND_DEFAULTS[data.kind].drawn
    more = [
        f"noise {general(data.noise)}, data seed {data.seed}" if drawn else f"data seed {data.seed}",
        f"planned iterations {experiment.training.iterations}",
    ]
    if data.standardize:
        more.append("inputs standardized")
    if data.test_samples:
        more.append(f"{data.test_samples} test examples" + (f", seed {data.test_seed}" if drawn else ""))
    return [*(each.text if each.named else f"{name}: {each.text}" for name, each in found.items()), *more]


def _changes(frame: Frame) -> list[str]:
    changes = [change for change in frame.experiment.changes if change.at <= frame.furthest]
    said = [f"iteration {iteration(change.at)}: {edited(change)}" for change in changes[:MOST_CHANGES]]
    if len(changes) > MOST_CHANGES:
        said.append(f"and {len(changes) - MOST_CHANGES} more, which the experiment's file names")
    return said or ["nothing"]


def _versions() -> str:
    computed = "computed by NumPy alone" if missing() or kernel() is None else "computed by the kernel"
    return SEPARATOR.join(
        [f"SymGUI {__version__}", f"NumPy {np.__version__}", f"Python {platform.python_version()}", computed]
    )


class _Page:
    """A page that is filled from above."""

    def __init__(self, frame: Frame, palette: Palette, number: int) -> None:
        name = frame.experiment.title or "A run of SymGUI"
        self.svg = Svg(WIDTH, HEIGHT, palette.paper, f"{name}, page {number}")
        self._palette, self._y = palette, MARGIN
        foot = HEIGHT - MARGIN / 2
        self.svg.text(MARGIN, foot, _versions(), palette.muted, FINE)
        self.svg.text(WIDTH - MARGIN, foot, f"{number} of 2", palette.muted, FINE, "end")

    @property
    def room(self) -> float:
        """Points left above the foot."""
        return HEIGHT - MARGIN - self._y

    def title(self, words: str) -> None:
        for part in wrapped(words, TITLE, WIDTH - 2 * MARGIN)[:3]:
            self._y += TITLE + 3
            self.svg.text(MARGIN, self._y, part, self._palette.ink, TITLE, bold=True)
        self._y += 6

    def head(self, words: str) -> None:
        self._y += HEAD + 8
        self.svg.text(MARGIN, self._y, words, self._palette.ink, HEAD, bold=True)
        self._y += 4

    def paragraphs(self, texts: tuple[str, ...] | list[str]) -> None:
        self._write(texts, self._palette.muted)

    def strong(self, words: str) -> None:
        self._write([words], self._palette.ink)

    def _write(self, texts: tuple[str, ...] | list[str], color: str) -> None:
        for words in texts:
            for part in wrapped(words, BODY, WIDTH - 2 * MARGIN):
                self._y += LINE
                self.svg.text(MARGIN, self._y, part, color, BODY)

    def columns(self, texts: list[str]) -> None:
        """Short texts in two columns, read down."""
        width = (WIDTH - 2 * MARGIN) / 2 - 8
        rows = [part for words in texts for part in wrapped(words, BODY, width)]
        half = -(-len(rows) // 2)
        for index, words in enumerate(rows):
            column, row = divmod(index, half)
            x = MARGIN + column * (width + 16)
            self.svg.text(x, self._y + (row + 1) * LINE, words, self._palette.muted, BODY)
        self._y += half * LINE

    def figure(self, picture: str, most: float) -> None:
        """A picture as wide as the page, or as high as there is room."""
        self._y += 8
        self._y += self.svg.embed(picture, MARGIN, self._y, WIDTH - 2 * MARGIN, min(most, self.room) - 8)

    def pair(self, left: str, right: str, height: float) -> None:
        """Two pictures side by side."""
        self._y += 8
        width = (WIDTH - 2 * MARGIN) / 2 - 8
        tall = self.svg.embed(left, MARGIN, self._y, width, height)
        self._y += max(tall, self.svg.embed(right, MARGIN + width + 16, self._y, width, height))

    def line(self, frame: Frame) -> None:
        """The line that makes the run again, at the foot of the page, with its code."""
        try:
            line = to_line(frame.experiment)
        except ExperimentError:
            line = ""
        top = HEIGHT - MARGIN - QR_SIDE
        self.svg.text(MARGIN, top + 10, "The same run again", self._palette.ink, HEAD, bold=True)
        if not 0 < len(line) <= LONGEST_LINE:
            words = "Its line of text is too long for a page; the experiment's file makes it again."
            self.svg.text(MARGIN, top + 24, words, self._palette.muted, BODY)
            return
        words = f"symgui run '{line}' --iterations {frame.iteration}"
        for index, part in enumerate(textwrap.wrap(words, 100, break_on_hyphens=False)):
            self.svg.text(MARGIN, top + 24 + 9.5 * index, part, self._palette.muted, FINE)
        if len(line) <= MOST:
            draw_qr(self.svg, line, WIDTH - MARGIN - QR_SIDE, top, QR_SIDE)
