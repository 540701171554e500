"""A study's page: what it shows, its parameters, Start and Stop, live figures, and a picture."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Protocol

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.look.indices import tip_with_indices
from app.look.layouts import filled, scrolling
from app.look.named_widgets import push_button, wrapped_label
from app.look.style_sheet import sized, tabular
from app.look.text_scale import text_px
from app.look.theme import Palette
from app.look.type_sizes import length_scale, pixel_size, scaled, small_size
from app.runtime.selection import Selection
from app.views.base.explanation import QWIDGETSIZE_MAX
from app.views.base.number_field import NumberField
from app.views.study.figures import SIZE, Figures
from app.views.study.origin import Origin
from symgui.lessons.lesson import Step
from symgui.plain_text.numbers import iteration
from symgui.training.frame import Frame
from symgui.training.studies import Progress

GAP = 5
FIELD_MARGIN = 7
"""Pixels on each side of a number."""
LEAST_FIELD = 60
"""Pixels of width that a number has at least."""
TEXT_SHARE = 0.38
"""Part of the width that parameters and figures take."""
TEXT_WIDTH = (214, 260)
NARROW = 1.9
"""Width over height under which, before an audience, the figures stand below the picture."""

FIGURES = 0.8
"""Size of the figures before an audience, as a share of the type."""
NO_FRAME = "No run yet: choose data on the left."
WAITING = "waits while the network runs"
STOPPED = "stopped"


class StudyPicture(Protocol):
    """What a page draws its findings in."""

    resized: Any
    """A signal: what is drawn has to be drawn anew."""

    def recolour(self, palette: Palette) -> None:
        """Take the colours and the widget's font."""

    def set_stale(self, stale: bool) -> None:
        """Mute what is drawn, or not."""


