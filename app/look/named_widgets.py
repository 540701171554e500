"""Labels, buttons and tables that are made in one line, with the name by which style and tests find them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QLabel, QPushButton, QTableWidget, QToolButton


def wrapped_label(name: str, role: str = "", text: str = "", *, copied: bool = False) -> QLabel:
    """A label whose text wraps, and is shown as it is written: ``<`` begins no tag.

    Parameters
    ----------
    copied : bool
        Whether its text can be selected with the mouse.
    """
    label = QLabel(text, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
    label.setObjectName(name)
    if copied:
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if role:
        label.setProperty("role", role)
    return label


def push_button(
    name: str, text: str, tip: str = "", *, checkable: bool = False, by_tab: bool = False
) -> QPushButton:
    """A button with words; Enter in a field of its dialog does not press it.

    Parameters
    ----------
    by_tab : bool
        A click does not move the keyboard's focus to it; Tab does.
    """
    button = QPushButton(text, autoDefault=False)
    button.setObjectName(name)
    button.setToolTip(tip)
    button.setCheckable(checkable)
    if by_tab:
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def tool_button(name: str, tip: str, spoken: str = "") -> QToolButton:
    """A button with a picture; screen readers say its tip, or `spoken`. Only Tab moves the focus to it."""
    button = QToolButton()
    button.setObjectName(name)
    button.setToolTip(tip)
    button.setAccessibleName(spoken or tip)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def read_only_table(name: str, spoken: str, heads: Sequence[str] = ()) -> QTableWidget:
    """A table that nobody types into, and that Tab leaves; `spoken` is what screen readers call it."""
    table = QTableWidget(0, len(heads))
    table.setObjectName(name)
    table.setAccessibleName(spoken)
    table.setHorizontalHeaderLabels(list(heads))
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    return table
