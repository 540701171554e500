"""The toolbar: what a person does to the run, and how the run is doing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from app.look.icons import icon
from app.look.layouts import filled
from app.look.named_widgets import tool_button
from app.look.style_sheet import sized
from app.look.text_scale import follow_text
from app.look.theme import COLOURS, colours
from app.look.verdict_words import effective_text, effective_tip
from app.panels.choice_field import ChoiceField
from app.panels.choices import SegmentBar
from app.panels.readout import UNKNOWN, Readout
from app.panels.verdict_chip import VerdictChip
from symgui.plain_text.numbers import iteration as with_spaces
from symgui.plain_text.numbers import number, percent
from symgui.training.frame import Frame
from symgui.training.pace import PACES
from symgui.training.race import RaceFrame

HEIGHT = 56
STEP_SIZES = (1, 10, 100, 1000)

PACE_TEXTS = {"log": "by decades", "1": "1 / s", "10": "10 / s", "100": "100 / s", "max": "max"}

GO_TO = "Updates done so far. A click, or Ctrl+G, lets you type the number of another iteration on record"
RUN = "run-button"
RUN_WIDTH = 98
"""Room for "Pause" where "Run" stands."""

_MARGIN = 12
_GAP = 8


class Toolbar(QFrame):
    """Commands, readouts, verdict; it drops the least important first when it gets narrow.

    Iteration, cost, accuracies and what the verdict says are never dropped. While there is a race every lane
    has its own; only the iteration, which all share, stays here.

    Parameters
    ----------
    actions : dict of str to QAction
        By object name.
    menu : QMenu
        Everything else, behind one button.
    """

    stepSizeChosen = Signal(object)
    paceChosen = Signal(object)
    themeToggled = Signal()

    def __init__(self, actions: dict[str, QAction], menu: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("toolbar")
        self.setFixedHeight(HEIGHT)
        self._row = filled(QHBoxLayout(self), margins=(_MARGIN, 0, _MARGIN, 0), gap=_GAP)
        self.brand = QLabel("SymGUI")
        follow_text(self.brand, _set_bold, 15)
        self.reset = _button("reset-button", actions["action-reset"])
        self.back = _button("back-button", actions["action-back"])
        self.run = _button(RUN, actions["action-run"])
        follow_text(self.run, QWidget.setMinimumWidth, RUN_WIDTH)
        self.step = _button("step-button", actions["action-step"])
        self.step_size = _step_size()
        self.step_size.chosen.connect(self.stepSizeChosen)
        self.pace = _pace()
        self.pace.chosen.connect(self.paceChosen)
        self._make_readouts()
        self.verdict = VerdictChip()
        self.verdict.reworded.connect(self._fit)
        self.lessons = _button("lessons-button", actions["action-lessons"])
        self.compare = _button("compare-button", actions["action-compare"])
        self.theme = _plain_button("theme-button", "Switch between light and dark")
        self.theme.clicked.connect(lambda: self.themeToggled.emit())
        COLOURS.changed.connect(self._show_theme)
        self._show_theme()
        self.menu = _plain_button("menu-button", "File, edit, view, help")
        self.menu.setIcon(icon("menu"))
        self.menu.setMenu(menu)
        self.menu.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._fill()
        # The first to go comes first.
        self._reductions = (
            self.lessons, self.compare, self.step_size, self.reset, self.step, self.brand, self.pace,
            self.back, self.verdict, self.run, self.effective,
        )  # fmt: skip
        # In the menu they are too.
        self._last_to_go = (self.theme, self.compare, self.lessons)
        self._alone = (self.cost, self.train, self.test, self.effective, self.verdict)
        self._racing = False
        self._has_test = False
        self._needs: list[int] = []
        self._measured: dict[tuple[object, ...], list[int]] = {}  # by what is written
        self._level = -1

    def _make_readouts(self) -> None:
        self.iteration = Readout("iteration", "iteration", "10000", GO_TO, written=_grouped)
        self.iteration.let_be_clicked()
        self.cost = Readout("cost", "cost", "0.0000", "Mean cross-entropy over the whole training set")
        self.train = Readout(
            "train-accuracy",
            "train accuracy",
            "100.0 %",
            "Share of the training examples whose class is right",
        )
        self.test = Readout(
            "test-accuracy", "test accuracy", "100.0 %", "The same for examples it was never trained on"
        )
        self.effective = Readout(
            "effective-units", "effective units", "4 of 4", "How many different units the hidden layers have"
        )
        self._readouts = (self.iteration, self.cost, self.train, self.test, self.effective)
        self.test.hide()

    def _fill(self) -> None:
        row = self._row
        for widget in (self.brand, self.reset, self.back, self.run, self.step, self.step_size, self.pace):
            row.addWidget(widget)
        row.addSpacing(4)
        for readout in self._readouts:
            row.addWidget(readout)
            row.addSpacing(3)
        row.addSpacing(4)
        row.addWidget(self.verdict)
        row.addStretch(1)
        row.addWidget(self.lessons)
        row.addWidget(self.compare)
        row.addWidget(self.theme)
        row.addWidget(self.menu)

    # ---- showing ---------------------------------------------------------------------------------

    def show_frame(self, frame: Frame) -> None:
        """Show how the run is doing."""
        self.iteration.set_text(str(frame.iteration))
        self.cost.set_text(number(frame.cost))
        self.cost.setToolTip(_cost_tip(frame))
        self.train.set_text(percent(frame.train_accuracy))
        self.test.set_text(percent(frame.test_accuracy))
        self.effective.set_text(effective_text(frame))
        self.effective.setToolTip(_effective_tip(frame))
        self.verdict.show_frame(frame)
        self._has_test = frame.test_accuracy is not None
        self.test.setHidden(self._racing or not self._has_test)
        self._fit()

    def show_being_made(self, iteration: int) -> None:
        """Show that another network is being made, and at which iteration it will be."""
        self.iteration.set_text(str(iteration))
        for readout in self._readouts[1:]:
            readout.set_text(UNKNOWN)
        self.verdict.show_being_made()
        self._fit()

    def show_race(self, race: RaceFrame) -> None:
        """Show what all lanes share."""
        self.iteration.set_text(str(race.iteration))

    def set_racing(self, racing: bool) -> None:
        """Show what belongs to a race, or to a run."""
        self._racing = racing
        for part in self._alone:
            part.setHidden(racing)
        self.test.setHidden(racing or not self._has_test)
        self._forget_widths()
        self._fit()

    def readouts(self) -> dict[str, QWidget]:
        """What a lesson can point at, by the lesson's names."""
        return {
            "cost": self.cost, "accuracy": self.train,
            "verdict": self.verdict, "effective-units": self.effective,
        }  # fmt: skip

    def show_step_size(self, size: int) -> None:
        """Mark `size` as the chosen one."""
        self.step_size.show_choice(size)

    def show_pace(self, pace: str) -> None:
        """Mark `pace` as the chosen one."""
        self.pace.show_choice(pace)

    @Slot()
    def _show_theme(self) -> None:
        self.theme.setIcon(icon("sun" if colours().dark else "moon"))

    @Slot()
    def fit_anew(self) -> None:
        """Drop and bring back what there is room for, beside text of another size."""
        self._forget_widths()
        self._fit()

    # ---- fitting ---------------------------------------------------------------------------------

    def minimumSizeHint(self) -> QSize:
        """What is left when everything that may go is gone; the frame's own rule would be what is shown."""
        return QSize(self._needs[-1] if self._needs else 0, HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Drop and bring back what there is room for."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Fit the parts anew when style or font changes, and with it their widths."""
        handled = super().event(event)
        if event.type() in (QEvent.Type.Polish, QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._forget_widths()
        return handled

    @Slot()
    def _fit(self) -> None:
        """Reduce as little as needed."""
        widths = (readout.value.minimumWidth() for readout in self._readouts)
        key = (self.verdict.text(), self._racing, self.test.isHidden(), *widths)
        if key not in self._measured:
            levels = len(self._reductions) + len(self._last_to_go)
            self._measured[key] = [self._need(level) for level in range(levels + 1)]
            self._level = -1
        self._needs = self._measured[key]
        level = next((k for k, need in enumerate(self._needs) if need <= self.width()), len(self._needs) - 1)
        if level != self._level:
            self._level = level
            self._need(level)

    def _forget_widths(self) -> None:
        self._needs = []
        self._measured.clear()

    def _need(self, level: int) -> int:
        """The width needed with the first `level` reductions made; makes them."""
        for k, widget in enumerate(self._reductions):
            if not (self._racing and widget in self._alone):
                _reduce(widget, k < level)
        for k, button in enumerate(self._last_to_go, start=len(self._reductions)):
            # the race has its own way back, and a lesson's race none
            button.setHidden(k < level or (self._racing and button is self.compare))
        self._row.invalidate()
        return self._row.sizeHint().width()


def _reduce(widget: QWidget, less: bool) -> None:
    """A button loses its text, the verdict takes two lines; anything else is not shown."""
    if isinstance(widget, VerdictChip):
        widget.set_brief(less)
    elif isinstance(widget, QToolButton):
        style = Qt.ToolButtonStyle
        widget.setToolButtonStyle(style.ToolButtonIconOnly if less else style.ToolButtonTextBesideIcon)
        if widget.objectName() == RUN:
            follow_text(widget, QWidget.setMinimumWidth, 0 if less else RUN_WIDTH)
    else:
        widget.setHidden(less)


def _button(name: str, action: QAction) -> QToolButton:
    button = QToolButton(toolButtonStyle=Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setObjectName(name)
    button.setDefaultAction(action)
    button.setIconSize(QSize(16, 16))
    button.setFixedHeight(SegmentBar.HEIGHT)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setAccessibleName(action.text())
    return button


def _plain_button(name: str, tip: str) -> QToolButton:
    button = tool_button(name, tip)
    button.setIconSize(QSize(16, 16))
    button.setFixedHeight(SegmentBar.HEIGHT)
    return button


def _set_bold(label: QWidget, pixels: int) -> None:
    label.setFont(sized(label.font(), pixels, bold=True))


def _grouped(text: str) -> str:
    return with_spaces(int(text)) if text.isdecimal() else text


def _step_size() -> SegmentBar:
    bar = SegmentBar("step-size", "step size")
    texts = {1000: "1k"}
    bar.set_items(
        [
            (size, texts.get(size, str(size)), f"Step does {size} update{'s' * (size > 1)}")
            for size in STEP_SIZES
        ]
    )
    bar.setToolTip("How many updates a step does")
    return bar


class PaceField(ChoiceField):
    """The choice of the pace, with as much room around its text as the buttons beside it have."""

    AIR = 8
    follows_text = False

    def sizeHint(self) -> QSize:
        """The choice's own size and `AIR` pixels before the arrow."""
        return super().sizeHint() + QSize(self.AIR, 0)


def _pace() -> PaceField:
    pace = PaceField("pace", "pace")
    pace.set_items([(name, PACE_TEXTS[name], meaning) for name, meaning in PACES.items()])
    pace.setToolTip("How fast Run goes: 3 seconds for each decade of iterations, or so many updates a second")
    pace.setFixedHeight(SegmentBar.HEIGHT)
    return pace


def _effective_tip(frame: Frame) -> str:
    tip = effective_tip(frame)
    several = len(frame.symmetry.layers) > 1
    return f"{tip}\nall hidden layers together: {effective_text(frame)}" if several else tip


def _cost_tip(frame: Frame) -> str:
    tip = "Mean cross-entropy over the whole training set"
    return f"{tip}; the L2 penalty, {number(frame.penalty)}, is not in it" if frame.penalty else tip
