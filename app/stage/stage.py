"""The stage: a window over the whole screen, with a step's title, its views, its words and the numbers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRect, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QColor, QHideEvent, QKeyEvent, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from app.look.style_sheet import bold, sized
from app.look.theme import COLOURS, colours
from app.runtime.attempt import attempt
from app.runtime.selection import Selection
from app.stage.foot import Foot
from app.stage.pointer import PointerRing
from app.stage.shapes import places
from app.stage.sizes import CLAIMS, set_type, type_pixels
from app.stage.stage_keys import StageKeys
from app.stage.step_words import Words
from app.views.base.abilities import HasParts, ShowsLess, ShowsRace, ShowsStudy, ShowsUpdate, TakesStep
from app.views.base.frame_view import FrameView
from app.views.base.lesson_text import one_line
from app.views.base.statement_row import Statement
from app.views.base.typeset_label import TypesetLabel
from app.views.base.view_record import WORDS
from app.views.catalogue import VIEWS, make_for_stage
from symgui.lessons.lesson import Step
from symgui.plain_text.numbers import THIN_SPACE
from symgui.training.frame import Frame
from symgui.training.news import Findings
from symgui.training.race import RaceFrame

MARGIN, GAP = 0.6, 0.5
"""Around everything and between its parts, in sizes of the type."""
LEAST_WORDS = 0.85
"""Of the type, at least, for words that are many."""


class Stage(QWidget):
    """What an audience sees. It takes what it is told, paints it, and says which keys were pressed.

    Attributes
    ----------
    title : TypesetLabel
        ``stage-title``.
    words : Words
        ``stage-text``, ``stage-question``, ``stage-choice-1`` …, ``stage-claim-1`` …
    foot : Foot
        ``stage-dots``, ``stage-iteration``, ``stage-cost``, ``stage-verdict``.
    views : list of FrameView
        Those in sight; they lie in ``stage-view-1`` and ``stage-view-2``.
    names : tuple of str
        Theirs, as lessons call them.
    pointer : PointerRing
    keys : StageKeys
        What a clicker or a keyboard sends.
    blank : bool
        The screen is black.
    asking : bool
        A question waits.
    type_size : int
        Pixels of the type.
    """

    composed = Signal()
    """Something has another place."""
    studyRequested = Signal(str, object)
    """A study that a view shows: a name and an iterator."""
    studyEnded = Signal()
    """The study of a view is done; another one may begin."""

    def __init__(self) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setObjectName("stage")
        self.setWindowTitle("SymGUI, presenting")
        self.setAccessibleName("Stage")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.blank = self.asking = False
        self.type_size = 0
        self.views: list[FrameView] = []
        self.names: tuple[str, ...] = ()
        self._said: tuple[str, str, tuple[Statement, ...], tuple[Sequence[Statement], ...]] = ("", "", (), ())
        self._made: dict[str, FrameView] = {}
        self._frame: Frame | None = None
        self._race: RaceFrame | None = None
        self._selection: tuple[Selection | None, Selection | None] = (None, None)
        self.title = TypesetLabel(self, scale=1.0)
        self.title.setObjectName("stage-title")
        self.words = Words(self)
        self.foot = Foot(self)
        self._slots = [QWidget(self), QWidget(self)]
        for number, slot in enumerate(self._slots, start=1):
            slot.setObjectName(f"stage-view-{number}")
        self._curtain = QLabel(self)
        self._curtain.setObjectName("stage-blank")
        self._curtain.setStyleSheet("background: black;")
        self._curtain.hide()
        self.pointer = PointerRing(self)
        self.keys = StageKeys(self)
        self.keys.blankToggled.connect(self._toggle_blank)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._keep_the_keys)
        COLOURS.changed.connect(self._recolour)
        self._recolour()

    # ---- what it is told -------------------------------------------------------------------------

    def compose(
        self, title: str, index: int, count: int, views: Sequence[str], step: Step | None = None
    ) -> None:
        """Begin a step: its title, its place (from 0) among `count`, the names of its views, and itself."""
        for view in self.views:
            set_type(view, self.type_size)
            _put_back(view)
        self.show_title(title, index, count)
        self.show_views(views)
        for view in self.views:
            if isinstance(view, TakesStep):
                view.take_step(step)

    def spots(self) -> dict[str, QWidget]:
        """What there is to point at, as lessons name it: the views in sight, and the readouts."""
        found: dict[str, QWidget] = {
            "cost": self.foot.cost, "verdict": self.foot.verdict, "timeline": self.foot.iteration,
        }  # fmt: skip
        for name, view in zip(self.names, self.views, strict=True):
            parts = view.named_parts() if isinstance(view, HasParts) else {name: view}
            for part, widget in parts.items():
                found.setdefault(part, widget)
        return found

    def show_views(self, names: Sequence[str]) -> None:
        """Show one or two views, by their names."""
        if tuple(names) == self.names:
            return
        for view in self.views:
            view.hide()
        self.names, self.views = tuple(names), [self._view(name) for name in names]
        for view, slot in zip(self.views, self._slots, strict=False):
            view.setParent(slot)
        self._lay_out()
        self._pass_on()
        for view in self.views:
            view.show()
        self._fit_views()

    def show_title(self, title: str, index: int, count: int) -> None:
        """Show the title of step `index` (from 0) of `count`; a count of 0 is no lesson."""
        self.foot.dots.show_progress(index, count)
        lines = (one_line(title),)
        if lines != self.title.lines:
            self.title.set_lines(lines)
            self._lay_out()

    def say(
        self,
        text: str,
        question: str,
        said: Sequence[Statement],
        message: str,
        briefer: Sequence[Sequence[Statement]] = (),
    ) -> None:
        """Show the step's words, see `Words.say`, and in the foot what is to be said just now."""
        self._said = (text, question, tuple(said), tuple(briefer))
        self.foot.say(message)
        self._lay_out()

    def show_frame(self, frame: Frame) -> None:
        """Show a run."""
        before, self._frame, self._race = self._frame, frame, None
        attempt(lambda: self.foot.show_frame(frame), "stage's foot")
        for view in self.views:
            if isinstance(view, ShowsUpdate) and before is not None and follows(before, frame):
                attempt(partial(view.show_update, before, frame), view.objectName())
            attempt(partial(view.show_frame, frame), view.objectName())
        self._fit_views()

    def show_race(self, frame: RaceFrame) -> None:
        """Show a race."""
        self._race = frame
        attempt(lambda: self.foot.show_race(frame), "stage's foot")
        for view in self.views:
            if isinstance(view, ShowsRace):
                attempt(partial(view.show_race, frame), view.objectName())
        self._fit_views()

    def show_selection(self, selection: Selection | None, hover: Selection | None) -> None:
        """Mark what is selected and pointed at."""
        self._selection = (selection, hover)
        for view in self.views:
            view.show_selection(selection, hover)
        self._fit_views()  # another layer's numbers may need more room

    def show_findings(self, findings: Findings) -> None:
        """Pass on what a study has found; when a view's own has ended, another view may begin its own."""
        own = [view for view in self.views if isinstance(view, ShowsStudy) and view.show_findings(findings)]
        if own and findings.done:
            self.studyEnded.emit()

    def show_study(self, name: str) -> None:
        """A study of this name was asked for; another one of a view that is under way is dropped by it."""
        for view in self._made.values():
            if isinstance(view, ShowsStudy):
                view.show_study(name)

    def begin_studies(self, *, early: bool = False) -> None:
        """Let the views that show a study begin it, one after the other.

        Parameters
        ----------
        early : bool
            Only those that go before the claims of a step.
        """
        for name, view in zip(self.names, self.views, strict=True):
            if any(isinstance(each, ShowsStudy) and each.studying for each in self.views):
                return
            if isinstance(view, ShowsStudy) and (view.goes_first or not early):
                view.begin_study(name)

    @property
    def waiting(self) -> str:
        """How far a study is that the claims of the step wait for, in a sentence; empty without one."""
        said = (view.waiting for view in self.views if isinstance(view, ShowsStudy))
        sentence = next((sentence for sentence in said if sentence), "")
        return sentence.replace(THIN_SPACE, "\N{NARROW NO-BREAK SPACE}")

    def set_blank(self, blank: bool) -> None:
        """Make the screen black, or not."""
        self.blank = blank
        self._curtain.setVisible(blank)
        self._curtain.raise_()

    @Slot()
    def _toggle_blank(self) -> None:
        self.set_blank(not self.blank)

    # ---- views -----------------------------------------------------------------------------------

    def _view(self, name: str) -> FrameView:
        if name not in self._made:
            view = self._made[name] = make_for_stage(name)
            view.studyRequested.connect(self.studyRequested)
            view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            for child in view.findChildren(QWidget):
                child.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return self._made[name]

    def _pass_on(self) -> None:
        """Give views that have just come what the others have."""
        self.show_selection(*self._selection)
        if self._race is not None:
            self.show_race(self._race)
        elif self._frame is not None:
            for view in self.views:
                view.show_frame(self._frame)

    def _fit_views(self) -> None:
        """Show less where a view says that it does not show all, then write smaller.

        Neither more nor larger again in the same place: nothing jumps.
        """
        for name, view in zip(self.names, self.views, strict=True):
            least = type_pixels(self.font(), self.width(), self.height(), VIEWS[name].least_type)
            size = view.font().pixelSize()
            if not isinstance(view, ShowsLess):
                continue
            while view.isVisible() and view.overflows():
                if view.leave_out():
                    continue
                if size <= least:
                    break
                size = max(least, size - max(1, size // 16))
                set_type(view, size)

    @Slot()
    def _recolour(self) -> None:
        ground = self.palette()  # no style sheet: below one, type would not be handed down
        ground.setColor(QPalette.ColorRole.Window, QColor(colours().paper))
        self.setPalette(ground)
        self.setAutoFillBackground(True)
        self.foot.dress()
        self._lay_out()

    # ---- geometry --------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        size = self.type_size = type_pixels(self.font(), self.width(), self.height())
        font = sized(self.font(), size)
        margin, gap = round(MARGIN * size), round(GAP * size)
        inner = self.rect().adjusted(margin, margin // 2, -margin, -margin // 2)
        self.title.setFont(bold(font))
        high = self.title.heightForWidth(inner.width())
        self.title.setGeometry(inner.x(), inner.y(), inner.width(), high)
        if self.foot.font().pixelSize() != size:
            self.foot.setFont(font)
            self.foot.dress()
        low = self.foot.sizeHint().height()
        self.foot.setGeometry(inner.x(), inner.bottom() + 1 - low, inner.width(), low)
        needed = self._fit_words(inner.width(), size)
        top = self.foot.y() - gap - needed
        self.words.setGeometry(inner.x(), top, inner.width(), needed)
        self.words.arrange()  # also where only what it holds has changed
        above = self.title.geometry().bottom() + 1 + gap // 2
        below = top - (gap if needed else 0)
        self._place_views(QRect(inner.x(), above, inner.width(), max(1, below - above)), 2 * gap)
        self.pointer.setFont(font)
        self._curtain.setGeometry(self.rect())
        self.composed.emit()

    def _fit_words(self, width: int, size: int) -> int:
        """Write the words; returns the height they have, with all that they may come to say."""
        beside = [VIEWS[name] for name in self.names]
        share = min((record.words for record in beside), default=WORDS)
        large = min((record.large_claims for record in beside), default=0.0)
        room, roomy = round(share * self.height()), round(large * self.height())
        claims = type_pixels(self.font(), self.width(), self.height(), CLAIMS)
        self.words.set_claims(claims, size)
        self.words.say(*self._said)
        return self.words.fit(width, size, round(LEAST_WORDS * size), room, roomy)[0]

    def _place_views(self, room: QRect, gap: int) -> None:
        found = places(self.names, room, gap)
        for index, slot in enumerate(self._slots):
            slot.setVisible(index < len(found))
            if index >= len(found):
                continue
            view, place = self.views[index], found[index]
            moved = slot.geometry() != place
            slot.setGeometry(place)
            if moved or view.parentWidget() is not slot or view.size() != place.size():
                set_type(view, self.type_size)
                _put_back(view)
                view.setGeometry(0, 0, place.width(), place.height())
        self._fit_views()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Compose anew for another screen."""
        super().resizeEvent(event)
        self._lay_out()

    # ---- keys ------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave it to `keys` to say what is meant."""
        if not self.keys.press(event, blank=self.blank, asking=self.asking):
            super().keyPressEvent(event)

    @Slot(QWidget, QWidget)
    def _keep_the_keys(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Take the keyboard focus back from a part that the mouse has given it to."""
        if now is not None and self.isAncestorOf(now):
            self.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Take the keyboard focus, and let the ring follow the mouse."""
        super().showEvent(event)
        self.setFocus()
        self.pointer.follow()
        self._fit_views()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop following the mouse."""
        super().hideEvent(event)
        self.pointer.rest()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing it by any other way ends presenting too."""
        super().closeEvent(event)
        self.keys.ended.emit()


def follows(before: Frame, after: Frame) -> bool:
    """Whether `after` is one update later in the same run."""
    return after.run == before.run and after.iteration == before.iteration + 1


def _put_back(view: FrameView) -> None:
    """Have it show again what it left out in less room."""
    if isinstance(view, ShowsLess):
        view.put_back()
