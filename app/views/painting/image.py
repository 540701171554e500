"""Colour indices as a pyqtgraph image."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QImage

from app.views.painting.canvas import Canvas
from symgui.figures.colors import ColorTable, IndexArray


class IndexImage(pg.ImageItem):  # type: ignore[misc]
    """An image item of uint8 indices into a table of 256 colours.

    It looks the colours up itself: pyqtgraph's own way converts the whole table at every change, which
    takes ten times as long as a picture of this size.
    """

    def __init__(self, canvas: Canvas, z: float) -> None:
        super().__init__(axisOrder="row-major")
        self.setZValue(z)
        self._table: ColorTable | None = None
        canvas.addItem(self)

    def display(self, indices: IndexArray, table: ColorTable) -> None:
        """Show `indices`, row 0 at the top, in the colours of `table`."""
        self._table = table
        self.setImage(indices, autoLevels=False, levels=(0, 256))

    def same(self, indices: IndexArray, table: ColorTable) -> bool:
        """Whether exactly this is shown."""
        return table is self._table and np.array_equal(self.image, indices)

    def render(self) -> None:
        """Make the image that is painted, in the format that paints fastest."""
        if self._table is None or self.image is None:
            return
        colors = self._table[self.image]
        height, width = colors.shape
        # QImage keeps a view: `colors` must live as long as it
        self._colors = colors
        self.qimage = QImage(colors.data, width, height, 4 * width, QImage.Format.Format_RGB32)
        self._renderRequired = False
        self._unrenderable = False
