"""One card: what was published where, how it is computed, the figures, and a run to open."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.gallery.table import RowTable
from app.look.layouts import filled
from app.look.named_widgets import push_button, wrapped_label
from symgui.lessons.published import PublishedCard, PublishedRow


class CardPage(QFrame):
    """A card as large as it takes to read it.

    Attributes
    ----------
    card : Card or None
    title, source, setup, note, tolerance : QLabel
        ``published-title``, ….
    table : RowTable
        ``published-rows``.
    open_button : QPushButton
        ``published-open``; hidden for a card without a run.
    """

    opened = Signal(object)
    """The `Card` whose run is wanted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("published-page")
        self.card: PublishedCard | None = None
        self.title, self.source = self._label("title"), self._label("source")
        self.setup, self.note, self.tolerance = (
            self._label("setup"),
            self._label("note"),
            self._label("tolerance"),
        )
        self.table = RowTable()
        self.table.rowChosen.connect(self._show_tolerance)
        self.open_button = push_button("published-open", "Open the experiment")
        self.open_button.clicked.connect(self._open)
        foot = filled(QHBoxLayout(), (self.tolerance, 1), (self.open_button, 0, Qt.AlignmentFlag.AlignBottom))
        filled(
            QVBoxLayout(self),
            self.title,
            self.source,
            self.setup,
            (self.table, 1),
            foot,
            self.note,
            margins=(18, 14, 18, 14),
            gap=8,
        )

    def show_card(self, card: PublishedCard, rows: list[PublishedRow]) -> None:
        """Show a card with the rows that have been found."""
        if card is not self.card:
            self.card = card
            self.table.show_rows(())
            self.title.setText(card.title)
            self.source.setText(card.source)
            self.setup.setText(card.setup)
            self.note.setText(card.note)
            self.note.setVisible(bool(card.note))
            self.tolerance.setText("")
            self.open_button.setVisible(card.experiment is not None)
            self.open_button.setToolTip(card.opens)
            self.open_button.setAccessibleDescription(card.opens)
        self.table.show_rows(rows)

    def _label(self, name: str) -> QLabel:
        return wrapped_label(f"published-{name}", copied=True)

    @Slot(object)
    def _show_tolerance(self, row: PublishedRow | None) -> None:
        self.tolerance.setText("" if row is None else f"Tolerance: {row.tolerance}")

    @Slot()
    def _open(self) -> None:
        if self.card is not None:
            self.opened.emit(self.card)
