"""Whether what moves on screen moves less: as the desktop wants it, or as a person chose."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QStyle

CHOICES = ("system", "reduced", "full")
"""What a person may choose; ``system`` follows the desktop, where Qt tells what it wants."""
SELDOM = 500
"""Milliseconds between two pictures of what goes on, at least, where motion is reduced."""

_EFFECTS = (
    Qt.UIEffect.UI_General,
    Qt.UIEffect.UI_AnimateMenu,
    Qt.UIEffect.UI_FadeMenu,
    Qt.UIEffect.UI_AnimateCombo,
    Qt.UIEffect.UI_AnimateTooltip,
    Qt.UIEffect.UI_FadeTooltip,
)


class Motion(QObject):
    """Decides whether motion is reduced: menus come at once, and a run or record is shown twice a second.

    Attributes
    ----------
    choice : str
        One of `CHOICES`.
    reduced : bool
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.choice = "system"
        self.reduced = False
        self._desktop: dict[Qt.UIEffect, bool] | None = None

    def choose(self, choice: str) -> None:
        """Reduce motion, or do not, from now on.

        Raises
        ------
        ValueError
            If it is none of `CHOICES`.
        """
        if choice not in CHOICES:
            raise ValueError(f"motion: {choice!r} is none of {', '.join(CHOICES)}")
        if self._desktop is None:
            self._desktop = {effect: QApplication.isEffectEnabled(effect) for effect in _EFFECTS}
        self.choice = choice
        before = self.reduced
        self.reduced = choice == "reduced" or (choice == "system" and _desktop_is_calm())
        for effect, wanted in self._desktop.items():
            QApplication.setEffectEnabled(effect, wanted and not self.reduced)
        if self.reduced != before:
            self.changed.emit()


MOTION = Motion()


def _desktop_is_calm() -> bool:
    """Whether the desktop has its animations switched off: those of Qt's style then take 0 ms."""
    return QApplication.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) == 0
