"""What the stage says in words: the step's text, a question with its choices, claims with both numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.look.style_sheet import bold, sized
from app.look.theme import LIGHT, Palette
from app.look.type_sizes import pixel_size
from app.views.base.lesson_text import lesson_lines, one_line
from app.views.base.typeset import Line, TypesetLabel, set_math
from symgui.lessons.claim import Checked, Claim
from symgui.lessons.comparison_line import comparison
from symgui.lessons.lesson import Step
from symgui.lessons.sentence import sentence

LETTERS = "ABCDEFGH"
RIGHT, WRONG, OPEN = "✓", "✗", "…"
CLAIMS = 0.72
"""Type of the claims at least, as a share of that of the stage: the text may be smaller, they are not."""
MARK, FRAMED_MARK = 1.6, 2.8
"""Room beside the words of a row for its mark, likewise."""
SOME_FIGURE, SOME_FIGURES = "– 0.00000", "– expected 0, found 0.00000"
GAP = 0.25
"""Between two rows, in sizes of the type."""


@dataclass(frozen=True, slots=True)
class Said:
    """One row: a mark in front, words, and how they stand out.

    Attributes
    ----------
    name : str
        Object name of the row.
    mark : str
        A letter, a tick or a cross.
    line : Line
    chosen : bool
        The class has committed to it: filled with ink.
    framed : bool
        It is a choice.
    """

    name: str
    mark: str
    line: Line
    chosen: bool = False
    framed: bool = False


class StepRow(QFrame):
    """A mark and words beside it, broken to the room there is.

    Attributes
    ----------
    mark : QLabel
    words : TypesetLabel
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.mark = QLabel()
        self.mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words = TypesetLabel(scale=1.0)
        self._box = QHBoxLayout(self)
        self._box.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        self._box.addWidget(self.words, 1, Qt.AlignmentFlag.AlignVCenter)

    def show_said(self, said: Said, palette: Palette, font: QFont, claims: int) -> None:
        """Write; what is not a choice in type of `claims` pixels."""
        size = pixel_size(font)
        self.setObjectName(said.name)
        self.setAccessibleName(said.mark)
        pad = round(0.12 * size) if said.framed else 0
        self._box.setContentsMargins(2 * pad, pad, 2 * pad, pad)
        self._box.setSpacing(round(0.4 * size))
        if not said.framed:
            font = sized(font, claims)
        self.mark.setFont(bold(font))
        self.mark.setText(said.mark)
        self.mark.setVisible(bool(said.mark))
        self.mark.setMinimumWidth(round(1.1 * size))
        self.words.setFont(font)
        self.words.apply_palette(inverted(palette) if said.chosen else palette)
        self.words.set_lines((said.line,))
        ground = palette.ink if said.chosen else "transparent"
        ink = palette.paper if said.chosen else palette.ink
        rim = f"{max(1, round(0.05 * size))}px solid {palette.ink if said.chosen else palette.edge}"
        self.setStyleSheet(
            f"QFrame#{said.name} {{ background: {ground}; border: {rim if said.framed else 'none'};"
            f" border-radius: {round(0.3 * size)}px; }}"
            f"QLabel {{ color: {ink}; background: transparent; border: none; }}"
        )


