"""What a widget can be asked that paints some of its pictures only when there is time."""

from __future__ import annotations


class PaintsLater:
    """A widget some of whose pictures come after it is shown."""

    def paint_now(self) -> None:
        """Make all pictures that are missing in the colours of now."""
        raise NotImplementedError
