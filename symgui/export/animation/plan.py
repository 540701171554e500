"""Which iterations an animation shows."""

from __future__ import annotations

import math

import msgspec

from symgui.experiment import ExperimentError

MOST_FRAMES = 600


class Plan(msgspec.Struct, frozen=True):
    """The iterations of an animation: from one to another, in so many frames or every so many updates.

    Attributes
    ----------
    first, last : int
    frames : int
        Evenly spaced in the logarithm of the iteration, as the window plays a run: much happens early.
        A single one is of the last iteration.
    step : int or None
        Updates between two frames instead.
    """

    first: int
    last: int
    frames: int = 60
    step: int | None = None

    def iterations(self) -> list[int]:
        """Each once, ascending; the first and the last are among them.

        Raises
        ------
        ExperimentError
            If they are too many, or none.
        """
        if self.first > self.last:
            raise ExperimentError(f"ends at {self.last}, before it begins at {self.first}", "the animation")
        if self.step is not None:
            count = 1 + -(-(self.last - self.first) // self.step)
            self._check(count)
            return [*range(self.first, self.last, self.step), self.last]
        self._check(self.frames)
        first, last = math.log1p(self.first), math.log1p(self.last)
        shares = (k / max(1, self.frames - 1) for k in range(self.frames))
        spaced = {round(math.expm1(first + share * (last - first))) for share in shares}
        return sorted({self.first, self.last} | spaced if self.frames > 1 else {self.last})

    def _check(self, count: int) -> None:
        if count > MOST_FRAMES:
            raise ExperimentError(f"would have {count} frames, and may have {MOST_FRAMES}", "the animation")
