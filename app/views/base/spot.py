"""A place on screen that a lesson points at."""

from __future__ import annotations

from typing import TypeAlias

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QWidget

Spot: TypeAlias = tuple[QWidget, QRectF]
"""A widget, and a rectangle in its pixels."""
