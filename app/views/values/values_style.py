"""The style sheet of the table of numbers and the fields above it."""

from __future__ import annotations

from app.look.theme import Palette


def values_style(p: Palette) -> str:
    """In the colours of a palette."""
    return f"""
    QLabel {{ color: {p.muted}; background: transparent; }}
    QLabel[role="title"] {{ color: {p.ink}; font-weight: bold; }}
    QFrame#paste-choice QPushButton {{ padding: 4px 9px; text-align: left; }}
    QFrame#paste-choice QPushButton:focus {{ border-color: {p.ink}; background: {p.neutral}; }}
    QPushButton, QToolButton {{
        color: {p.ink}; background: transparent; border: 1px solid {p.line}; border-radius: 6px;
        padding: 0 9px;
    }}
    QComboBox {{
        color: {p.ink}; background: {p.field}; border: 1px solid {p.line}; border-radius: 6px; padding: 0 9px;
    }}
    QComboBox:hover {{ border-color: {p.edge}; }}
    QComboBox:focus {{ border-color: {p.ink}; }}
    QComboBox::drop-down {{ border: none; width: 16px; }}
    QPushButton:hover, QToolButton:hover, QPushButton:focus, QToolButton:focus {{ border-color: {p.edge}; }}
    QPushButton:checkable {{ color: {p.muted}; }}
    QPushButton:checked {{ color: {p.ink}; background: {p.neutral}; border-color: {p.edge}; }}
    QPushButton:disabled, QToolButton:disabled {{ color: {p.edge}; }}
    QToolButton::menu-indicator {{ image: none; width: 0; }}
    QTableView {{
        background: transparent; color: {p.ink}; border: none; outline: none; gridline-color: {p.line};
        selection-background-color: {p.neutral}; selection-color: {p.ink};
    }}
    QTableView::item:focus {{ border: 2px solid {p.ink}; }}
    QTableView QLineEdit {{ background: {p.field}; color: {p.ink}; border: 1px solid {p.ink}; }}
    QTableCornerButton::section {{ background: transparent; border: none; }}
    QHeaderView {{ background: transparent; border: none; }}
    QHeaderView::section {{ background: transparent; color: {p.muted}; border: none; padding: 2px 6px; }}
    """
