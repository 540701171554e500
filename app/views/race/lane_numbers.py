"""The row of numbers of a lane: effective units, accuracy and cost side by side, in all lanes alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from app.look.verdict_words import effective_text, effective_tip, most_effective_text
from app.views.painting.canvas import CENTER, LEFT, RIGHT
from app.views.painting.canvas_fonts import Fonts
from symgui.plain_text.numbers import number, percent
from symgui.training.frame import Frame

NUMBER_NAMES = ("effective", "accuracy", "cost")
NUMBER_TEXTS = {*NUMBER_NAMES, *(f"{name} label" for name in NUMBER_NAMES)}
"""What is written in the row of numbers."""
NAMES = (
    ("effective units", "train accuracy", "cost"),
    ("effective", "accuracy", "cost"),
    ("units", "accuracy", "cost"),
    ("units", "acc.", "cost"),
)
"""What the three are called, from the longest words to the shortest."""
SIZES = (4, 4, 4, 3, 2)
"""Digits of the cost, as titles, strong, small, and small with fewer and fewest digits."""
SMALL = 3
"""In the size of this index three numbers must have room, or the units are left out."""
WIDE_SHARE, WIDE_COST = 1.0, 0.008888
"""Numbers whose texts are as wide as those of others nearly always are."""
BETWEEN = 8.0
"""Pixels between words, for type of 13 pixels."""


class NumbersFit(NamedTuple):
    """How the numbers are written: indices of the first of `NUMBER_NAMES`, of `SIZES` and of `NAMES`."""

    first: int
    size: int
    names: int


class PlacedNumber(NamedTuple):
    """One of them: its text and its name below it, with their `anchor` at `x` from the row's left."""

    name: str
    text: str
    label: str
    x: float
    anchor: float


def fit_numbers(frames: Sequence[Frame], rooms: Sequence[float], fonts: Fonts) -> NumbersFit:
    """The largest type and the longest names that have room in every lane.

    Parameters
    ----------
    frames : sequence of Frame
        Of each lane.
    rooms : sequence of float
        Pixels of width that each lane has.
    fonts : Fonts
    """
    lanes = list(zip(frames, rooms, strict=True))
    # the units are left out where three never have room
    first = max(0 if _total(_widest(frame), SMALL, fonts) <= room else 1 for frame, room in lanes)
    size = max(_largest_size(frame, room, first, fonts) for frame, room in lanes)
    return NumbersFit(first, size, max(_longest_names(*lane, first, size, fonts) for lane in lanes))


def place_numbers(frame: Frame, room: float, fit: NumbersFit, fonts: Fonts) -> list[PlacedNumber]:
    """Where the numbers of a lane stand, written as `fit` says."""
    lefts, widths = _across(frame, room, fit.first, fit.size, fonts)
    anchors = (LEFT, CENTER, RIGHT) if fit.first == 0 else (LEFT, RIGHT)
    return [
        PlacedNumber(name, text, label, left + anchor * width, anchor)
        for name, text, label, left, width, anchor in zip(
            NUMBER_NAMES[fit.first :], _numbers(frame, fit.size)[fit.first :], NAMES[fit.names][fit.first :],
            lefts, widths, anchors, strict=True,
        )
    ]  # fmt: skip


def numbers_tip(frame: Frame) -> str:
    """Effective units of each layer, and both accuracies."""
    accuracy = f"train accuracy {percent(frame.train_accuracy)}"
    if frame.test_accuracy is not None:
        accuracy += f", test accuracy {percent(frame.test_accuracy)}"
    return f"{effective_tip(frame)}\n{accuracy}"


def _largest_size(frame: Frame, room: float, first: int, fonts: Fonts) -> int:
    sizes = range(len(SIZES))
    fitting = (i for i in sizes if _total(_numbers(frame, i)[first:], i, fonts) <= room)
    return next(fitting, sizes[-1])


def _longest_names(frame: Frame, room: float, first: int, size: int, fonts: Fonts) -> int:
    lefts, widths = _across(frame, room, first, size, fonts)
    middle = lefts[-2] + widths[-2] / 2
    names = (i for i, wording in enumerate(NAMES) if _apart(wording[first:], room, middle, fonts))
    return next(names, len(NAMES) - 1)


def _across(
    frame: Frame, room: float, first: int, size: int, fonts: Fonts
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Where the numbers begin, from the row's left, and their widths."""
    widths = _widths(_numbers(frame, size)[first:], size, fonts)
    if len(widths) == 2:
        return (0.0, room - widths[1]), widths
    least = max(0.0, min(BETWEEN * fonts.scale, (room - sum(widths)) / 2))
    # the middle one stands in the middle if it can
    middle = max(widths[0] + least, min(room / 2 - widths[1] / 2, room - widths[2] - least - widths[1]))
    return (0.0, middle, room - widths[2]), widths


def _apart(names: Sequence[str], width: float, middle: float, fonts: Fonts) -> bool:
    """Whether names, at the left, around `middle` (if three) and at the right, leave room between."""
    least = BETWEEN * fonts.scale
    first, *between, third = (fonts.width(name) for name in names)
    if not between:
        return first + least + third <= width
    (second,) = between
    return first + least <= middle - second / 2 and middle + second / 2 + least <= width - third


def _numbers(frame: Frame, size: int) -> tuple[str, str, str]:
    return effective_text(frame), percent(frame.train_accuracy), number(frame.cost, SIZES[size])


def _widest(frame: Frame) -> tuple[str, str, str]:
    """Texts as wide as the numbers nearly always become, so that the same ones are shown throughout."""
    return most_effective_text(frame), percent(WIDE_SHARE), number(WIDE_COST, SIZES[SMALL])


def _total(texts: Sequence[str], size: int, fonts: Fonts) -> float:
    """Pixels for texts side by side."""
    return sum(_widths(texts, size, fonts)) + (len(texts) - 1) * BETWEEN * fonts.scale


def _widths(texts: Iterable[str], size: int, fonts: Fonts) -> tuple[float, ...]:
    if size == 0:
        return tuple(fonts.title_width(text) for text in texts)
    return tuple(fonts.width(text, strong=size == 1) for text in texts)
