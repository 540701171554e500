"""Pictures of one size into one file that moves; GIF and PNG have the same bytes each time."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from fractions import Fraction
from importlib.util import find_spec
from typing import Any, Protocol, TypeAlias

import msgspec
import numpy as np
from numpy.typing import NDArray

from symgui.experiment import ExperimentError

Pixels: TypeAlias = NDArray[np.uint8]
"""Red, green and blue, shape (rows, columns, 3)."""

A_SECOND = 10
"""Frames."""
SHOWN, LAST_SHOWN = 1000 // A_SECOND, 2000
"""Milliseconds of a frame, and of the last one, before it begins again."""
COLOURS = 256


class Encoder(Protocol):
    """Takes frames one after the other."""

    def add(self, pixels: Pixels) -> None:
        """The next frame."""

    def finish(self) -> bytes:
        """Finish the file."""


class _Gif:
    """One palette for all frames, so that nothing flickers: that of `samples`."""

    def __init__(self, samples: Sequence[Pixels]) -> None:
        from PIL import Image  # most exports need none of it

        self._image = Image
        together = Image.fromarray(np.concatenate(samples))
        self._palette = together.quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        self._frames: list[Any] = []

    def add(self, pixels: Pixels) -> None:
        picture = self._image.fromarray(pixels)
        self._frames.append(picture.quantize(palette=self._palette, dither=self._image.Dither.NONE))

    def finish(self) -> bytes:
        return _saved(self._frames, "GIF")


class _MovingPng:
    """Every colour as it is."""

    def __init__(self, _samples: Sequence[Pixels]) -> None:
        self._frames: list[Any] = []

    def add(self, pixels: Pixels) -> None:
        from PIL import Image

        self._frames.append(Image.fromarray(pixels))

    def finish(self) -> bytes:
        return _saved(self._frames, "PNG")


def _saved(frames: list[Any], kind: str) -> bytes:
    file = io.BytesIO()
    times = [SHOWN] * (len(frames) - 1) + [LAST_SHOWN]
    frames[0].save(file, kind, save_all=True, append_images=frames[1:], duration=times, loop=0)
    return file.getvalue()


class _Mp4:
    """H.264, by PyAV; the pictures are the same each time, the encoder's bytes not always."""

    def __init__(self, samples: Sequence[Pixels]) -> None:
        import av  # an extra

        rows, columns, _ = samples[0].shape
        self._av, self._file = av, io.BytesIO()
        self._container = av.open(self._file, "w", format="mp4")
        self._container.flags |= av.container.Flags.bitexact.value  # no date, no version
        options = {"crf": "18", "threads": "1", "flags": "+bitexact"}
        self._stream = self._container.add_stream("libx264", A_SECOND, options)
        self._stream.width, self._stream.height = columns + columns % 2, rows + rows % 2
        self._stream.pix_fmt = "yuv420p"
        self._count = 0
        self._last = samples[-1]

    def add(self, pixels: Pixels) -> None:
        self._last = pixels
        rows, columns, _ = pixels.shape
        even = np.pad(pixels, ((0, rows % 2), (0, columns % 2), (0, 0)), "edge")
        frame = self._av.VideoFrame.from_ndarray(even, format="rgb24")
        frame.pts, frame.time_base = self._count, Fraction(1, A_SECOND)
        self._count += 1
        self._container.mux(self._stream.encode(frame))

    def finish(self) -> bytes:
        for _ in range((LAST_SHOWN - SHOWN) // SHOWN):
            self.add(self._last)
        self._container.mux(self._stream.encode(None))
        self._container.close()
        return self._file.getvalue()


class Animation(msgspec.Struct, frozen=True):
    """A kind of file that moves.

    Attributes
    ----------
    name, label, tip : str
    suffixes : tuple of str
    encoder : callable
        Makes an `Encoder` of some frames, for their size and their colours.
    needs : str
        The package that makes it, if it may be missing.
    """

    name: str
    label: str
    tip: str
    suffixes: tuple[str, ...]
    encoder: Callable[[Sequence[Pixels]], Encoder]
    needs: str = ""

    def check(self) -> None:
        """Complain, before anything is computed, if it cannot be made here.

        Raises
        ------
        ExperimentError
        """
        if self.needs and find_spec(self.needs) is None:
            raise ExperimentError(
                f"needs the package {self.needs}, which is not here: pip install 'symgui[video]'", self.label
            )


ANIMATIONS: dict[str, Animation] = {
    kind.name: kind
    for kind in (
        Animation("gif", "Animation, GIF",
                  "From one iteration to another, in 256 colours; every program shows it",
                  (".gif",), _Gif),
        Animation("apng", "Animation, PNG",
                  "From one iteration to another, in all colours; browsers show it",
                  (".apng", ".png"), _MovingPng),
        Animation("mp4", "Animation, MP4",
                  "From one iteration to another, for slides; needs the extra `video`",
                  (".mp4",), _Mp4, "av"),
    )
}  # fmt: skip
"""By name."""
