"""The buttons of a dialog, with words alone: a desktop's icons are black, in the dark too."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton


def plain_buttons(*kinds: QDialogButtonBox.StandardButton) -> QDialogButtonBox:
    """A box with these buttons, in the order that the desktop has them in."""
    box = QDialogButtonBox()
    for kind in kinds:
        box.addButton(kind).setIcon(QIcon())
    return box


def take_or_cancel(
    dialog: QDialog, name: str, text: str, take: Callable[[], object]
) -> tuple[QDialogButtonBox, QPushButton]:
    """Cancel, which leaves the dialog, and the button that takes what it shows, which Enter presses.

    Parameters
    ----------
    dialog : QDialog
    name, text : str
        Of the button that takes it.
    take : callable
        What it does.
    """
    box = plain_buttons(QDialogButtonBox.StandardButton.Cancel)
    button = box.addButton(text, QDialogButtonBox.ButtonRole.AcceptRole)
    button.setObjectName(name)
    button.setDefault(True)
    box.accepted.connect(take)
    box.rejected.connect(dialog.reject)
    return box, button
