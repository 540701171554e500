"""The gallery's window: the cards on the left, the one that is chosen on the right, progress below."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from app.gallery.card_page import CardPage
from app.gallery.card_results import CardResults
from app.gallery.gallery_style import gallery_style
from app.gallery.lines import FAILED, STATE, CardLines
from app.look.layouts import filled
from app.look.named_widgets import push_button
from app.look.theme import COLOURS, colours
from symgui.lessons.published import PublishedCard

SIZE = (1000, 690)
LIST_WIDTH = 300


class GalleryDialog(QDialog):
    """Published numbers beside ours, computed while one looks. It blocks nothing.

    Attributes
    ----------
    cards : tuple of Card
    results : CardResults
    list : QListWidget
        ``published-cards``.
    page : CardPage
    status : QLabel
        ``published-status``: how far it is.
    bar : QProgressBar
        ``published-progress``: cards that are done.
    again : QPushButton
        ``published-again``.
    """

    againWanted = Signal()
    """Compute everything anew."""
    opened = Signal(object)
    """The `Card` whose run is wanted."""

    def __init__(self, cards: Sequence[PublishedCard], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("published-gallery")
        self.setWindowTitle("Published numbers")
        self.setModal(False)
        self.setSizeGripEnabled(True)
        self.resize(QSize(*SIZE).boundedTo(self.screen().availableSize()))
        self.cards = tuple(cards)
        self.results = CardResults()
        self.list = self._make_list()
        self.page = CardPage()
        self.page.opened.connect(self.opened)
        self.status = QLabel()
        self.status.setObjectName("published-status")
        self.bar = QProgressBar(textVisible=False)
        self.bar.setObjectName("published-progress")
        self.bar.setAccessibleName("cards computed")
        self.bar.setRange(0, len(self.cards))
        self.again = push_button("published-again", "Compute again")
        self.again.clicked.connect(self.againWanted)
        self._lay_out()
        self.list.setCurrentRow(0)
        COLOURS.changed.connect(self._recolour)
        self._recolour()

    @Slot()
    def _recolour(self) -> None:
        self.setStyleSheet(gallery_style(colours()))

    def _make_list(self) -> QListWidget:
        cards = QListWidget()
        cards.setObjectName("published-cards")
        cards.setAccessibleName("cards")
        cards.setItemDelegate(CardLines(self))
        cards.setFixedWidth(LIST_WIDTH)
        cards.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for card in self.cards:
            item = QListWidgetItem(card.title, cards)
            item.setToolTip(card.title)
        cards.currentRowChanged.connect(self._turn)
        return cards

    def _lay_out(self) -> None:
        close = push_button("published-close", "Close")
        close.clicked.connect(self.reject)
        above = filled(QHBoxLayout(), self.list, (self.page, 1), gap=12)
        below = filled(QHBoxLayout(), (self.status, 1), self.again, close)
        filled(QVBoxLayout(self), (above, 1), self.bar, below)

    def begin(self) -> None:
        """Forget what was found before."""
        self.results = CardResults()
        for index in range(len(self.cards)):
            self._show_state(index)
        self.bar.setValue(0)
        self.say("")
        self._turn(self.list.currentRow())

    def take(self, points: Sequence[object]) -> None:
        """Show what the study has found."""
        touched = self.results.take(points)
        for index, card in enumerate(self.cards):
            if card.name in touched:
                self._show_state(index)
        self.bar.setValue(len(self.results.done))
        if self.page.card is not None and self.page.card.name in touched:
            self._turn(self.list.currentRow())
        self.say("")

    def end(self, words: str) -> None:
        """Note that nothing more will be found; say why, if it is not all."""
        self.results.stop()
        for index in range(len(self.cards)):
            self._show_state(index)
        self.say(words)

    def say(self, words: str) -> None:
        """Say how far it is, and `words` about it."""
        parts = (f"{len(self.results.done)} of {len(self.cards)} cards", self.results.summary(), words)
        self.status.setText(" · ".join(part for part in parts if part))

    def _show_state(self, index: int) -> None:
        name, item = self.cards[index].name, self.list.item(index)
        words = self.results.words(name)
        item.setData(STATE, words)
        item.setData(FAILED, self.results.failed(name) > 0)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{self.cards[index].title}: {words}")

    @Slot(int)
    def _turn(self, index: int) -> None:
        if index >= 0:
            card = self.cards[index]
            self.page.show_card(card, self.results.rows.get(card.name, []))
