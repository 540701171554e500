"""The rules of thumb for a good start, ticked against the network that is shown."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from app.look.layouts import scrolling
from app.look.theme import Palette
from app.look.type_sizes import scale_of, scaled
from app.views.base.abilities import ShowsLess
from app.views.base.explanation import too_high
from app.views.base.heavy_work import is_heavy
from app.views.base.lesson_text import one_line
from app.views.base.math_line import Text
from app.views.base.statement_row import RIGHT, UNDECIDED, WRONG, Statement, StatementRow
from app.views.base.throttled_view import ThrottledView
from symgui.lessons.checklist import RULES, ChecklistItem, checklist
from symgui.training.frame import Frame

BETWEEN, CLOSE = 5, 1
"""Pixels between two rules, and between rules without evidence."""
MOST_LEFT_OUT = 2
"""The rules are in short; then they have no evidence either."""
TWO_FROM, TWO_FROM_ALONE = 440, 760
"""Pixels of width from which the rules stand in two columns; before an audience no rule is to wrap."""
EMPTY = "Run or step the network: the rules are held against it."
WHEN_IT_RESTS = "A network of this size is checked when the run pauses."


class ChecklistView(ThrottledView, ShowsLess):
    """A row a rule: a tick, a cross or a dash, the rule, its evidence, and the lesson that shows why.

    Attributes
    ----------
    items : tuple of ChecklistItem
    rows : list of RuleRow
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("checklist-view", parent)
        self.setAccessibleName("The checklist, ticked against this network")
        self.items: tuple[ChecklistItem, ...] = ()
        self._left_out = 0
        self.rows = [RuleRow(number) for number in range(1, len(RULES) + 1)]
        self.note = QLabel(EMPTY, wordWrap=True)
        content = QWidget()
        content.setObjectName("checklist")
        self._grid = QGridLayout(content)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self.area = scrolling(content, "explanation-scroll")
        for row in self.rows:
            row.chosen.connect(self.lessonChosen)
        self._place()
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.note, 0, 0)
        layout.addWidget(self.area, 1, 0)

    def present(self) -> None:
        """Leave out the scroll bar: nobody scrolls before an audience."""
        super().present()
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def draw_palette(self, palette: Palette) -> None:
        """Take the colours."""
        self.note.setStyleSheet(f"color: {palette.muted}; background: transparent;")
        self.setStyleSheet("QScrollArea, QWidget#checklist { background: transparent; border: none; }")
        self._place()  # in smaller type there may be room for two columns
        self._write()

    def draw_numbers(self, frame: Frame | None) -> None:
        """Hold every rule against the network of `frame`."""
        items = checklist(frame) if frame is not None else ()
        self.note.setVisible(not items)
        self.note.setText(EMPTY)
        self.items = items or self.items
        self._write()
        self.area.setVisible(bool(items))

    def is_heavy(self, frame: Frame) -> bool:
        """Whether its slopes take longer to look through than a frame lasts."""
        return is_heavy(frame.network)

    def draw_waiting(self) -> None:
        """Say that the rules come when the run rests, and show none of an earlier iteration."""
        self.area.hide()
        self.note.setText(WHEN_IT_RESTS)
        self.note.show()

    def overflows(self) -> bool:
        """Whether some rules are out of sight."""
        return bool(self.items) and not self.area.isHidden() and too_high(self, self.area)

    def leave_out(self) -> bool:
        """The rules in short; then without evidence."""
        if self._left_out == MOST_LEFT_OUT:
            return False
        self._left_out += 1
        self._write()
        return True

    def put_back(self) -> None:
        """The rules as they are, with evidence."""
        self._left_out = 0
        self._write()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column, or two."""
        super().resizeEvent(event)
        self._place()
        self._write()

    def _write(self) -> None:
        brief = self.presented and self._columns == 1
        bare = self._left_out == MOST_LEFT_OUT
        self._grid.setVerticalSpacing(scaled(self, CLOSE if bare else BETWEEN))
        for row, item in zip(self.rows, self.items, strict=False):
            rule = item.rule.short if self._left_out else item.rule.text
            row.show_item(item, rule, brief=brief, bare=bare)

    @property
    def _columns(self) -> int:
        least = TWO_FROM_ALONE if self.presented else TWO_FROM
        return 2 if self.width() >= least * scale_of(self) else 1

    def _place(self) -> None:
        columns = self._columns
        self._grid.setHorizontalSpacing(scaled(self, 16))
        down = -(-len(self.rows) // columns)
        for index, row in enumerate(self.rows):
            self._grid.addWidget(row, index % down, index // down, Qt.AlignmentFlag.AlignTop)
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)


class RuleRow(StatementRow):
    """One rule, which can be pressed: `chosen` has the number of its lesson."""

    chosen = Signal(int)

    def __init__(self, number: int) -> None:
        super().__init__(f"checklist-{number}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._item: ChecklistItem | None = None

    def show_item(
        self, item: ChecklistItem, wording: str, *, brief: bool = False, bare: bool = False
    ) -> None:
        """Write the rule in this wording; in `brief` with evidence only if it is broken, `bare` without."""
        self._item, rule = item, item.rule
        mark = UNDECIDED if item.holds is None else RIGHT if item.holds else WRONG
        self.gap = scaled(self, 5)
        self.mark.setMinimumWidth(self.fontMetrics().horizontalAdvance(RIGHT) + scaled(self, 3))
        muted = item.holds is None
        words = (*(Text(word, bold=not muted, muted=muted) for word in wording.split()),)
        evidence = item.evidence + (f": {item.but}" if item.but and not brief else "")
        below = one_line(f"{evidence} → lesson {rule.lesson}", muted=True)
        more = () if bare or (brief and item.holds is not False) else (below,)
        spoken = f"{mark} {rule.text}: {evidence}"
        self.show_statement(Statement(self.objectName(), mark, words, more, spoken=spoken))
        self.setToolTip(f"Lesson {rule.lesson} shows why.")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the lesson."""
        if event.button() == Qt.MouseButton.LeftButton and self._item is not None:
            self.chosen.emit(self._item.rule.lesson)
