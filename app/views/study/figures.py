"""Live figures as text: a name and a number a line."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TypeAlias

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.look.style_sheet import sized, tabular
from app.look.theme import colours
from symgui.plain_text.numbers import THIN_SPACE

Row: TypeAlias = tuple[str, str]
SIZE = 12
SOLID, DASHED = "━━", "╍╍"
"""How the two curves of a plot look, before their names."""


class Figures(QLabel):
    """Rows of names and numbers.

    Attributes
    ----------
    rows : tuple of (name, number)
    stale : bool
        Whether they are about something that is no longer shown: muted.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFont(tabular(sized(self.font(), SIZE)))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.rows: tuple[Row, ...] = ()
        self.stale = False

    def recolour(self) -> None:
        """Take the colours."""
        self._write()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show rows of a name and a value each."""
        if tuple(rows) != self.rows:
            self.rows = tuple(rows)
            self._write()

    def set_stale(self, stale: bool) -> None:
        """Mute them, or not."""
        if stale != self.stale:
            self.stale = stale
            self._write()

    def _write(self) -> None:
        muted, ink = colours().muted, colours().muted if self.stale else colours().ink
        weight = "normal" if self.stale else "bold"
        lines = "".join(
            f'<tr><td style="color: {muted}; padding-right: 10px">{unbroken(name)}</td>'
            f'<td style="color: {ink}; font-weight: {weight}">{unbroken(value)}</td></tr>'
            for name, value in self.rows
        )
        self.setText(f'<table cellspacing="0" cellpadding="0">{lines}</table>' if lines else "")


def unbroken(text: str) -> str:
    """`text` for HTML, on one line whatever the room."""
    return escape(text).replace(" ", "\N{NO-BREAK SPACE}").replace(THIN_SPACE, "\N{NARROW NO-BREAK SPACE}")
