"""The style sheet of the window's frame, made from a palette. Views paint themselves."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontInfo

from app.look.text_scale import NORMAL, text_px
from app.look.theme import Palette, faint
from symgui.figures.colors import mix

TEXT_SIZE = NORMAL
"""Pixels of the window's text, unless a person chose another size."""

SMALL_SIZE = 11
"""Pixels of the labels under readouts and above groups."""

CARD_RADIUS = 12
FIELD_RADIUS = 7


def tabular(font: QFont) -> QFont:
    """`font` with digits of one width, so that a number that counts does not shake."""
    result = QFont(font)
    result.setFeature(QFont.Tag("tnum"), 1)
    return result


def sized(font: QFont, pixels: int, *, bold: bool = False) -> QFont:
    """`font` in `pixels`, bold or not."""
    result = QFont(font)
    result.setPixelSize(pixels)
    result.setBold(bold)
    return result


def bold(font: QFont) -> QFont:
    """`font` in the same size, bold."""
    return sized(font, QFontInfo(font).pixelSize(), bold=True)


def style_sheet(palette: Palette) -> str:
    """Qt style sheet of everything in the window that is not a view."""
    p = palette
    disabled = faint(p)
    pressed = mix(p.neutral, p.ink, 0.08)
    return f"""
    QMainWindow, QWidget#body {{ background: {p.ground}; }}
    QWidget#toolbar {{ background: {p.paper}; border: none; border-bottom: 1px solid {p.line}; }}
    QWidget#left-panel, QWidget#lesson-panel, QWidget#rail {{
        background: {p.paper}; border: none; border-right: 1px solid {p.line};
    }}
    QLabel#hint {{ border-top: 1px solid {p.line}; }}
    QWidget#foot {{ background: {p.paper}; border: none; border-top: 1px solid {p.line}; }}
    QFrame#card {{ background: {p.paper}; border: 1px solid {p.line}; border-radius: {CARD_RADIUS}px; }}
    QFrame#page {{ background: transparent; border: none; }}
    QScrollArea#left-scroll, QWidget#left-form {{ background: {p.paper}; border: none; }}

    QLabel {{ color: {p.ink}; background: transparent; }}
    QLabel[role="muted"], QLabel#hint, QLabel[role="caption"] {{ color: {p.muted}; }}
    QWidget#left-panel QWidget, QWidget#lesson-panel QWidget, QMenu, QTabBar, QDialog QWidget, QToolTip {{
        font-size: {text_px(TEXT_SIZE)}px;
    }}
    QWidget#left-panel QLabel[role="section"], QWidget#lesson-panel QLabel[role="section"] {{
        color: {p.muted}; font-weight: bold; font-size: {text_px(SMALL_SIZE)}px;
    }}

    QDialog#shortcuts QScrollArea, QWidget#shortcut-list, QDialog#symmetries QScrollArea,
    QDialog#deep-networks QScrollArea, QWidget#page-texts {{
        background: transparent; border: none;
    }}
    QSlider::groove:horizontal {{ height: 4px; border-radius: 2px; background: {p.line}; }}
    QSlider::handle:horizontal {{
        width: 12px; margin: -5px 0; border-radius: 6px; background: {p.ink}; border: 1px solid {p.paper};
    }}
    QSlider::handle:horizontal:focus {{ border: 2px solid {p.positive}; }}
    QSlider::handle:horizontal:disabled {{ background: {disabled}; }}
    QListWidget#export-what {{
        background: {p.field}; color: {p.ink}; border: 1px solid {p.line}; border-radius: {FIELD_RADIUS}px;
        outline: none; padding: 4px;
    }}
    QListWidget#export-what::item {{ padding: 3px 6px; border-radius: 5px; }}
    QListWidget#export-what::item:selected {{ background: {p.ink}; color: {p.paper}; }}
    QPlainTextEdit#export-text {{ font-family: monospace; }}

    QAbstractSpinBox, QComboBox, QLabel[role="field"] {{
        background: {p.field}; color: {p.ink}; border: 1px solid {p.line}; border-radius: {FIELD_RADIUS}px;
        selection-background-color: {p.ink}; selection-color: {p.paper};
    }}
    QComboBox {{ padding: 0 0 0 6px; }}
    QLabel[role="field"] {{
        color: {p.muted}; padding: 0 7px; min-height: {text_px(24)}px; max-height: {text_px(24)}px;
    }}
    QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{
        width: 0; border: none; subcontrol-origin: border; subcontrol-position: right;
    }}
    QAbstractSpinBox:hover, QComboBox:hover {{ border-color: {p.edge}; }}
    QAbstractSpinBox:focus, QComboBox:focus {{ border: 1px solid {p.ink}; }}
    QAbstractSpinBox:disabled, QComboBox:disabled {{ color: {disabled}; border-color: {p.line}; }}
    QComboBox::drop-down {{ border: none; width: 14px; }}
    QComboBox::down-arrow {{ image: none; width: 0; height: 0; }}
    QComboBox QAbstractItemView {{
        background: {p.paper}; color: {p.ink}; border: 1px solid {p.edge}; outline: none;
        selection-background-color: {p.neutral}; selection-color: {p.ink}; padding: 3px;
    }}
    QComboBox QAbstractItemView::item {{ min-height: 24px; padding: 0 4px; }}

    QWidget#toolbar QToolButton, QDialog QPushButton, QPushButton[role="add"],
    QWidget#draw-board QToolButton, QWidget#draw-board QPushButton {{
        color: {p.ink}; background: transparent; border: 1px solid {p.line}; border-radius: {FIELD_RADIUS}px;
        padding: 0 5px;
    }}
    QDialog QPushButton, QWidget#draw-board QPushButton {{ min-height: 28px; padding: 0 12px; }}
    QWidget#draw-board QToolButton {{ min-height: 22px; min-width: 14px; }}
    QWidget#draw-board QToolButton[many="true"] {{ padding: 0; min-width: 12px; }}
    QWidget#draw-board QToolButton:checked {{ background: {p.neutral}; border-color: {p.ink}; }}
    QWidget#draw-board QPushButton#draw-take {{
        background: {p.ink}; color: {p.paper}; border-color: {p.ink}; font-weight: bold;
    }}
    QWidget#draw-board QPushButton#draw-take:disabled {{
        background: {p.neutral}; color: {disabled}; border-color: {p.line};
    }}
    QWidget#toolbar QToolButton:hover, QDialog QPushButton:hover, QPushButton[role="add"]:hover,
    QWidget#draw-board QToolButton:hover, QWidget#draw-board QPushButton:hover {{
        background: {p.neutral};
    }}
    QWidget#toolbar QToolButton:pressed, QDialog QPushButton:pressed, QPushButton[role="add"]:pressed,
    QWidget#draw-board QToolButton:pressed, QWidget#draw-board QPushButton:pressed {{
        background: {pressed};
    }}
    QWidget#toolbar QToolButton:focus, QDialog QPushButton:focus, QPushButton[role="add"]:focus,
    QWidget#draw-board QToolButton:focus, QWidget#draw-board QPushButton:focus {{
        border-color: {p.ink};
    }}
    QWidget#toolbar QToolButton:disabled, QDialog QPushButton:disabled, QPushButton[role="add"]:disabled,
    QWidget#draw-board QToolButton:disabled, QWidget#draw-board QPushButton:disabled {{
        color: {disabled};
    }}
    QDialog QProgressBar {{
        background: {p.neutral}; color: {p.ink}; border: none; border-radius: 3px; max-height: 6px;
    }}
    QDialog QProgressBar::chunk {{ background: {p.ink}; border-radius: 3px; }}
    QWidget#toolbar QToolButton::menu-indicator {{ image: none; width: 0; }}
    QWidget#toolbar QToolButton#run-button {{
        background: {p.ink}; color: {p.paper}; border-color: {p.ink}; font-weight: bold; padding: 0 9px;
    }}
    QWidget#toolbar QToolButton#run-button:hover {{ background: {mix(p.ink, p.paper, 0.15)}; }}
    QWidget#toolbar QToolButton#run-button:disabled {{
        background: {p.neutral}; color: {disabled}; border-color: {p.line};
    }}
    QToolButton[role="in-field"] {{
        border: none; background: transparent; border-radius: 4px; padding: 0;
    }}
    QToolButton[role="in-field"]:hover {{ background: {p.neutral}; }}
    QWidget#lesson-panel QLabel#lesson-title {{ color: {p.muted}; }}
    QWidget#lesson-panel QLabel#lesson-step-title {{
        font-weight: bold; font-size: {text_px(TEXT_SIZE + 3)}px;
    }}
    QWidget#lesson-panel QLabel#lesson-message {{
        background: {p.ink}; color: {p.paper}; border-radius: {FIELD_RADIUS}px; padding: 6px 9px;
    }}
    QPushButton#lesson-next {{
        background: {p.ink}; color: {p.paper}; border: 1px solid {p.ink}; border-radius: {FIELD_RADIUS}px;
        font-weight: bold;
    }}
    QPushButton#lesson-next:hover, QPushButton#lesson-next:focus {{
        background: {mix(p.ink, p.paper, 0.15)};
    }}
    QPushButton#lesson-next:disabled {{ background: {p.neutral}; color: {disabled}; border-color: {p.line}; }}
    QWidget#left-panel QToolButton[role="disclosure"],
    QWidget#lesson-panel QToolButton[role="disclosure"] {{
        font-size: {text_px(TEXT_SIZE - 1)}px; border: none; background: transparent; color: {p.muted};
        padding: 0; text-align: left;
    }}
    QWidget#left-panel QToolButton[differs="true"], QWidget#left-panel QLabel[differs="true"] {{
        color: {p.ink}; font-weight: bold;
    }}
    QToolButton[role="disclosure"]:hover {{ color: {p.ink}; }}
    QToolButton[role="disclosure"]:focus {{ color: {p.ink}; text-decoration: underline; }}
    QToolButton[role="rail"] {{
        color: {p.ink}; background: transparent; border: 1px solid transparent;
        border-radius: {FIELD_RADIUS}px; padding: 4px 0; font-size: {text_px(SMALL_SIZE)}px;
    }}
    QToolButton[role="rail"]:hover {{ background: {p.neutral}; }}
    QToolButton[role="rail"]:focus {{ border-color: {p.ink}; }}

    QTabBar {{ background: transparent; border: none; }}
    QTabBar::tab {{
        color: {p.muted}; background: transparent; border: none; border-bottom: 2px solid transparent;
        padding: 8px 10px 7px 10px; margin-right: 4px;
    }}
    QTabBar::tab:selected {{ color: {p.ink}; border-bottom-color: {p.ink}; }}
    QTabBar[tight="true"]::tab {{ padding: 8px 6px 7px 6px; margin-right: 0; }}
    QTabBar::tab:hover {{ color: {p.ink}; }}
    QTabBar::tab:focus {{ color: {p.ink}; background: {p.neutral}; }}
    QTabBar[closed="true"]::tab:selected {{ color: {p.muted}; border-bottom-color: transparent; }}
    QTabBar::scroller {{ width: 48px; }}
    QTabBar QToolButton {{ background: {p.paper}; border: none; border-left: 1px solid {p.line}; }}
    QFrame#tab-line {{ background: {p.line}; border: none; max-height: 1px; min-height: 1px; }}

    QSplitter::handle {{ background: transparent; }}
    QSplitter::handle:hover {{ background: {p.line}; }}

    QScrollBar:vertical {{ background: transparent; width: 8px; margin: 0; }}
    QScrollBar:horizontal {{ background: transparent; height: 8px; margin: 0; }}
    QScrollBar::handle {{ background: {mix(p.muted, p.paper, 0.6)}; border-radius: 3px; margin: 1px; }}
    QScrollBar::handle:vertical {{ min-height: 24px; }}
    QScrollBar::handle:horizontal {{ min-width: 24px; }}
    QScrollBar::handle:hover {{ background: {p.muted}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}

    QMenu {{ background: {p.paper}; color: {p.ink}; border: 1px solid {p.edge}; padding: 4px; }}
    QMenu::item {{ padding: 5px 26px 5px 24px; border-radius: 4px; background: transparent; }}
    QMenu::item:selected {{ background: {p.neutral}; }}
    QMenu::item:disabled {{ color: {disabled}; }}
    QMenu::separator {{ height: 1px; background: {p.line}; margin: 4px 6px; }}
    QMenu::icon {{ padding-left: 6px; }}
    QToolTip {{ background: {p.paper}; color: {p.ink}; border: 1px solid {p.edge}; padding: 4px; }}

    QFrame#message {{ background: {p.ink}; border: none; border-radius: {FIELD_RADIUS}px; }}
    QFrame#message QLabel {{ color: {p.paper}; }}
    QFrame#message QToolButton {{ border: none; background: transparent; border-radius: 4px; }}
    QFrame#message QPushButton {{
        color: {p.paper}; background: transparent; border: 1px solid {mix(p.ink, p.paper, 0.5)};
        border-radius: {FIELD_RADIUS}px; padding: 4px 10px;
    }}
    QFrame#message QPushButton:hover, QFrame#message QPushButton:focus {{
        border-color: {p.paper}; background: {mix(p.ink, p.paper, 0.25)};
    }}
    QFrame#message QToolButton:hover {{ background: {mix(p.ink, p.paper, 0.25)}; }}
    QLabel#field-error {{
        background: {p.ink}; color: {p.paper}; border-radius: {FIELD_RADIUS}px; padding: 6px 9px;
    }}
    QFrame#popover {{ background: {p.paper}; border: 1px solid {p.edge}; border-radius: {CARD_RADIUS}px; }}
    QDialog {{ background: {p.paper}; }}
    QDialog QCheckBox {{ color: {p.ink}; background: transparent; }}
    QDialog QCheckBox::indicator {{
        width: 13px; height: 13px; border: 1px solid {p.edge}; border-radius: 4px; background: {p.field};
    }}
    QDialog QCheckBox::indicator:checked {{ background: {p.ink}; border-color: {p.ink}; }}
    QDialog QLineEdit, QDialog QComboBox, QDialog[look="tables"] QSpinBox {{
        background: {p.field}; color: {p.ink}; border: 1px solid {p.line}; border-radius: {FIELD_RADIUS}px;
        min-height: {text_px(24)}px; padding: 0 7px;
        selection-background-color: {p.ink}; selection-color: {p.paper};
    }}
    QDialog QComboBox {{ padding: 0 0 0 6px; }}
    QDialog QLineEdit:focus, QDialog[look="tables"] QComboBox:focus, QDialog[look="tables"] QSpinBox:focus {{
        border-color: {p.ink};
    }}
    QDialog[look="tables"] QSpinBox {{ min-width: 64px; max-width: 96px; }}
    QDialog[look="tables"] QTableView {{
        background: {p.field}; color: {p.ink}; border: 1px solid {p.line}; gridline-color: {p.line};
        selection-background-color: {p.neutral}; selection-color: {p.ink}; outline: none;
    }}
    QDialog[look="tables"] QTableView:focus {{ border-color: {p.ink}; }}
    QDialog[look="tables"] QTableView::indicator {{
        width: 13px; height: 13px; border: 1px solid {p.edge}; border-radius: 4px; background: {p.paper};
    }}
    QDialog[look="tables"] QTableView::indicator:checked {{ background: {p.ink}; border-color: {p.ink}; }}
    QDialog[look="tables"] QTableView::item:selected {{
        background: {p.neutral}; color: {p.ink}; border: none;
    }}
    QDialog[look="tables"] QHeaderView {{ background: {p.neutral}; border: none; }}
    QDialog[look="tables"] QHeaderView::section,
    QDialog[look="tables"] QTableCornerButton::section {{
        background: {p.neutral}; color: {p.muted}; border: none; padding: 3px 6px;
    }}
    QDialog[look="tables"] QHeaderView::section:vertical {{ padding: 0 6px 4px 6px; }}
    QPlainTextEdit, QTextBrowser {{
        background: {p.field}; color: {p.ink}; border: 1px solid {p.line}; border-radius: {FIELD_RADIUS}px;
    }}
    """
