"""Colour indices as an image."""

from __future__ import annotations

from PySide6.QtGui import QImage

from symgui.figures.colors import ColorTable, IndexArray


def colour_image(indices: IndexArray, table: ColorTable) -> QImage:
    """`indices` in the colours of `table`, row 0 at the top, in the format that Qt paints fastest.

    Parameters
    ----------
    indices : ndarray of uint8, shape (height, width)
    table : ndarray of uint32, shape (256,)
        0xffRRGGBB by index.

    Returns
    -------
    QImage
        With memory of its own.
    """
    height, width = indices.shape
    return QImage(table[indices].data, width, height, 4 * width, QImage.Format.Format_RGB32).copy()
