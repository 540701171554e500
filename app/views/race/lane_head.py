"""The head of a lane's column: its letter, its dash, what sets it apart, and its verdict."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QEnterEvent, QFocusEvent, QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

from app.look.icons import icon
from app.look.others_words import literal
from app.look.style_sheet import bold
from app.look.theme import colours
from app.look.type_sizes import pen_width, scale_of, small_font
from app.look.verdict_pill import VerdictPill
from app.look.verdict_words import EVERY_NAME, NOT_YET, SEPARATOR, ChipWords, chip_words
from app.views.race.cost_race import WIDTH, lane_pen
from symgui.plain_text.numbers import iteration
from symgui.training.frame import Frame
from symgui.training.lanes import Lane

WRAPPED = int(Qt.TextFlag.TextWordWrap)
TALL = 10_000
LEAST_TYPE = 0.8
"""To which share the verdict's type shrinks where its name has no room."""
LETTER, BRIEF_LETTER = 0.75, 0.4
"""What the letter's button is higher than a line of its type, in lines of small type: window, stage."""
PILL, BRIEF_PILL = 1.7, 1.5
"""Height of the pill in lines of small type: window, stage."""
SPACE, BRIEF_SPACE = 0.35, 0.3
"""Height of the gap between them in lines of small type: window, stage."""


def sizes(widget: QWidget, *, brief: bool) -> tuple[int, int, int]:
    """Side of the letter's button, height of the pill, and the gap, in the font of `widget`."""
    line, small = (QFontMetrics(font).height() for font in (widget.font(), small_font(widget)))
    letter, pill, space = (BRIEF_LETTER, BRIEF_PILL, BRIEF_SPACE) if brief else (LETTER, PILL, SPACE)
    return round(line + letter * small), round(pill * small), round(space * small)


def caption_font(widget: QWidget, *, small: bool) -> QFont:
    """The font of what sets a lane apart, beside the font of `widget`."""
    return bold(small_font(widget) if small else widget.font())


class LetterButton(QToolButton):
    """A lane's letter; it tells when it gets or loses the focus."""

    focused = Signal(bool)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that the pointer or the focus has come or gone."""
        super().focusInEvent(event)
        self.focused.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the pointer or the focus has come or gone."""
        super().focusOutEvent(event)
        self.focused.emit(False)


