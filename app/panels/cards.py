"""Cards: frames with round corners, each around one view or several under tabs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from app.look.icons import icon
from app.look.layouts import filled
from app.look.named_widgets import tool_button

GAP = 13
PADDING = 12
SQUARE_EXTRA = 42
"""What a square view has above and below the square: a title, a key."""
LARGEST_SHARE = 0.6
BESIDE_TABS = 56
"""Pixels that a card's tabs leave to the handle and the margins."""
TIGHTER = 12
"""Pixels that a tab gives up where all find no room otherwise; the style sheet does it."""
STRIP = 38
"""Height of a card's tabs."""


class Card(QFrame):
    """A frame with a thin line and round corners around one widget."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.content = content
        column = filled(QVBoxLayout(self), content, margins=(PADDING, PADDING - 2, PADDING, PADDING - 2))
        self._column = column
        self._cover: QWidget | None = None

    def cover(self, cover: QWidget | None) -> None:
        """Show `cover` in the place of the content; None shows the content again."""
        if self._cover is not None:
            self._column.removeWidget(self._cover)
            self._cover.hide()
        self._cover = cover
        self.content.setVisible(cover is None)
        if cover is not None:
            self._column.addWidget(cover)
            cover.show()


class TabCard(QFrame):
    """Several widgets under tabs; as a drawer it can be put away, until one of the tabs is pressed.

    Parameters
    ----------
    pages : sequence of (str, QWidget, str)
        Text of the tab, widget, what it tells (the tab's tooltip).
    """

    opened = Signal(bool)
    """The drawer was opened or closed by a person."""

    def __init__(self, pages: Sequence[tuple[str, QWidget, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.is_drawer = self._folded = False
        self.is_open = True
        self.bar = QTabBar(drawBase=False, expanding=False)
        self.bar.setObjectName("tabs")
        self.bar.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.bar.setFixedHeight(STRIP)
        self.stack = QStackedWidget()
        for text, widget, tip in pages:
            self.bar.setTabToolTip(self.bar.addTab(text), tip)
            self.stack.addWidget(widget)
        self.handle = tool_button("drawer-handle", "Open or close the drawer")
        self.handle.setProperty("role", "in-field")
        self.handle.setFixedSize(28, 24)
        self.handle.clicked.connect(self._turn)
        self._line = QFrame()
        self._line.setObjectName("tab-line")
        strip = filled(QHBoxLayout(), self.bar, 1, self.handle, margins=(8, 0, 8, 0))
        filled(QVBoxLayout(self), strip, self._line, (self.stack, 1), margins=1, gap=0)
        self.bar.currentChanged.connect(self.stack.setCurrentIndex)
        self.bar.tabBarClicked.connect(self._clicked)
        self._pressed_index = 0
        self._show_state()

    def minimumSizeHint(self) -> QSize:
        """Room for the tabs; a page that would rather be wider does not decide over the whole window."""
        return QSize(self.bar.sizeHint().width() + 60, self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tabs that find no room stand closer together."""
        super().resizeEvent(event)
        self._fit_tabs()

    def _fit_tabs(self) -> None:
        room = self.width() - BESIDE_TABS
        tight = bool(self.bar.property("tight"))
        # what they would be if they stood apart
        width = self.bar.sizeHint().width() + tight * TIGHTER * self.bar.count()
        if (width > room) != tight:
            self.bar.setProperty("tight", width > room)
            self.bar.style().unpolish(self.bar)
            self.bar.style().polish(self.bar)

    def set_drawer(self, drawer: bool, *, folded: bool = False) -> None:
        """Become a drawer, which a person may close, or stay open; a `folded` drawer begins closed."""
        if (drawer, folded) != (self.is_drawer, self._folded):
            self.is_drawer, self._folded = drawer, folded
            self.is_open = not folded
            self._show_state()

    def add_page(self, text: str, page: QWidget, tip: str) -> None:
        """One more page, the last one."""
        self.stack.addWidget(page)
        self.bar.setTabToolTip(self.bar.addTab(text), tip)
        self._fit_tabs()

    def set_page_shown(self, page: QWidget, shown: bool) -> None:
        """Let a page have a tab, or none; the first page takes the place of one that is in front."""
        index = self.stack.indexOf(page)
        if not shown and index == self.bar.currentIndex():
            self.bar.setCurrentIndex(0)
        self.bar.setTabVisible(index, shown)
        self._fit_tabs()

    def show_page(self, page: QWidget) -> None:
        """Bring a page to the front; opens the drawer."""
        self.bar.setCurrentIndex(self.stack.indexOf(page))
        if self.is_drawer and not self.is_open:
            self._open(True)

    def set_open(self, is_open: bool) -> None:
        """Open or close the drawer; without one nothing can be closed."""
        if self.is_drawer and is_open != self.is_open:
            self._open(is_open)

    def _clicked(self, index: int) -> None:
        """A tab opens the drawer; the one that is open closes it."""
        if not self.is_drawer or index < 0:
            return
        self._open(not self.is_open or index != self._pressed_index)
        self._pressed_index = index

    def _turn(self) -> None:
        self._open(not self.is_open)

    def _open(self, is_open: bool) -> None:
        self.is_open = is_open
        self._pressed_index = self.bar.currentIndex()
        self._show_state()
        self.opened.emit(is_open)

    def _show_state(self) -> None:
        self.stack.setVisible(self.is_open)
        self._line.setVisible(self.is_open)
        self.handle.setVisible(self.is_drawer)
        self.handle.setIcon(icon("down" if self.is_open else "up", "muted"))
        self.bar.setProperty("closed", not self.is_open)
        self.bar.style().unpolish(self.bar)
        self.bar.style().polish(self.bar)
        if self.is_open:
            self.setMaximumHeight(16_777_215)
            self.setMinimumHeight(STRIP + 100)
        else:
            self.setFixedHeight(STRIP + 2)


class SideColumn(QFrame):
    """Views below each other, each on its card; or sharing one card under tabs, where the window is narrow.

    Parameters
    ----------
    pages : sequence of (str, QWidget, str)
        Text of the tab, widget, what it tells.
    """

    def __init__(self, pages: Sequence[tuple[str, QWidget, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = QTabBar(drawBase=False, expanding=False)
        self.bar.setObjectName("side-tabs")
        self.bar.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.bar.setFixedHeight(STRIP)
        self._line = QFrame()
        self._line.setObjectName("tab-line")
        self.splitter = QSplitter(Qt.Orientation.Vertical, handleWidth=GAP, childrenCollapsible=False)
        self.cards = []
        for text, widget, tip in pages:
            self.bar.setTabToolTip(self.bar.addTab(text), tip)
            card = Card(widget)
            self.cards.append(card)
            self.splitter.addWidget(card)
        filled(QVBoxLayout(self), self.bar, self._line, (self.splitter, 1), margins=0, gap=0)
        self._line.hide()
        self.shared = False
        self._covered: Card | None = None
        self.bar.hide()
        self.bar.currentChanged.connect(lambda _: self._show_state())

    def set_shared(self, shared: bool) -> None:
        """Share one card, or have one each."""
        if shared != self.shared:
            self.shared = shared
            self._show_state()

    def show_page(self, page: QWidget) -> None:
        """Bring a page to the front, where they share one card."""
        self.bar.setCurrentIndex([card.content for card in self.cards].index(page))

    def cover(self, page: QWidget, cover: QWidget) -> None:
        """Show `cover` in the place of a page, alone in the column, until `uncover`."""
        self._covered = next(card for card in self.cards if card.content is page)
        self.show_page(page)
        self._covered.cover(cover)
        self._show_state()

    def uncover(self) -> None:
        """Show all pages again."""
        if self._covered is not None:
            self._covered.cover(None)
            self._covered = None
            self._show_state()

    def share_height(self, width: int, height: int) -> None:
        """Give the first view what it needs to be square, as far as that leaves room for the others."""
        first = min(width + SQUARE_EXTRA, round(height * LARGEST_SHARE))
        rest = (height - first - GAP * (len(self.cards) - 1)) // max(1, len(self.cards) - 1)
        self.splitter.setSizes([first, *[rest] * (len(self.cards) - 1)])

    def sizeHint(self) -> QSize:
        """A column."""
        return QSize(340, 600)

    def _show_state(self) -> None:
        self.bar.setVisible(self.shared)
        self._line.setVisible(self.shared)
        self.setObjectName("card" if self.shared else "side")
        for card in self.cards:
            card.setObjectName("page" if self.shared else "card")
        for part in (self, *self.cards):
            part.style().unpolish(part)
            part.style().polish(part)
        for index, card in enumerate(self.cards):
            at_front = not self.shared or index == self.bar.currentIndex()
            card.setVisible(at_front and (self.shared or self._covered in (None, card)))
