"""The help: a list of pages, and the one that is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from app.look.layouts import filled
from app.look.plain_buttons import plain_buttons
from app.look.style_sheet import FIELD_RADIUS
from app.look.text_scale import TEXT, text_px
from app.look.theme import COLOURS, colours

SIZE = (720, 460)
LIST_WIDTH = 200

Page = tuple[str, tuple[str, ...], tuple[tuple[str, str], ...]]
"""Title, paragraphs, and rows of key and meaning."""


class HelpDialog(QDialog):
    """Pages to read; it blocks nothing.

    Attributes
    ----------
    list : QListWidget
        ``help-pages``.
    text : QTextBrowser
        ``help-text``.
    """

    def __init__(self, pages: Sequence[Page], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("help")
        self.setWindowTitle("Help")
        self.setModal(False)
        self.setSizeGripEnabled(True)
        self.resize(QSize(*map(text_px, SIZE)).boundedTo(self.screen().availableSize()))
        self._pages = tuple(pages)
        self.list = QListWidget()
        self.list.setObjectName("help-pages")
        self.list.setAccessibleName("pages")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.addItems([title for title, _, _ in self._pages])
        self.list.currentRowChanged.connect(self._turn)
        self.text = QTextBrowser()
        self.text.setObjectName("help-text")
        self.text.setAccessibleName("page")
        buttons = plain_buttons(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        row = filled(QHBoxLayout(), self.list, (self.text, 1))
        filled(QVBoxLayout(self), (row, 1), buttons)
        COLOURS.changed.connect(self._restyle)
        TEXT.changed.connect(self._restyle)
        self._restyle()

    def show_page(self, title: str) -> None:
        """Turn to the page of this title and show the dialog."""
        self.list.setCurrentRow([each for each, _, _ in self._pages].index(title))
        self.show()
        self.list.setFocus()

    @Slot(int)
    def _turn(self, index: int) -> None:
        if index < 0:
            return
        title, paragraphs, keys = self._pages[index]
        html = [f"<h3>{escape(title)}</h3>", *(f"<p>{escape(each)}</p>" for each in paragraphs)]
        if keys:
            rows = (
                f"<tr><td style='padding-right: 14px; white-space: nowrap'><b>{escape(key)}</b></td>"
                f"<td>{escape(meaning)}</td></tr>"
                for key, meaning in keys
            )
            html.append(f"<table cellspacing='3'>{''.join(rows)}</table>")
        self.text.setHtml("".join(html))

    @Slot()
    def _restyle(self) -> None:
        p = colours()
        self.list.setFixedWidth(text_px(LIST_WIDTH))
        self.setStyleSheet(f"""
            QListWidget, QTextBrowser {{
                background: {p.paper}; color: {p.ink}; border: 1px solid {p.line};
                border-radius: {FIELD_RADIUS}px; outline: none; padding: 4px;
                selection-background-color: {p.neutral}; selection-color: {p.ink};
            }}
            QListWidget::item {{ padding: 3px 4px; }}
            QListWidget:focus, QTextBrowser:focus {{ border-color: {p.ink}; }}
        """)
        self._turn(self.list.currentRow())