class StudyPage(QWidget):
    """Base of the pages. A subclass builds its form and plot, makes the iterator and takes findings.

    Parameters
    ----------
    plot : StudyPicture
        What the findings are drawn in.
    picture : QWidget
        What stands beside the form: the plot, or that of which it is a part.

    Attributes
    ----------
    step : Step or None
        The lesson's, which may say what is studied.
    name, title, sentence, more : str
        Of the study: `sentence` says what it shows, `more` what that means.
    start_button : QPushButton
        ``<name>-start``: Start, or Stop while the study is under way.
    figures : Figures
        ``figures.rows``.
    status : QLabel
        How far it is, and what the result belongs to.
    note : QLabel
        Why it cannot start, or what went wrong; hidden while empty.
    frame : Frame or None
    origin : Origin or None
        What the result is about.
    active : bool
        The study is under way.
    """

    requested = Signal(object, object)
    """This page wants an iterator worked through."""
    stopped = Signal()
    editCommitted = Signal(object)
    """A dict of parameters to set in the run, as in the experiment file."""

    name: ClassVar[str] = ""
    title: ClassVar[str] = ""
    sentence: ClassVar[str] = ""
    more: ClassVar[str] = ""
    start_text: ClassVar[str] = "Start"
    start_tip: ClassVar[str] = ""

    goes_first: ClassVar[bool] = False
    """Whether it begins before the claims of a lesson's step are checked, which are about the same runs."""

    def __init__(self, plot: StudyPicture, picture: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawn_in = plot
        plot.resized.connect(self._draw)
        self.step: Step | None = None
        self.setObjectName("prove-page")
        self.frame: Frame | None = None
        self.selection: Selection | None = None
        self.origin: Origin | None = None
        self.active = False
        self._progress = ""
        self._trouble = ""
        self._form = QWidget()
        self._form.setObjectName("prove-form")
        self.form = filled(QVBoxLayout(self._form), margins=0, gap=GAP)
        self.presented = False
        self.start_button = push_button(f"{self.name}-start", self.start_text, self.start_tip)
        self.start_button.setProperty("role", "start")
        self.start_button.clicked.connect(self._toggle)
        self.figures = Figures()
        self.figures.setObjectName(f"{self.name}-figures")
        self.note = wrapped_label(f"{self.name}-note")
        self.status = wrapped_label(f"{self.name}-status", "muted")
        explanation = self._explanation = wrapped_label(f"{self.name}-sentence", "muted")
        explanation.setText(self.sentence)
        explanation.setToolTip(tip_with_indices(self.more))
        self._texts = self._scrolling_texts()
        picture.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        row = self._columns = filled(QHBoxLayout(), self._texts, (picture, 1), gap=2 * GAP)
        filled(QVBoxLayout(self), explanation, (row, 1), margins=0, gap=GAP)

    # ---- what a subclass says --------------------------------------------------------------------

    def impossible(self) -> str:
        """Why the study cannot start now, in one sentence; empty if it can."""
        return ""

    @property
    def waiting(self) -> str:
        """How far a study is that `goes_first`, in a sentence; empty while it is not under way."""
        return ""

    @property
    def caption(self) -> str:
        """What stands above a picture before an audience; nothing if a lesson's step says what it is."""
        return "" if self.goes_first else self.title

    def make(self, frame: Frame) -> tuple[Iterator[object], Origin]:
        """The study for what is shown now, and what it is about. Called only if it is possible."""
        raise NotImplementedError

    def clear(self) -> None:
        """Forget the former result."""
        raise NotImplementedError

    def take(self, points: tuple[object, ...]) -> None:
        """Keep and draw what has been found; `Progress` among it is left to `_progress_text`."""
        raise NotImplementedError

    def _progress_text(self, progress: Progress) -> str:
        """How far it is, between two findings."""
        return f"iteration {iteration(progress.iteration)} of {iteration(progress.of)}"

    def _draw_form(self) -> None:
        """Bring the parameters in line with frame and selection; a hook."""

    @Slot()
    def _draw(self) -> None:
        """Draw what has been found, in axes of the plot's size."""
        raise NotImplementedError

    def recolour(self, palette: Palette) -> None:
        """Take the colours, and type as large as the page's."""
        type_size = pixel_size(self.font())
        size = text_px(SIZE) if length_scale(type_size) == 1.0 else small_size(type_size)
        for label in (self.note, self.status, self._explanation):
            label.setFont(sized(self.font(), size))
        if self.presented:
            size = round(FIGURES * type_size)
            self._head()
        self.figures.setFont(tabular(sized(self.font(), size)))
        self.figures.recolour()
        self._drawn_in.recolour(palette)
        self._draw()

    def _set_stale(self, stale: bool) -> None:
        """Mute the result, or not."""
        self.figures.set_stale(stale)
        self._drawn_in.set_stale(stale)

    # ---- from the view ---------------------------------------------------------------------------

    def show_frame(self, frame: Frame | None) -> None:
        """What the network is now."""
        moved = self.frame is not None and frame is not None and frame.iteration != self.frame.iteration
        self.frame = frame
        if self.active and moved:
            self._progress = WAITING
        self.refresh()

    def show_selection(self, selection: Selection | None) -> None:
        """What is selected."""
        self.selection = selection
        self.refresh()

    def receive(self, points: tuple[object, ...], done: bool, failure: str) -> None:
        """What the study has found; `done` ends it, a `failure` says why it ended early."""
        findings = tuple(point for point in points if not isinstance(point, Progress))
        if findings:
            self.take(findings)
        if points:
            self._progress = self._progress_text(points[-1]) if isinstance(points[-1], Progress) else ""
        if done:
            self.active = False
            self._progress = ""
            self._trouble = failure
        self.refresh()

    def interrupt(self) -> None:
        """The study is dropped."""
        if self.active:
            self.active = False
            self._progress = STOPPED
            self.refresh()

    def refuse(self, sentence: str) -> None:
        """Say why something was not done."""
        self._trouble = sentence
        self.refresh()

    def present(self) -> None:
        """Leave out the form and what only a person at the keyboard reads."""
        self.presented = True
        self._form.hide()
        self.status.hide()
        self._explanation.setProperty("role", "title")
        self._head()

    def _head(self) -> None:
        """What stands above the picture, or in its place before it is computed."""
        found = self.origin is not None
        self._explanation.setFont(sized(self.font(), pixel_size(self.font()), bold=found))
        show_text(self._explanation, self.caption if found else self.sentence)

    @property
    def stale(self) -> bool:
        """Whether there is no result, or one about something that is no longer shown."""
        return self.origin is None or self.origin.stale(self.frame)

    def forget(self) -> None:
        """Have no result, and wait for none."""
        self.origin = None
        self.active = False
        self.clear()
        self.refresh()

    def start(self) -> None:
        """Begin; only if it is possible."""
        assert self.frame is not None
        points, self.origin = self.make(self.frame)
        self._trouble = self._progress = ""
        self.clear()
        self.active = True
        self.requested.emit(self, points)
        self.refresh()

    def take_fields(self) -> bool:
        """Take what is typed: a click does not leave a field on every system. False if any is refused."""
        return all(field.take() for field in self.findChildren(NumberField))

    def refresh(self) -> None:
        """Form, button and status as they are now."""
        self._draw_form()
        reason = self.impossible() if self.frame is not None else NO_FRAME
        self.start_button.setText("Stop" if self.active else self.start_text)
        self.start_button.setEnabled(self.active or not reason)
        self._set_stale(self.origin is not None and self.origin.stale(self.frame))
        about = self.origin.text(self.frame) if self.origin else ""
        if self._progress:  # while it works, how far it is; where it began is said again at its end
            about = self._progress if self.active else f"{self._progress} · {about}"
        show_text(self.status, about if not self.presented else "")
        show_text(self.note, self._trouble or reason)
        if self.presented:
            self._head()
            self._stand_beside()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Texts take their share of the width."""
        super().resizeEvent(event)
        if self.presented:
            self._stand_beside()
            return
        low, high = (scaled(self, width) for width in TEXT_WIDTH)
        self._texts.setFixedWidth(max(low, min(high, round(TEXT_SHARE * self.width()))))

    def _stand_beside(self) -> None:
        """Put the figures at the left of the picture, as wide as they are, or below where it is narrow."""
        narrow = self.width() < NARROW * self.height()
        figures = self.figures.sizeHint() if not self.figures.isHidden() else QSize(0, 0)
        if narrow:
            self._columns.setDirection(QHBoxLayout.Direction.BottomToTop)
            self._texts.setFixedSize(self.width(), figures.height())
        else:
            self._columns.setDirection(QHBoxLayout.Direction.LeftToRight)
            self._texts.setFixedSize(min(figures.width(), self.width() // 2), self._texts.maximumHeight())
            self._texts.setMinimumHeight(0)
            self._texts.setMaximumHeight(QWIDGETSIZE_MAX)

    def _prepared(self, field: NumberField, value: float) -> NumberField:
        """A field of the form that holds `value`; what it refuses, the page says."""
        field.setMinimumWidth(LEAST_FIELD)
        field.lineEdit().setTextMargins(FIELD_MARGIN, 0, FIELD_MARGIN, 0)
        field.show_value(value)
        field.refused.connect(lambda sentence: self.refuse(f"{sentence}."))
        return field

    def _iterations_field(self, value: int, most: int, tip: str) -> NumberField:
        """How many updates the study does: ``<name>-iterations``."""
        field = NumberField(
            f"{self.name}-iterations", "The number of iterations",
            whole=True, low=1, high=most, bounded=True, bubble=False,
        )  # fmt: skip
        field.setToolTip(tip)
        return self._prepared(field, value)

    def _scrolling_texts(self) -> QScrollArea:
        """Form, note, status and figures; what finds no room scrolls, so that the picture keeps its own."""
        texts = QWidget()
        texts.setObjectName("prove-texts")
        filled(QVBoxLayout(texts), self._form, self.note, self.status, self.figures, 1, margins=0, gap=GAP)
        return scrolling(texts, "")

    @Slot()
    def _toggle(self) -> None:
        if self.active:
            self.stopped.emit()
            return
        if self.take_fields():
            self.start()


def show_text(label: QLabel, text: str) -> None:
    """Write `text`; an empty label takes no room."""
    if label.text() != text:
        label.setText(text)
    label.setVisible(bool(text))


def row_of(*widgets: QWidget | str) -> QHBoxLayout:
    """Widgets side by side, with words before them."""
    row = filled(QHBoxLayout(), margins=0, gap=GAP)
    for widget in widgets:
        if isinstance(widget, str):
            row.addWidget(QLabel(widget))
        else:
            row.addWidget(widget, 0 if isinstance(widget, QPushButton) else 1)
    return row
