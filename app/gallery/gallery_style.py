"""How the gallery looks: text in ink on paper, the selected line on the neutral tint."""

from __future__ import annotations

from app.look.style_sheet import CARD_RADIUS, FIELD_RADIUS
from app.look.theme import Palette, faint
from symgui.figures.colors import mix

HEADING = 17


def gallery_style(palette: Palette) -> str:
    """Style sheet of the dialog and all in it."""
    p = palette
    return f"""
    QDialog {{ background: {p.ground}; }}
    QFrame#published-page {{
        background: {p.paper}; border: 1px solid {p.line}; border-radius: {CARD_RADIUS}px;
    }}
    QLabel#published-title {{ font-size: {HEADING}px; font-weight: bold; }}
    QLabel#published-note, QLabel#published-source, QLabel#published-tolerance {{ color: {p.muted}; }}
    QListWidget, QTableWidget {{
        background: {p.paper}; color: {p.ink}; border: 1px solid {p.line}; border-radius: {FIELD_RADIUS}px;
        outline: none; selection-background-color: {p.neutral}; selection-color: {p.ink};
    }}
    QListWidget:focus, QTableWidget:focus {{ border-color: {p.ink}; }}
    QTableWidget {{ background: {p.paper}; gridline-color: {p.line}; }}
    QHeaderView {{ background: {p.paper}; border: none; }}
    QHeaderView::section {{
        background: {p.paper}; color: {p.muted}; border: none; border-bottom: 1px solid {p.line};
        padding: 4px 8px; font-weight: normal;
    }}
    QProgressBar {{ background: {p.neutral}; border: none; border-radius: 3px; max-height: 6px; }}
    QProgressBar::chunk {{ background: {p.ink}; border-radius: 3px; }}
    QPushButton:disabled {{ color: {faint(p)}; }}
    QPushButton#published-open {{
        background: {p.ink}; color: {p.paper}; border-color: {p.ink}; font-weight: bold;
    }}
    QPushButton#published-open:hover, QPushButton#published-open:focus {{
        background: {mix(p.ink, p.paper, 0.15)};
    }}
    """
