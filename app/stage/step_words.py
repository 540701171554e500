"""The words of a step as the stage shows them: its text, its question, and a row for each choice and claim.

Each row keeps room for all that it may come to hold, so that nothing moves from a question to its answer.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from app.look.style_sheet import bold, sized
from app.look.theme import colours
from app.look.type_sizes import pixel_size
from app.stage.step_rows import OPEN, RIGHT, WRONG, Said
from app.views.base.lesson_text import lesson_lines, one_line
from app.views.base.typeset_label import TypesetLabel
from app.views.base.typesetter import MUTED_SCALE

GAP = 0.25
"""Between two rows, in sizes of the type."""
BESIDE_MARK = 0.4
"""Between a mark and its words, likewise."""
PADDING = 0.12
"""Inside the frame of a choice, above and below; twice as much at the sides."""
WIDEST_MARK = "M"
"""Of the letters before a choice."""
SMALLEST = 0.75
"""Share of its size down to which the type of words shrinks that do not fit, before they are cut."""


ALMOST = 0.9
"""Share of its size in which rows are written if that saves one of them a second line."""


class StepRow(QFrame):
    """A mark and words beside it, broken to the room there is.

    Attributes
    ----------
    mark : QLabel
    words : TypesetLabel
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.mark = QLabel(self)
        self.mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words = TypesetLabel(self, scale=1.0)
        self._font = self.font()
        self._pad = 0
        self._mark_width = 0
        self._least = self._almost = 1

    def dress(self, said: Said, size: int, claims: int, least: int) -> None:
        """Take the type of the row: `size` pixels for a choice, `claims` for another, figures of `least`."""
        own = size if said.framed else claims
        self._font, self._least = sized(self.font(), own), least
        self._pad = round(PADDING * size) if said.framed else 0
        self.mark.setFont(bold(self._font))
        metrics, letter = QFontMetrics(self.mark.font()), f"{WIDEST_MARK} " if said.framed else ""
        self._mark_width = max(metrics.horizontalAdvance(letter + mark) for mark in (RIGHT, WRONG, OPEN))
        self._almost = min(own, max(least, int(ALMOST * own)))
        self._write_in(own)

    def _write_in(self, pixels: int) -> None:
        self.words.setFont(sized(self._font, pixels))
        self.words.set_muted_scale(min(1.0, max(MUTED_SCALE, self._least / pixels)))

    @property
    def _beside(self) -> int:
        """Pixels of width that are not the words'."""
        return 4 * self._pad + self._mark_width + round(BESIDE_MARK * pixel_size(self._font))

    def height_of(self, said: Said, width: int) -> int:
        """Pixels of height for all that the row may come to say."""
        inner = width - self._beside
        lines = (said.line, *said.later)
        return max(self.words.height_of((line,), inner) for line in lines) + 2 * self._pad

    def is_nearly_single(self, said: Said, width: int) -> bool:
        """Whether something it may come to say takes a second line that a little smaller type saves."""
        size, broken = pixel_size(self._font), self._is_broken(said, width)
        if not broken:
            return False
        self._write_in(self._almost)
        saved = not self._is_broken(said, width)
        self._write_in(size)
        return saved

    def _is_broken(self, said: Said, width: int) -> bool:
        inner, lines = width - self._beside, (said.line, *said.later)
        return any(self.words.natural_width_of((line,)) > inner for line in lines)

    def take_smaller(self) -> None:
        """Take the type that is a little smaller."""
        self._font = sized(self._font, self._almost)
        self.mark.setFont(bold(self._font))
        self._write_in(self._almost)

    def width_of(self, said: Said) -> int:
        """Pixels of width in which nothing of it is broken."""
        lines = (said.line, *said.later)
        return self._beside + round(max(self.words.natural_width_of((line,)) for line in lines)) + 1

    def show_said(self, said: Said) -> None:
        """Write."""
        palette = colours()
        size = pixel_size(self._font)
        self.setObjectName(said.name)
        self.setAccessibleName(said.mark)
        self.mark.setText(said.mark)
        self.words.set_inverted(said.chosen)
        self.words.set_lines((said.line,))
        ground = palette.ink if said.chosen else "transparent"
        ink = palette.paper if said.chosen else palette.ink
        rim = f"{max(1, round(0.05 * size))}px solid {palette.ink if said.chosen else palette.edge}"
        self.setStyleSheet(
            f"QFrame#{said.name} {{ background: {ground}; border: {rim if said.framed else 'none'};"
            f" border-radius: {round(0.3 * size)}px; }}"
            f"QLabel {{ color: {ink}; background: transparent; border: none; }}"
        )
        self.setVisible(not said.hidden)
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place mark and words."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        """The words at the top, beside the mark; smaller if they are longer than there is room kept for."""
        inner, room = self.width() - self._beside, self.height() - 2 * self._pad
        pixels = size = pixel_size(self._font)
        self._write_in(pixels)
        while pixels > SMALLEST * size and self.words.heightForWidth(inner) > room:
            pixels -= 1
            self._write_in(pixels)
        line = QFontMetrics(self.mark.font()).height()
        above, below = self.words.first_line()
        top = self._pad + max(0, round((above + below - line) / 2))
        self.mark.setGeometry(2 * self._pad, top, self._mark_width, line)
        self.words.setGeometry(self.width() - 2 * self._pad - inner, self._pad, inner, room)


class Words(QWidget):
    """All rows; it says how high it is at a width, and takes smaller type where that is too much.

    Where everything stands depends on what the rows may come to hold, not on what they hold just now.

    Attributes
    ----------
    said : tuple of Said
        The rows that can be seen.
    claims : int
        Pixels of the type of claims.
    rows : list of StepRow
        Made as they are needed; the first ones show `said`.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stage-words")
        self._said: tuple[Said, ...] = ()
        self._wordings: tuple[tuple[Said, ...], ...] = ((),)
        self.claims = 1
        self._least_claims = self._most_claims = 1
        self.text = TypesetLabel(self, scale=1.0)
        self.text.setObjectName("stage-text")
        self.question = TypesetLabel(self, scale=1.0)
        self.question.setObjectName("stage-question")
        self.rows: list[StepRow] = []
        self._places: list[tuple[QWidget, QRect]] = []

    @property
    def said(self) -> tuple[Said, ...]:
        """The rows that can be seen."""
        return tuple(said for said in self._said if not said.hidden)

    def say(
        self, text: str, question: str, said: Sequence[Said], briefer: Sequence[Sequence[Said]] = ()
    ) -> None:
        """Write all of it; what is empty takes no room.

        Parameters
        ----------
        text, question : str
        said : sequence of Said
        briefer : sequence of sequences of Said
            Fewer or shorter rows, for where those of `said` find no room: the first that do are written.
        """
        self._wordings = (tuple(said), *(tuple(wording) for wording in briefer))
        self.text.set_lines(lesson_lines(text))
        self.question.set_lines((one_line(question),) if question else ())
        self.question.setVisible(bool(question))

    def fit(self, width: int, largest: int, smallest: int, room: int, roomy: int = 0) -> tuple[int, int]:
        """Write in the largest type with which `width` pixels are enough for `room` pixels of height.

        Claims are larger than they must be as far as all is at most `roomy` pixels high. Fewer or shorter
        rows come before smaller type.

        Returns
        -------
        tuple of two int
            Pixels of height it takes, and of the type.
        """
        for index, said in enumerate(self._wordings):
            self._said = said
            for claims in range(self._most_claims, self._least_claims, -1):
                self.claims = claims
                needed = self._write(width, largest)
                if needed <= min(room, roomy):
                    return needed, largest
            self.claims = self._least_claims
            shorter = index == 0 and len(self._wordings) > 1
            for size in range(largest, (largest if shorter else smallest) - 1, -1):
                needed = self._write(width, size)
                if needed <= room:
                    return needed, size
        return needed, size

    def arrange(self) -> None:
        """Put all rows where they belong."""
        for row, said in zip(self.rows, self._said, strict=False):
            row.show_said(said)
        for row in self.rows[len(self._said) :]:
            row.hide()
        for widget, place in self._places:
            widget.setGeometry(place)
        self.text.setVisible(bool(self.text.lines) and not any(said.instead for said in self.said))

    def set_claims(self, least: int, most: int) -> None:
        """Write claims in type of so many pixels."""
        self._least_claims, self._most_claims = least, max(least, most)

    def _write(self, width: int, size: int) -> int:
        """Find a place for everything in type of `size` pixels; returns the height it needs."""
        font = sized(self.font(), size)
        gap = round(GAP * size)
        while len(self.rows) < len(self._said):
            self.rows.append(StepRow(self))
        rows = list(zip(self.rows, self._said, strict=False))
        for row, said in rows:
            row.dress(said, size, self.claims, self._least_claims)
        for framed in (True, False):  # alike ones have one size
            alike = [(row, said) for row, said in rows if said.framed is framed]
            if any(row.is_nearly_single(said, width) for row, said in alike):
                for row, _ in alike:
                    row.take_smaller()
        self._places = []
        top = 0
        for label in (self.text, self.question):
            label.setFont(font)
            high = label.heightForWidth(width) if label.lines else 0
            self._places.append((label, QRect(0, top, width, high)))
            top += high + gap if high else 0
            if label is self.text:  # room for what will stand there in its place
                top = max(top, self._place_rows([pair for pair in rows if pair[1].instead], width, 0, gap))
        rest = [pair for pair in rows if not pair[1].instead]
        for framed in (True, False):
            top = self._place_rows([pair for pair in rest if pair[1].framed is framed], width, top, gap)
        return max(0, top - gap)

    def _place_rows(self, rows: Sequence[tuple[StepRow, Said]], width: int, top: int, gap: int) -> int:
        """Below each other, or two and two where none is broken then; returns where the next row begins."""
        half = (width - 2 * gap) // 2
        single = [row.height_of(said, width) for row, said in rows]
        lines = [single[k : k + 1] for k in range(len(rows))]
        columns, each = 1, width
        if len(rows) > 1 and all(row.width_of(said) <= half for row, said in rows):
            double = [row.height_of(said, half) for row, said in rows]
            lines, columns, each = [double[k : k + 2] for k in range(0, len(rows), 2)], 2, half
        for place, (row, _) in enumerate(rows):
            line, column = divmod(place, columns)
            y = top + _height_of(lines[:line], gap) + (gap if line else 0)
            self._places.append((row, QRect(column * (half + 2 * gap), y, each, max(lines[line]))))
        return top + _height_of(lines, gap) + (gap if rows else 0)

    def metrics(self) -> QFontMetrics:
        """Of the type that is in use."""
        return QFontMetrics(self.text.font())


def _height_of(lines: Sequence[Sequence[int]], gap: int) -> int:
    return sum(map(max, lines)) + gap * max(0, len(lines) - 1)