class LaneHead(QWidget):
    """Letter, dash, difference, verdict; small buttons to change the lane or take it away.

    Attributes
    ----------
    letter_button : QToolButton
        ``lane-A``…: opens the lane alone.
    edit_button, remove_button : QToolButton
        ``lane-A-edit``, ``lane-A-remove``.
    difference : QLabel
    pill : VerdictPill
    """

    opened = Signal(str)
    editRequested = Signal(str)
    removed = Signal(str)
    pointed = Signal(bool)
    """The pointer or the keyboard is here, or has gone."""

    def __init__(self, index: int, lane: Lane, parent: QWidget) -> None:
        super().__init__(parent)
        self.lane = lane
        self._index = index
        self._brief = self._small_caption = False
        letter = lane.letter
        self.letter_button = LetterButton(self)
        self._name(self.letter_button, f"lane-{letter}", f"Open lane {letter} alone")
        self.letter_button.setText(letter)
        self.letter_button.setAccessibleName(f"Lane {letter}: {lane.text}")
        self.letter_button.focused.connect(self.pointed)
        self.edit_button, self.remove_button = QToolButton(self), QToolButton(self)
        self._name(self.edit_button, f"lane-{letter}-edit", f"Change what sets lane {letter} apart")
        self._name(self.remove_button, f"lane-{letter}-remove", f"Take lane {letter} out of the race")
        self.difference = QLabel(lane.text, self, textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self.difference.setObjectName(f"lane-{letter}-text")
        self.difference.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.difference.setToolTip(literal(lane.text))
        self.pill = VerdictPill(self, small=True, least=LEAST_TYPE)
        self._names: tuple[ChipWords, ...] = ()  # what the verdict is, or may turn out to be, called
        self.pill.setObjectName(f"lane-{letter}-verdict")
        self.letter_button.clicked.connect(self._open)
        self.edit_button.clicked.connect(self._edit)
        self.remove_button.clicked.connect(self._remove)

    @staticmethod
    def _name(button: QToolButton, name: str, tip: str) -> None:
        button.setObjectName(name)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @staticmethod
    def needed_height(
        lane: Lane, width: float, widget: QWidget, *, brief: bool = False, small_caption: bool = False
    ) -> float:
        """Pixels of a head `width` pixels wide, in the font of `widget`; `brief` is before an audience."""
        side, pill, space = sizes(widget, brief=brief)
        metrics = QFontMetrics(caption_font(widget, small=small_caption))
        beside = side + 2 * space if brief else 0
        room = QRect(0, 0, max(1, int(width) - beside), TALL)
        text = metrics.boundingRect(room, WRAPPED, lane.text).height()
        return (max(side, text) if brief else side + space + text) + space + pill

    def set_editable(self, editable: bool, removable: bool) -> None:
        """Whether the small buttons are there."""
        self.edit_button.setVisible(editable)
        self.remove_button.setVisible(editable and removable)
        self._lay_out()

    def set_brief(self, brief: bool, *, small_caption: bool = False) -> None:
        """Put what sets the lane apart beside the letter, where the dash is otherwise."""
        if (brief, small_caption) != (self._brief, self._small_caption):
            self._brief, self._small_caption = brief, small_caption
            self.difference.setFont(caption_font(self, small=small_caption))
            middle = Qt.AlignmentFlag.AlignVCenter if brief else Qt.AlignmentFlag.AlignTop
            self.difference.setAlignment(Qt.AlignmentFlag.AlignLeft | middle)
            self._lay_out()

    def show_frame(self, frame: Frame) -> None:
        """Show the verdict."""
        words = chip_words(frame)
        wordings: tuple[str, ...] = (words.text, *_shorter(words))
        if frame.standstill:
            wordings = (words.text, f"{words.name} for ever", words.name)
        if frame.divergence is not None:
            wordings = (f"Diverged at {iteration(frame.divergence.iteration)}", words.name)
        self._names = (words,)
        if words is NOT_YET:
            wordings, self._names = (words.text, words.name, ""), EVERY_NAME
        self.pill.show_words(words, wordings)
        said = "\n".join((frame.verdict.evidence, *frame.verdict.notes))
        if said != self.pill.toolTip():
            self.pill.setToolTip(said)

    @property
    def least_pill(self) -> float:
        """Pixels of the verdict's name; while it is withheld, of the longest that it may turn out to be."""
        return max((self.pill.width_of(words.name, words) for words in self._names), default=0.0)

    def recolour(self) -> None:
        """Take the colours and the font."""
        p = colours()
        size = QFontMetrics(self.font()).height()
        self.pill.setFont(self.font())
        self.difference.setFont(caption_font(self, small=self._small_caption))
        self.difference.setStyleSheet(f"color: {p.ink}; background: transparent;")
        self.letter_button.setFont(bold(self.font()))
        self.letter_button.setStyleSheet(
            f"QToolButton {{ color: {p.paper}; background: {p.ink}; border: 2px solid {p.ink};"
            f" border-radius: {round(0.45 * size)}px; padding: 0; }}"
            f"QToolButton:hover {{ background: {p.muted}; border-color: {p.muted}; }}"
            f"QToolButton:focus {{ color: {p.ink}; background: {p.paper}; }}"
        )
        for button, name in ((self.edit_button, "start"), (self.remove_button, "close")):
            button.setIcon(icon(name, "muted", size=size))
            button.setIconSize(QSize(size, size))
            button.setStyleSheet(
                "QToolButton { border: 1px solid transparent; background: transparent; border-radius: 4px;"
                " padding: 0; }"
                f"QToolButton:hover {{ background: {p.neutral}; }}"
                f"QToolButton:focus {{ border-color: {p.ink}; }}"
            )
        self._lay_out()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the parts."""
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        side, pill, space = sizes(self, brief=self._brief)
        small = round(0.8 * side)
        self.letter_button.setGeometry(0, 0, side, side)
        right, top = self.width(), (side - small) // 2
        for button in (self.remove_button, self.edit_button):
            if not button.isHidden():
                right -= small
                button.setGeometry(right, top, small, small)
        bottom = self.height() - pill
        self.pill.setGeometry(0, bottom, self.width(), pill)
        if self._brief:
            beside = side + 2 * space
            self.difference.setGeometry(beside, 0, self.width() - beside, bottom - space)
            right = 0  # no dash: where there is a cost plot, its curves have letters
        else:
            self.difference.setGeometry(0, side + space, self.width(), bottom - side - 2 * space)
        self._dash = QPointF(side + 2 * space, side / 2), QPointF(right - 2 * space, side / 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The lane's dash, as its curve has it."""
        start, end = self._dash
        if end.x() - start.x() < 8:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(lane_pen(self._index, colours().ink, pen_width(self, WIDTH), scale_of(self)))
        painter.drawLine(start, end)
        painter.end()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Tell that the pointer or the focus has come or gone."""
        super().enterEvent(event)
        self.pointed.emit(True)

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the pointer or the focus has come or gone."""
        super().leaveEvent(event)
        self.pointed.emit(False)

    def corner(self) -> QPoint:
        """Where something that belongs to this lane may open, on the screen."""
        return self.edit_button.mapToGlobal(QPoint(0, self.edit_button.height()))

    @Slot()
    def _open(self) -> None:
        self.opened.emit(self.lane.letter)

    @Slot()
    def _edit(self) -> None:
        self.editRequested.emit(self.lane.letter)

    @Slot()
    def _remove(self) -> None:
        self.removed.emit(self.lane.letter)


def _shorter(words: ChipWords) -> tuple[str, ...]:
    """A verdict in ever fewer words; without what is notable of it, it would not be true."""
    if not words.notable:
        return (words.name,)
    notable = words.notable.replace(" units ", " ")
    return (words.brief, f"{words.name}{SEPARATOR}{notable}", *words.notable_alone)