class Words(QWidget):
    """All rows; it says how high it is at a width, and takes smaller type where that is too much.

    Attributes
    ----------
    said : tuple of Said
        What is written.
    claims : int
        Pixels of the type of claims.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stage-words")
        self.palette_: Palette = LIGHT
        self.said: tuple[Said, ...] = ()
        self._wordings: tuple[tuple[Said, ...], ...] = ((),)
        self.claims = 1
        self._least_claims = self._most_claims = 1
        self.text = TypesetLabel(scale=1.0)
        self.text.setObjectName("stage-text")
        self.question = TypesetLabel(scale=1.0)
        self.question.setObjectName("stage-question")
        self.message = QLabel()
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setObjectName("stage-message")
        self.message.setWordWrap(True)
        self._rows: list[StepRow] = []
        self._grid = QGridLayout()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.text)
        self._column.addWidget(self.question)
        self._column.addLayout(self._grid)
        self._column.addWidget(self.message)
        self._column.addStretch(1)

    def say(
        self,
        text: str,
        question: str,
        said: Sequence[Said],
        message: str = "",
        briefer: Sequence[Sequence[Said]] = (),
    ) -> None:
        """Write all of it; what is empty takes no room.

        Parameters
        ----------
        text, question, message : str
        said : sequence of Said
        briefer : sequence of sequences of Said
            Fewer or shorter rows, for where those of `said` find no room: the first that do are written.
        """
        self.said = tuple(said)
        self._wordings = (self.said, *(tuple(wording) for wording in briefer))
        self.text.set_lines(lesson_lines(text))
        self.text.setVisible(bool(text))
        self.question.set_lines((one_line(question),) if question else ())
        self.question.setVisible(bool(question))
        self.message.setText(message)
        self.message.setVisible(bool(message))

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
            self.said = said
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
        self._column.invalidate()
        self._column.activate()

    def set_claims(self, least: int, most: int) -> None:
        """Write claims in type of so many pixels."""
        self._least_claims, self._most_claims = least, most

    def _write(self, width: int, size: int) -> int:
        """Lay everything out in type of `size` pixels; returns the height it needs."""
        font = sized(self.font(), size)
        gap = round(GAP * size)
        self._column.setSpacing(gap)
        self._grid.setHorizontalSpacing(2 * gap)
        self._grid.setVerticalSpacing(gap)
        for label in (self.text, self.question):
            label.setFont(font)
            label.apply_palette(self.palette_)
        self.message.setFont(bold(font))
        self.message.setStyleSheet(f"color: {self.palette_.ink}; background: transparent;")
        while len(self._rows) < len(self.said):
            self._rows.append(StepRow(self))
        for row in self._rows:
            self._grid.removeWidget(row)
            row.hide()
        for row, said in zip(self._rows, self.said, strict=False):
            row.show_said(said, self.palette_, font, self.claims)
        lines = self._lines(width, size)
        span = max((columns for _, columns in lines), default=1)
        for place, (line, columns) in enumerate(lines):
            for column, row in enumerate(line):
                self._grid.addWidget(row, place, column, 1, span if columns == 1 else 1)
                row.show()
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < span else 0)
            self._grid.setColumnMinimumWidth(column, width // 2 - gap if span == 2 else 0)
        return self._height(width, lines, gap)

    def _lines(self, width: int, size: int) -> list[tuple[list[StepRow], int]]:
        """Which rows stand beside each other, in one column or two: the choices, then the claims."""
        lines = []
        for framed, beside in ((True, FRAMED_MARK), (False, MARK)):
            rows = [row for row, said in zip(self._rows, self.said, strict=False) if said.framed is framed]
            half = (width - round(2 * GAP * size)) / 2 - beside * size
            columns = 2 if len(rows) > 1 and all(row.words.natural_width() <= half for row in rows) else 1
            lines += [(rows[k : k + columns], columns) for k in range(0, len(rows), columns)]
        return lines

    def _height(self, width: int, lines: Sequence[tuple[Sequence[StepRow], int]], gap: int) -> int:
        heights = [label.heightForWidth(width) for label in (self.text, self.question) if label.lines]
        for line, columns in lines:
            each = width if columns == 1 else (width - 2 * gap) // 2
            heights.append(max(row.heightForWidth(each) for row in line))
        if self.message.text():
            heights.append(self.message.heightForWidth(width))
        return sum(heights) + gap * max(0, len(heights) - 1)

    def metrics(self) -> QFontMetrics:
        """Of the type that is in use."""
        return QFontMetrics(self.text.font())


def inverted(palette: Palette) -> Palette:
    """Paper on ink."""
    return Palette(
        name=palette.name, ground=palette.ink, paper=palette.ink, field=palette.ink, line=palette.muted,
        positive=palette.positive, negative=palette.negative, neutral=palette.ink, ink=palette.paper,
        muted=palette.line, edge=palette.paper,
    )  # fmt: skip


def choices_said(
    step: Step,
    committed: int | None,
    answers: Sequence[tuple[Checked, ...] | None],
    *,
    revealed: bool,
    figures: bool = True,
) -> tuple[Said, ...]:
    """The choices of a step: the one committed to is filled; once revealed each has what the run says.

    Of a wrong one that is the first thing it gets wrong, with both figures.
    """
    if step.question is None:
        return ()
    rows = []
    for index, choice in enumerate(step.question.choices):
        answer = answers[index] if revealed and index < len(answers) else None
        mark, line = LETTERS[index], one_line(choice.text)
        if answer is not None:
            mark += f" {RIGHT if all(each.passed for each in answer) else WRONG}"
            wrong = [each for each in answer if not each.passed][:1]
            numbers = "; ".join(comparison(each) for each in wrong or answer) if figures else ""
            line += set_math(f"– {numbers}", muted=True) if numbers else ()
        rows.append(Said(f"stage-choice-{index + 1}", mark, line, chosen=index == committed, framed=True))
    return tuple(rows)


def claims_said(
    claims: Sequence[Claim], results: Sequence[Checked | None], *, checking: bool = False
) -> tuple[Said, ...]:
    """The claims with a tick or a cross and what was found.

    Those that are not decided yet stand there open while they are being checked, so that the run's end is
    seen at once and the rows find their places once; else they are left out.
    """
    rows = []
    for index, (claim, checked) in enumerate(zip(claims, results, strict=True)):
        name = f"stage-claim-{index + 1}"
        if checked is not None:
            line = (*one_line(checked.statement), *set_math(f"– {said_of(checked)}", muted=True))
            rows.append(Said(name, RIGHT if checked.passed else WRONG, line))
        elif checking:
            rows.append(Said(name, OPEN, one_line(sentence(claim), muted=True)))
    return tuple(rows)


def claims_to_come(claims: Sequence[Claim]) -> tuple[Said, ...]:
    """Rows as long as those of the claims will be, to keep room for them."""
    return tuple(
        Said(
            f"stage-claim-{index + 1}", OPEN, (*one_line(sentence(claim)), *set_math(SOME_FIGURE, muted=True))
        )
        for index, claim in enumerate(claims)
    )


def answers_to_come(step: Step) -> tuple[Said, ...]:
    """Rows as long as the choices will be with what the run says of them, and the claims in brief."""
    rows = tuple(
        replace(row, line=(*row.line, *set_math(SOME_FIGURES, muted=True)))
        for row in choices_said(step, None, (), revealed=False)
    )
    return (*rows, *([Said("stage-claims-held", OPEN, one_line("all claims hold"))] if step.claims else []))


def in_brief(claims: Sequence[Said]) -> tuple[Said, ...]:
    """The claims that fail as they are, and how many hold, or are being checked, in one row."""
    failed = tuple(row for row in claims if row.mark == WRONG)
    held = sum(row.mark == RIGHT for row in claims)
    if any(row.mark == OPEN for row in claims):
        return (
            *failed,
            Said("stage-claims-held", OPEN, one_line("the claims are being checked", muted=True)),
        )
    if not held:
        return failed
    which = "all" if not failed else f"{held} of the"
    return (*failed, Said("stage-claims-held", RIGHT, one_line(f"{which} {len(claims)} claims hold")))


def said_of(checked: Checked) -> str:
    """The comparison beside a claim; a sentence that was made from the claim has the name already."""
    return comparison(checked, named=bool(checked.claim.says))
