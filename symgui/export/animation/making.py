"""The run of an animation made anew, drawn at each of its iterations, painted and put into one file."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Sequence

import msgspec
import numpy as np

from symgui.data.dataset import Dataset
from symgui.experiment import Experiment, ExperimentError
from symgui.export.animation.encoders import Animation, Pixels
from symgui.export.animation.plan import Plan
from symgui.figures.svg import size_of
from symgui.training.frame import Frame
from symgui.training.lanes import Lane
from symgui.training.race import Race, RaceFrame
from symgui.training.run import RecordedRun
from symgui.training.section import InputSection
from symgui.training.studies.progress import ProgressTimer
from symgui.training.withholding import race_without, without

MOST_PIXELS = 150_000_000
"""Of all frames together: they take three bytes each."""

Draw = Callable[[Frame | RaceFrame], str]
"""A picture as SVG."""
Paint = Callable[[str, float], Pixels]
"""What makes pixels of it, at a scale."""


class Making(msgspec.Struct, frozen=True):
    """How far it is.

    Attributes
    ----------
    doing : str
        ``"training"``, ``"drawing"`` or ``"painting"``, one after the other.
    done, of : int
        Updates, or frames.
    """

    doing: str
    done: int
    of: int


class Made(msgspec.Struct, frozen=True):
    """The file, and how many frames it has."""

    data: bytes
    frames: int


def made_of(
    what: Experiment | Sequence[Lane],
    plan: Plan,
    draw: Draw,
    paint: Paint,
    kind: Animation,
    scale: float = 1.0,
    *,
    data: Dataset | None = None,
    section_of: Callable[[Dataset], InputSection | None] = lambda _: None,
    withheld: Collection[str] = (),
    from_below: bool = False,
) -> Iterator[Making | Made]:
    """Make it; what it yields last is the file.

    It first runs to the end, so that axes and scales are the same in every frame.

    Parameters
    ----------
    what : Experiment or sequence of Lane
        A run, or a race.
    plan : Plan
        Iterations after the one at which the run diverges are left out.
    draw, paint : callable
        From a frame to SVG, and from that to pixels.
    kind : Animation
    scale : float
        Pixels to one of the SVG.
    data : Dataset, optional
        Those of the experiment, if they are there already.
    section_of : callable
        From the data to the plane that is shown of more than two inputs, if any.
    withheld : collection of str
        What a lesson's question keeps from being said, see `symgui.training.withholding`.
    from_below : bool
        Pictures whose words above take more or fewer lines stand still below.

    Raises
    ------
    ExperimentError
        If it would be too large.
    """
    kind.check()
    iterations = plan.iterations()
    run = RecordedRun(what, data=data) if isinstance(what, Experiment) else Race(what)
    run.show_section(section_of(run.data if isinstance(run, Race) else run.trainer.data))
    yield from _trained(run, plan.last)
    iterations = [t for t in iterations if t <= run.furthest] or [run.furthest]
    drawn: list[str] = []
    for t in iterations:
        yield from _at(run, t, Making("drawing", len(drawn), len(iterations)))
        seen = run.frame()
        drawn.append(
            draw(without(seen, withheld) if isinstance(seen, Frame) else race_without(seen, withheld))
        )
    canvas = _Canvas(drawn, scale, from_below)
    samples = [canvas.fill(paint(drawn[k], scale)) for k in sorted({0, len(drawn) // 2, len(drawn) - 1})]
    encoder = kind.encoder(samples)
    for index, svg in enumerate(drawn):
        yield Making("painting", index, len(drawn))
        encoder.add(canvas.fill(paint(svg, scale)))
    yield Making("painting", len(drawn), len(drawn))
    yield Made(encoder.finish(), len(drawn))


def _trained(run: RecordedRun | Race, last: int) -> Iterator[Making]:
    while run.iteration < last and run.divergence is None:
        run.advance(last - run.iteration, ProgressTimer())
        yield Making("training", run.iteration, last)


def _at(run: RecordedRun | Race, iteration: int, meanwhile: Making) -> Iterator[Making]:
    """Go there, however long it takes."""
    while not _stands_at(run, iteration):
        run.seek(iteration, ProgressTimer())
        yield meanwhile


def _stands_at(run: RecordedRun | Race, iteration: int) -> bool:
    return run.iteration == iteration and (isinstance(run, RecordedRun) or run.together)


class _Canvas:
    """A ground as large as the largest picture, on which smaller ones lie."""

    def __init__(self, drawn: Sequence[str], scale: float, from_below: bool) -> None:
        widths, heights = zip(*map(size_of, drawn), strict=True)
        self._size = math.floor(max(heights) * scale), math.floor(max(widths) * scale)
        self._from_below = from_below
        pixels = len(drawn) * self._size[0] * self._size[1]
        if pixels > MOST_PIXELS:
            raise ExperimentError(
                f"would have {len(drawn)} frames of {self._size[1]} × {self._size[0]} pixels, which is too "
                "much: fewer frames, or a smaller scale",
                "the animation",
            )

    def fill(self, pixels: Pixels) -> Pixels:
        """The picture in its place."""
        if pixels.shape[:2] == self._size:
            return pixels
        filled = np.empty((*self._size, 3), np.uint8)
        filled[:] = pixels[0, 0]  # the ground, which is the same in all
        rows, columns = np.minimum(pixels.shape[:2], self._size)
        top = self._size[0] - rows if self._from_below else 0
        filled[top : top + rows, :columns] = pixels[:rows, :columns]
        return filled
