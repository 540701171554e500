"""What the colours of a map mean."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from app.look.theme import colours
from app.views.base.explanation import QWIDGETSIZE_MAX
from app.views.many_runs.map_colours import ramp
from symgui.figures.outcome_colours import outcome_colour
from symgui.figures.scales import Tick
from symgui.plain_text.numbers import iteration
from symgui.sweep.outcome_map import CLASSES, OutcomeMap

SWATCH = 12
GAP = 7
BAR_HEIGHT = 12
WIDE = 1.4
"""Width over height from which a legend stands beside a picture."""
LEGEND_SHARE = 0.3
"""Of the width, for a legend beside a picture."""


def class_entries(found: OutcomeMap) -> list[tuple[str, str]]:
    """Colour, name and number of runs of every class that some run came to."""
    return [
        (outcome_colour(name, colours()), f"{CLASSES[name]}  {iteration(int(count))}")
        for name, count in zip(CLASSES, found.all_counts(), strict=True)
        if count
    ]


def place_legend(columns: QBoxLayout, legend: MapLegend, size: QSize) -> None:
    """Put a legend at the right of a picture that is wide, below one that is not."""
    if size.width() > WIDE * size.height():
        columns.setDirection(QBoxLayout.Direction.LeftToRight)
        legend.setFixedWidth(round(LEGEND_SHARE * size.width()))
        columns.setAlignment(legend, Qt.AlignmentFlag.AlignTop)
    else:
        columns.setDirection(QBoxLayout.Direction.TopToBottom)
        legend.setMinimumWidth(0)
        legend.setMaximumWidth(QWIDGETSIZE_MAX)
        columns.setAlignment(legend, Qt.AlignmentFlag(0))


class MapLegend(QWidget):
    """Names beside swatches, or a bar with numbers below it.

    Attributes
    ----------
    entries : list of (str, str)
        Colour and words of each swatch.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("map-legend")
        self.setAccessibleName("legend")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.entries: list[tuple[str, str]] = []
        self._ticks: Sequence[Tick] = ()
        self._title = ""

    def show_entries(
        self, title: str, entries: Sequence[tuple[str, str]], ticks: Sequence[Tick] = ()
    ) -> None:
        """Show swatches, below a bar if there are ticks for one."""
        if (title, list(entries), list(ticks)) == (self._title, self.entries, list(self._ticks)):
            return
        self._title, self.entries, self._ticks = title, list(entries), ticks
        words = [words for _, words in entries]
        numbers = [text for _, text in ticks]
        self.setAccessibleDescription(f"{title}: {', '.join(numbers[:1] + numbers[-1:] + words)}")
        self.updateGeometry()
        self.update()

    @property
    def _line(self) -> int:
        return self.fontMetrics().height() + 4

    def sizeHint(self) -> QSize:
        """A line an entry."""
        bar = BAR_HEIGHT + self._line + 4 if self._ticks else 0
        return QSize(180, self._line + bar + self._line * len(self.entries) + 4)

    def minimumSizeHint(self) -> QSize:
        """The same height."""
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The title, the bar, the swatches."""
        palette, line, painter = colours(), self._line, QPainter(self)
        painter.setPen(QColor(palette.muted))
        painter.drawText(QRectF(0, 0, self.width(), line), Qt.AlignmentFlag.AlignVCenter, self._title)
        y = float(line)
        if self._ticks:
            self._paint_bar(painter, y)
            y += BAR_HEIGHT + line + 4
        for colour, words in self.entries:
            painter.fillRect(QRectF(0, y + (line - SWATCH) / 2, SWATCH, SWATCH), QColor(colour))
            painter.setPen(QColor(palette.ink))
            room = QRectF(SWATCH + GAP, y, self.width() - SWATCH - GAP, line)
            text = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(room.width()))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
            y += line
        painter.end()

    def _paint_bar(self, painter: QPainter, y: float) -> None:
        table = ramp()
        image = QImage(table.tobytes(), len(table), 1, 3 * len(table), QImage.Format.Format_RGB888)
        painter.drawImage(QRectF(0, y, self.width(), BAR_HEIGHT), image)
        painter.setPen(QColor(colours().ink))
        metrics, last = self.fontMetrics(), -1.0
        for at, text in self._ticks:
            wide = metrics.horizontalAdvance(text)
            left = min(max(0.0, at * self.width() - wide / 2), self.width() - wide)
            if left > last:
                room = QRectF(left, y + BAR_HEIGHT + 1, wide + 1, self._line)
                painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
                last = left + wide + 6
