"""How the forms of the studies look: compact, in ink, whatever window they stand in."""

from __future__ import annotations

from app.look.style_sheet import FIELD_RADIUS
from app.look.theme import Palette, faint
from symgui.figures.colors import mix

FIELD_HEIGHT = 24


def prove_style(palette: Palette) -> str:
    """Style sheet of the view and all in it."""
    p = palette
    faded = faint(p)
    lit = mix(p.ink, p.paper, 0.15)
    field = f"""
        background: {p.field}; color: {p.ink}; border: 1px solid {p.line}; border-radius: {FIELD_RADIUS}px;
        min-height: {FIELD_HEIGHT}px; max-height: {FIELD_HEIGHT}px;
        selection-background-color: {p.ink}; selection-color: {p.paper};
    """
    return f"""
    QScrollArea, QWidget#prove-page, QWidget#prove-texts, QWidget#prove-form {{
        background: transparent; border: none;
    }}
    QLabel {{ color: {p.ink}; background: transparent; }}
    QLabel[role="muted"] {{ color: {p.muted}; }}
    QAbstractSpinBox, QComboBox {{ {field} }}
    QComboBox {{ padding: 0 20px 0 7px; }}
    QAbstractSpinBox:hover, QComboBox:hover {{ border-color: {p.edge}; }}
    QAbstractSpinBox:focus, QComboBox:focus {{ border-color: {p.ink}; }}
    QAbstractSpinBox:disabled, QComboBox:disabled {{ color: {faded}; }}
    QComboBox::drop-down {{ border: none; width: 0; }}
    QComboBox::down-arrow {{ image: none; width: 0; height: 0; }}
    QComboBox QAbstractItemView {{
        background: {p.paper}; color: {p.ink}; border: 1px solid {p.edge}; outline: none;
        selection-background-color: {p.neutral}; selection-color: {p.ink}; padding: 3px;
    }}
    QPushButton {{
        background: transparent; color: {p.ink}; border: 1px solid {p.edge}; border-radius: {FIELD_RADIUS}px;
        padding: 0 9px; min-height: {FIELD_HEIGHT}px; max-height: {FIELD_HEIGHT}px;
    }}
    QPushButton:hover {{ background: {p.neutral}; }}
    QPushButton:focus {{ border-color: {p.ink}; }}
    QPushButton:disabled {{ color: {faded}; border-color: {p.line}; background: transparent; }}
    QPushButton[role="start"] {{
        background: {p.ink}; color: {p.paper}; border-color: {p.ink}; font-weight: bold;
    }}
    QPushButton[role="start"]:hover, QPushButton[role="start"]:focus {{ background: {lit}; }}
    QPushButton[role="start"]:disabled {{ background: {p.neutral}; color: {faded}; border-color: {p.line}; }}
    QFrame#prove-studies {{
        background: {p.field}; border: 1px solid {p.line}; border-radius: {FIELD_RADIUS}px;
    }}
    QPushButton[role="study"] {{
        border: 1px solid transparent; color: {p.muted}; text-align: left; padding: 0 8px;
        min-height: 26px; max-height: 26px;
    }}
    QPushButton[role="study"]:checked {{ background: {p.neutral}; color: {p.ink}; font-weight: bold; }}
    QPushButton[role="study"]:hover {{ color: {p.ink}; }}
    QPushButton[role="study"]:focus {{ border-color: {p.ink}; }}
    QScrollBar:vertical {{ background: transparent; width: 8px; margin: 0; }}
    QScrollBar::handle:vertical {{
        background: {mix(p.muted, p.paper, 0.6)}; border-radius: 3px; margin: 1px; min-height: 24px;
    }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QToolTip {{
        background: {p.paper}; color: {p.ink}; border: 1px solid {p.edge}; padding: 4px;
    }}
    """
