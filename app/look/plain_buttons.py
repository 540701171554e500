"""The buttons of a dialog, with words alone: a desktop's icons are black, in the dark too."""

from __future__ import annotations

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialogButtonBox


def plain_buttons(*kinds: QDialogButtonBox.StandardButton) -> QDialogButtonBox:
    """A box with these buttons, in the order that the desktop has them in."""
    box = QDialogButtonBox()
    for kind in kinds:
        box.addButton(kind).setIcon(QIcon())
    return box
