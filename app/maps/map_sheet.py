"""The page of the map: what is wanted at the left, the map beside it, how far it is below."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.look.layouts import filled, scrolling
from app.look.named_widgets import push_button
from app.look.style_sheet import CARD_RADIUS
from app.look.text_scale import follow_text
from app.look.theme import COLOURS, colours
from app.maps.map_form import MapForm
from app.maps.map_view import MapView
from app.views.many_runs.map_words import runs_done
from symgui.figures.colors import mix
from symgui.sweep.outcome_map import OutcomeMap

SIZE = (1180, 740)
SMALLEST = (780, 420)
FORM_WIDTH = 232
BAR_STEPS = 1000


class MapSheet(QDialog):
    """Shows what it is given, and tells what a person wants. It blocks nothing.

    Attributes
    ----------
    form : MapForm
    view : MapView
    start, pause, cancel : QPushButton
        ``map-start``, ``map-pause``, ``map-cancel``.
    save, open_saved, table : QPushButton
        ``map-save``, ``map-open-saved``, ``map-csv``.
    estimate, status : QLabel
        ``map-estimate`` of what would be begun, ``map-status`` of what is.
    bar : QProgressBar
        ``map-progress``.
    """

    startWanted = Signal()
    pauseWanted = Signal()
    cancelWanted = Signal()
    saveWanted = Signal()
    savedWanted = Signal()
    tableWanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("map")
        self.setWindowTitle("Map of many runs")
        self.setModal(False)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.setSizeGripEnabled(True)
        screen = self.screen().availableSize()
        self.setMinimumSize(QSize(*SMALLEST).boundedTo(screen))
        self.resize(QSize(*SIZE).boundedTo(screen))
        self.form, self.view = MapForm(), MapView()
        self.start = self._button("start", "Start", "Make the runs, and show them as they come")
        self.pause = self._button(
            "pause", "Pause", "Stop for now; what is computed is kept, and it goes on from there"
        )
        self.cancel = self._button("cancel", "Cancel", "End it, and empty the map")
        self.save = self._button(
            "save", "Save results…", "Keep the results in a folder, to go on with them later"
        )
        self.open_saved = self._button("open-saved", "Open results…", "Go on with the results in a folder")
        self.table = self._button("csv", "CSV…", "All runs as a table, with all digits")
        for button, signal in (
            (self.start, self.startWanted),
            (self.pause, self.pauseWanted),
            (self.cancel, self.cancelWanted),
            (self.save, self.saveWanted),
            (self.open_saved, self.savedWanted),
            (self.table, self.tableWanted),
        ):
            button.clicked.connect(signal)
        self.estimate, self.status = QLabel(), QLabel()
        self.bar = QProgressBar()
        self._lay_out()
        COLOURS.changed.connect(self._recolour)
        self._recolour()
        self.show_state(None, running=False)

    def _button(self, name: str, text: str, tip: str) -> QPushButton:
        return push_button(f"map-{name}", text, tip)

    def _lay_out(self) -> None:
        self.estimate.setObjectName("map-estimate")
        self.estimate.setWordWrap(True)
        self.estimate.setProperty("role", "muted")
        self.status.setObjectName("map-status")
        self.status.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.bar.setObjectName("map-progress")
        self.bar.setAccessibleName("runs done")
        self.bar.setTextVisible(False)
        self.bar.setRange(0, BAR_STEPS)
        area = scrolling(self.form, "map-scroll", by_keys=True)
        pair = filled(QHBoxLayout(), self.pause, self.cancel)
        left = filled(QVBoxLayout(), (area, 1), self.estimate, self.start, pair)
        wanted = QWidget()
        follow_text(wanted, QWidget.setFixedWidth, FORM_WIDTH)
        left.setContentsMargins(0, 0, 0, 0)
        wanted.setLayout(left)
        card = QFrame()
        card.setObjectName("map-card")
        filled(QHBoxLayout(card), self.view, margins=(10, 8, 12, 8))
        above = filled(QHBoxLayout(), wanted, (card, 1), gap=12)
        close = self._button("close", "Close", "Back to the run; the map is kept, and pauses (Esc)")
        close.clicked.connect(self.reject)
        below = filled(QHBoxLayout(), (self.status, 1), self.save, self.open_saved, self.table, close)
        filled(QVBoxLayout(self), (above, 1), self.bar, below, margins=(12, 10, 12, 10))

    @Slot()
    def _recolour(self) -> None:
        p = colours()
        self.setStyleSheet(f"""
            QDialog {{ background: {p.ground}; }}
            QFrame#map-card {{
                background: {p.paper}; border: 1px solid {p.line}; border-radius: {CARD_RADIUS}px;
            }}
            QScrollArea#map-scroll, QWidget#map-form {{ background: transparent; border: none; }}
            QPushButton#map-start {{
                background: {p.ink}; color: {p.paper}; border-color: {p.ink}; font-weight: bold;
            }}
            QPushButton#map-start:hover, QPushButton#map-start:focus {{
                background: {mix(p.ink, p.paper, 0.15)};
            }}
        """)
        self.view.recolour()

    def show_state(self, found: OutcomeMap | None, *, running: bool, words: str = "") -> None:
        """Say how far it is, and offer what can be done now."""
        whole = found is not None and found.done >= found.grid.runs
        self.start.setText("Start" if found is None else "Start anew")
        self.pause.setText("Pause" if running or found is None or whole else "Resume")
        self.pause.setEnabled(found is not None and not whole)
        self.cancel.setEnabled(found is not None)
        for button in (self.save, self.table):
            button.setEnabled(found is not None)
        done = 0 if found is None else BAR_STEPS * found.done // found.grid.runs
        self.bar.setValue(done)
        parts = (runs_done(found) if found is not None else "", words)
        text = " · ".join(part for part in parts if part)
        if text != self.status.text():
            self.status.setText(text)
            self.status.setToolTip(text)
