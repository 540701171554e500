"""A statement in a row: a mark, and words beside it. Claims, choices on the stage, and rules are shown so."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from app.look.icons import pixmap
from app.look.style_sheet import bold, sized
from app.look.theme import COLOURS, colours
from app.look.type_sizes import pixel_size
from app.views.base.math_line import Line
from app.views.base.typeset_label import TypesetLabel
from app.views.base.typesetter import MUTED_SCALE

RIGHT, WRONG, CHECKING, OPEN, UNDECIDED = "✓", "✗", "…", "○", "–"
"""Marks of what holds, fails, is being checked, will be checked later, and cannot be decided."""
ICONS = {RIGHT: "check", WRONG: "close"}
"""Icons in the place of marks."""
BESIDE_MARK = 0.4
"""Between a mark and its words, in sizes of the type."""
PADDING = 0.12
"""Inside a frame, above and below, in sizes of the type; twice as much at the sides."""
ABOVE_FIGURES = 1
"""Pixels between words and the figures below them."""
WIDEST_LETTER = "M "
"""The widest letter that stands before a choice, and a space."""
SMALLEST = 0.75
"""Share of its size down to which the type of words shrinks that do not fit, before they are cut."""
ALMOST = 0.9
"""Share of its size in which rows are written if that saves one of them a second line."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What a row shows: a mark, words, and how they stand out.

    Attributes
    ----------
    name : str
        Object name of the row.
    mark : str
        A letter, a tick, a cross, or both.
    line : Line
    more : tuple of Line
        Lines below it.
    figures : Line
        Below the words, closer to them than a line.
    spoken : str
        Accessible name of the row; its mark, if empty.
    chosen : bool
        The class has committed to it: filled with ink.
    framed : bool
        It is a choice.
    hidden : bool
        It is not to be seen yet: its place is kept.
    later : tuple of Line
        What it may come to say: there is room for the longest.
    instead : bool
        It stands in the place of the step's text, once it is to be seen.
    """

    name: str
    mark: str
    line: Line
    more: tuple[Line, ...] = ()
    figures: Line = ()
    spoken: str = ""
    chosen: bool = False
    framed: bool = False
    hidden: bool = False
    later: tuple[Line, ...] = ()
    instead: bool = False


class StatementRow(QFrame):
    """A row that shows a `Statement`, as high as it needs; in a given type also in less room.

    Parameters
    ----------
    name : str
        Object name until there is a statement.
    parent : QWidget or None
    icons : bool
        Whether a tick and a cross are drawn as the window's icons.

    Attributes
    ----------
    statement : Statement
    mark : QLabel
    words, figures : TypesetLabel
    gap : int
        Pixels between the mark and the words.
    """

    def __init__(self, name: str = "", parent: QWidget | None = None, *, icons: bool = False) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.statement = Statement(name, "", ())
        self.gap, self._pad, self._icons = 6, 0, icons
        self._pixels, self._least = 0, 1  # of the type it is written in, and of figures; 0: its parent's
        self.mark = QLabel(self, alignment=Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.words, self.figures = TypesetLabel(self, scale=1.0), TypesetLabel(self, scale=1.0)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        COLOURS.changed.connect(self.write)

    def text(self) -> str:
        """What it says, figures included."""
        return f"{self.words.text()}\n{self.figures.text()}".strip()

    def show_statement(self, statement: Statement) -> None:
        """Show another statement."""
        self.statement = statement
        self.write()

    @Slot()
    def write(self) -> None:
        """Write the statement in the colours of now."""
        said = self.statement
        self.setObjectName(said.name)
        self.setAccessibleName(said.spoken or said.mark)
        self._write_mark()
        self.words.set_inverted(said.chosen)
        self.words.set_lines((said.line, *said.more))
        self.figures.set_lines((said.figures,) if said.figures else ())
        self.figures.setVisible(bool(said.figures))
        self._colour()
        self._place()
        self.updateGeometry()

    def _write_mark(self) -> None:
        mark = self.statement.mark
        if self._icons:
            side = self.fontMetrics().height()
            self.mark.setFixedSize(side + 2, side + 2)
        elif not self._pixels:
            self.mark.setFont(bold(self.font()))
        if self._icons and mark in ICONS:
            self.mark.setPixmap(pixmap(ICONS[mark], colours().ink, side, self.devicePixelRatioF()))
        else:
            self.mark.setText(mark)

    def _colour(self) -> None:
        said, palette, size = self.statement, colours(), self._pixels or pixel_size(self.font())
        ground = palette.ink if said.chosen else "transparent"
        rim = f"{max(1, round(0.05 * size))}px solid {palette.ink if said.chosen else palette.edge}"
        sheet = (
            f"QFrame#{said.name} {{ background: {ground}; border: {rim if said.framed else 'none'};"
            f" border-radius: {round(0.3 * size)}px; }}"
            f"QLabel {{ color: {palette.paper if said.chosen else palette.ink};"
            " background: transparent; border: none; }"
        )
        if sheet != self.styleSheet():
            self.setStyleSheet(sheet)

    # ---- in type of a given size -----------------------------------------------------------------

    def measure(self, statement: Statement, pixels: int, least: int) -> None:
        """Take a statement, to be measured and then written, in type of `pixels`; figures have `least`."""
        self.statement, self._least = statement, least
        self._pad = round(PADDING * pixels) if statement.framed else 0
        self._set_type(pixels)
        letter = WIDEST_LETTER if statement.framed else ""
        width = QFontMetrics(self.mark.font()).horizontalAdvance
        self.mark.setFixedWidth(max(width(letter + mark) for mark in (RIGHT, WRONG, CHECKING)))

    def take_smaller(self) -> None:
        """Take type that is a little smaller."""
        self._set_type(self._almost)

    def is_nearly_single(self, width: int) -> bool:
        """Whether something it may come to say takes a second line that a little smaller type saves."""
        if self.natural_width <= width:
            return False
        self._write_in(self._almost)
        saved = self.natural_width <= width
        self._write_in(self._pixels)
        return saved

    @property
    def natural_width(self) -> int:
        """Pixels of width in which nothing of it is broken."""
        lines = (self.statement.line, *self.statement.later)
        return self._beside + math.ceil(self.words.natural_width_of(lines))

    @property
    def _almost(self) -> int:
        return min(self._pixels, max(self._least, int(ALMOST * self._pixels)))

    def _set_type(self, pixels: int) -> None:
        self._pixels, self.gap = pixels, round(BESIDE_MARK * pixels)
        self.mark.setFont(bold(sized(self.font(), pixels)))
        self.mark.setFixedHeight(QFontMetrics(self.mark.font()).height())
        self._write_in(pixels)

    def _write_in(self, pixels: int) -> None:
        self.words.setFont(sized(self.font(), pixels))
        self.words.set_muted_scale(min(1.0, max(MUTED_SCALE, self._least / pixels)))

    # ---- geometry --------------------------------------------------------------------------------

    @property
    def _mark_size(self) -> QSize:
        mark = self.mark
        return mark.sizeHint().expandedTo(mark.minimumSize()).boundedTo(mark.maximumSize())

    @property
    def _beside(self) -> int:
        """Pixels of width that are not the words'."""
        return 4 * self._pad + self._mark_size.width() + self.gap

    def heightForWidth(self, width: int) -> int:
        """Pixels of height for all that it may come to say."""
        said, inner = self.statement, width - self._beside
        lines = (said.line, *said.more), *((line,) for line in said.later)
        words = max(self._mark_size.height(), *(self.words.height_of(each, inner) for each in lines))
        return words + self._height_of_figures(inner) + 2 * self._pad

    def _height_of_figures(self, inner: int) -> int:
        return self.figures.heightForWidth(inner) + ABOVE_FIGURES if self.figures.lines else 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place mark and words."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        """The words at the top, beside the mark; smaller if they are longer than there is room kept for."""
        inner, room = self.width() - self._beside, self.height() - 2 * self._pad
        left = self.width() - 2 * self._pad - inner
        if self._pixels:
            self._shrink(inner, room)
        figures = self._height_of_figures(inner)
        self.words.setGeometry(left, self._pad, inner, room - figures)
        self.figures.setGeometry(left, self.height() - figures + ABOVE_FIGURES, inner, figures)
        mark, line = self._mark_size, sum(self.words.first_line())
        top = self._pad + max(0, round((line - mark.height()) / 2))
        self.mark.setGeometry(2 * self._pad, top, mark.width(), mark.height())

    def _shrink(self, inner: int, room: int) -> None:
        pixels = self._pixels
        self._write_in(pixels)
        while pixels > SMALLEST * self._pixels and self.words.heightForWidth(inner) > room:
            pixels -= 1
            self._write_in(pixels)
