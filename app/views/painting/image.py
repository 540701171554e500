"""Colour indices as a picture on a canvas."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from app.views.base.colour_image import colour_image
from app.views.painting.canvas import Canvas, Drawing
from symgui.figures.colors import ColorTable, IndexArray


class IndexImage(Drawing):
    """A picture of uint8 indices into a table of 256 colours.

    Attributes
    ----------
    image : ndarray of uint8, shape (height, width), or None
        The indices shown, row 0 at the top.
    """

    def __init__(self, canvas: Canvas, z: float) -> None:
        super().__init__(canvas, z)
        self.image: IndexArray | None = None
        self._table: ColorTable | None = None
        self._painted: QImage | None = None  # made when it is painted

    def display(self, indices: IndexArray, table: ColorTable) -> None:
        """Show `indices` in the colours of `table`."""
        self.image, self._table, self._painted = indices, table, None
        self.update()

    def same(self, indices: IndexArray, table: ColorTable) -> bool:
        """Whether exactly this is shown."""
        before = self.image
        if before is None or table is not self._table or before.shape != indices.shape:
            return False
        return before.tobytes() == indices.tobytes()

    def draw(self, painter: QPainter) -> None:
        """Paint the picture over its whole bounds."""
        if self.image is None or self._table is None:
            return
        if self._painted is None:
            self._painted = colour_image(self.image, self._table)
        painter.drawImage(self.boundingRect(), self._painted)

    def setRect(self, rect: QRectF) -> None:
        """Say where it is shown from now on."""
        self.set_bounds(rect)
