"""The decision boundary: what the network answers for every input, among the examples."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from app.look.layouts import filled
from app.look.others_words import literal
from app.look.theme import Palette, colours
from app.look.type_sizes import scale_of, scaled, small_font
from app.views.base.check_box import CheckBox
from app.views.base.confusion import confusion
from app.views.base.frame_view import FrameView
from app.views.base.markers import SHAPES
from app.views.base.plot import FittingLabel, caption_style, small_button_style, title_style
from app.views.base.spoken import boundary_sentence
from app.views.boundary.plane_stage import GAP, PlaneStage
from app.views.boundary.section_bar import SectionBar
from symgui.data import data_label
from symgui.data.dataset import Dataset
from symgui.figures.classes import class_text, shortened
from symgui.plain_text.numbers import fixed, number, subscript
from symgui.training.frame import Frame, Plane
from symgui.training.section import SectionAxes

if TYPE_CHECKING:
    from app.views.boundary.answers import AnswersPlot

TEST_WORDS = ("○ △ test examples", "○ △ test", "test")
"""The same in fewer words, where there is little room."""
LONGEST_NAME = 14
"""Letters of a class's name in the legend, of two; of more classes half of it."""
LONGEST_LIST = 32
"""Letters of all names, where digits stand for the classes."""
BOUNDARY, ANSWERS, CONFUSION = "Decision boundary", "Answers by class", "Confusion matrix"
SECTION = "Decision boundary, a section"
"""What the view is called: it shows a boundary only where the inputs are a plane, or along one."""
NO_FRAME = "No run yet: choose data on the left."
NOT_A_NUMBER = "hatched: ŷ is not a number"
DRAW = "Change the examples with the mouse or the keyboard, or draw others, as data of your own (Ctrl+D)"
SYMMETRIC = "A symmetric network can only draw what one unit a layer can."
TWO_CLASSES = (
    "The network's answer ŷ for every {first}, {second}. Blue: {one}, orange: {zero}, grey: exactly ½.\n"
    f"The line is where it is undecided, ŷ = ½. {SYMMETRIC}"
)
SEVERAL_CLASSES = (
    "The class the network holds most likely for every {first}, {second}, in that class's shade.\n"
    f"Lines separate the classes. {SYMMETRIC}"
)


class BoundaryView(FrameView):
    """The plane of the inputs, tinted by ŷ, with the line ŷ = ½, training and test examples.

    More than two classes add a confusion matrix. Other inputs than two get ŷ by class instead; of more than
    two a person may choose a plane through them.

    Attributes
    ----------
    header : QWidget
        Title and caption; a window that names the view elsewhere may hide it.
    plane : PlanePlot
        ``plane.image.image`` and ``.levels``, ``plane.line.getData()``, ``plane.train_points.data`` and
        ``plane.test_points.data`` are what is drawn.
    matrix : ConfusionMatrix
        ``matrix.counts``; seen only above two classes.
    caption, key : QLabel
        What is shown, and what the markers mean; under the pointer `key` reads x₁, x₂ and ŷ instead.
    test_toggle : CheckBox
        ``show-test-points``.
    draw_button : QToolButton
        ``boundary-draw``.
    section_bar : SectionBar
        Seen only if there are more than two inputs.
    """

    sectionChosen = Signal(object)
    """A person wants to see a `InputSection` of more than two inputs, or None."""
    drawingWanted = Signal()
    """A person wants to draw points of their own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("boundary-view", parent)
        self.setAccessibleName(BOUNDARY)
        self._title = QLabel(BOUNDARY)
        self.caption = FittingLabel()
        self.caption.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.header = QWidget()
        row = QHBoxLayout(self.header)
        row.setContentsMargins(0, 0, 0, 0)
        self.draw_button = QToolButton()
        self.draw_button.setObjectName("boundary-draw")
        self.draw_button.setText("Draw")
        self.draw_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.draw_button.setToolTip(DRAW)
        self.draw_button.clicked.connect(self.drawingWanted)
        row.setSpacing(4)
        row.addWidget(self._title)
        row.addWidget(self.caption, 1)
        row.addWidget(self.draw_button)

        self.section_bar = SectionBar()
        self.section_bar.hide()
        self.section_bar.chosen.connect(self.sectionChosen)
        foot = QWidget()
        self._stage = PlaneStage(foot)
        self.plane, self.matrix = self._stage.plane, self._stage.matrix
        self.key = QLabel(textFormat=Qt.TextFormat.RichText)
        self.key.setObjectName("boundary-key")
        self.test_toggle = CheckBox(TEST_WORDS[0])
        self.test_toggle.setAccessibleName("test examples")
        self.test_toggle.setObjectName("show-test-points")
        self.test_toggle.setToolTip("Show the examples the network is not trained on, as hollow markers.")
        self.test_toggle.setChecked(True)
        filled(QHBoxLayout(foot), (self.key, 1), self.test_toggle, margins=0)

        self._rows = filled(
            QVBoxLayout(self), self.header, self.section_bar, (self._stage, 1), margins=0, gap=GAP
        )
        self._beside = 0  # pixels left and right of the plane, if title and key stand there

        self._data: Dataset | None = None
        self._axes: SectionAxes | None = None
        self._axis_names: tuple[str, ...] = ()
        self._pointer: tuple[float, float] | None = None
        self.test_toggle.toggled.connect(self._toggle_test_points)
        self.plane.pointed.connect(self._point_at)
        self.plane.left.connect(self._point_nowhere)

    def present(self) -> None:
        """Leave out the switch of the test points, and what else can be chosen."""
        super().present()
        self.test_toggle.hide()
        self.section_bar.hide()
        self.draw_button.hide()

    @property
    def answers(self) -> AnswersPlot:
        """ŷ by class, seen only if the inputs are not a plane."""
        return self._stage.answers

    def sizeHint(self) -> QSize:
        """A square plane of 300 pixels with its two lines of text."""
        return QSize(scaled(self, 300), scaled(self, 360))

    def minimumSizeHint(self) -> QSize:
        """Small enough for a window of 1024 × 768."""
        return QSize(scaled(self, 220), scaled(self, 200))

    def sentence(self) -> str:
        """How many examples are right, and what it answers over the plane."""
        return boundary_sentence(self.frame) if self.frame is not None else ""

    def draw_palette(self, palette: Palette) -> None:
        """Take the colours."""
        self._title.setStyleSheet(title_style(palette))
        self.caption.setStyleSheet(caption_style(palette))
        self.key.setStyleSheet(caption_style(palette))
        self.key.setFont(small_font(self))
        self.section_bar.recolour(palette)
        self.draw_button.setFont(small_font(self))
        self.draw_button.setStyleSheet(small_button_style(palette, scale_of(self)))
        self.test_toggle.setFont(small_font(self))
        self.test_toggle.mark = palette.paper
        self.test_toggle.setStyleSheet(check_box_style(palette, scale_of(self)))
        self._fit_toggle()
        self._fit_header()
        self.key.setMinimumHeight(self.test_toggle.sizeHint().height())
        self._stage.recolour(palette)
        self._data = None

    def draw_frame(self, frame: Frame | None) -> None:
        """Draw the answers; the examples only if they are others than before."""
        if frame is None:
            self._data = self._axes = None
            self.section_bar.hide()
            self.plane.show_plane(None, 2)
            self.plane.show_points(None)
            self._stage.arrange(plane=False, answers=False, classes=0, note=NO_FRAME)
            self.caption.set_wordings([""])
            self.key.clear()
            self.test_toggle.setVisible(False)
            return
        section = frame.section
        other_data = frame.data is not self._data or (section and section.axes) is not self._axes
        if other_data:
            self._take_data(frame)
        plane = section.plane if section is not None else frame.plane
        self.plane.show_plane(plane, frame.data.classes)
        about = section.axes.held if section is not None else ""
        self.section_bar.say(about)
        if plane is not None:
            about = about if self.presented else ""  # over the plane only where that bar is not shown
            self._stage.show_note(NOT_A_NUMBER if self.plane.not_a_number else about)
        elif frame.data.classes == 2:
            self.answers.show_answers(frame.network.output.A[0], frame.data.labels)
        if frame.data.classes > 2:
            names = frame.data.class_names
            self.matrix.show_counts(confusion(frame.network.output.A, frame.data.labels), names)
        if other_data or self._pointer is not None:
            self._show_key()  # after the plane: what is under a pointer at rest is read from what is drawn
        if other_data:
            self._place_words()

    def _take_data(self, frame: Frame) -> None:
        """What changes only with the data or the section: examples, texts, what there is room for."""
        data, before = frame.data, self._data
        self._data = data
        axes = self._axes = frame.section.axes if frame.section is not None else None
        is_plane = frame.plane is not None or axes is not None
        self.plane.show_points(data if is_plane else None, axes)
        self._stage.arrange(
            plane=is_plane,
            answers=not is_plane and data.classes == 2,
            classes=data.classes if data.classes > 2 else 0,
            note="",
        )
        self._title.setText(_name(frame))
        self.setAccessibleName(_name(frame))
        self._axis_names = axes.names if axes is not None else tuple(map(pretty, data.features[:2]))
        inputs = f"{len(data.features)} features" if len(data.features) > 2 else ", ".join(self._axis_names)
        if axes is not None:
            inputs = " and ".join(axes.names)
        self.plane.setToolTip(literal(_tip(data, self._axis_names)))
        name, points = (
            data_label(frame.experiment.data),
            f"{data.m} examples" if data.m > 1 else "1 example",
        )
        shorter = [inputs] if axes is not None else []
        self.caption.set_wordings([f"{inputs} · {name}, {points}", *shorter, f"{name}, {points}", points, ""])
        self.test_toggle.setVisible(data.has_test and not self.presented and (is_plane))
        self.plane.test_points.setVisible(self.test_toggle.isChecked())
        self.section_bar.setVisible(len(data.features) > 2 and not self.presented)
        if data is not before and len(data.features) > 2 and not self.presented:
            self.section_bar.show_data(data)

    def _show_key(self) -> None:
        """What is under the pointer, else what the markers mean."""
        if self._data is None or self.frame is None:
            return
        reading = self._reading()
        is_plane = self.frame.plane is not None or self._axes is not None
        text = reading or legend(self._data, colours(), marked=is_plane)
        if text != self.key.text():
            self.key.setText(text)
            if not reading:
                self._fit_toggle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Name the test examples in as many words as there is room for; no button covers the title."""
        super().resizeEvent(event)
        self._fit_toggle()
        self._fit_header()
        self._place_words()

    def _place_words(self) -> None:
        """Before an audience title and key stand beside a plane that is as high as the view, if they can."""
        room = (self.width() - self.height()) // 2 - GAP
        needed = max(self._title.sizeHint().width(), self.key.sizeHint().width())
        alone = not self.plane.isHidden() and self.matrix.isHidden()
        beside = room if self.presented and alone and needed <= room else 0
        if bool(beside) != bool(self._beside):
            self._rows.removeWidget(self.header)
            if beside:
                self.header.raise_()
            else:
                self._rows.insertWidget(0, self.header)
        self._beside = beside
        self._title.setMinimumWidth(self.width() - beside if beside else 0)  # the caption has the rest
        if beside:
            self.header.setGeometry(0, 0, self.width(), self.header.sizeHint().height())
        self._stage.set_beside(beside)

    def _fit_header(self) -> None:
        """Leave the button out where it has no room beside the title: menu and key do the same."""
        needed = self._title.sizeHint().width() + self.draw_button.sizeHint().width() + 4 * GAP
        self.draw_button.setVisible(not self.presented and needed <= self.width())

    def _fit_toggle(self) -> None:
        room = self.width() - self.key.sizeHint().width() - GAP
        for words in TEST_WORDS:
            self.test_toggle.setText(words)
            if self.test_toggle.sizeHint().width() <= room:
                return

    def _reading(self) -> str:
        """x₁, x₂ and the answer at the grid point under the pointer; empty if there is none."""
        plane, at = self.plane.drawn, self._pointer and self.plane.nearest(*self._pointer)
        if not at or plane is None or self._data is None:
            return ""
        return reading(plane, *at, self._data, self._axis_names)

    @Slot(bool)
    def _toggle_test_points(self, shown: bool) -> None:
        self.plane.test_points.setVisible(shown)

    @Slot(float, float)
    def _point_at(self, x1: float, x2: float) -> None:
        self._pointer = x1, x2
        self._show_key()

    @Slot()
    def _point_nowhere(self) -> None:
        self._pointer = None
        self._show_key()


def pretty(feature: str) -> str:
    """``x1`` as the course writes it: ``x₁``."""
    name, digits = feature.rstrip("0123456789"), feature[len(feature.rstrip("0123456789")) :]
    return name + (subscript(int(digits)) if digits else "")


def check_box_style(palette: Palette, scale: float = 1.0) -> str:
    """Filled with ink if checked, else hollow; `scale` times as large as beside the normal type."""
    side, gap = round(9 * scale), round(5 * scale)
    return f"""
        QCheckBox {{ color: {palette.muted}; spacing: {gap}px; }}
        QCheckBox::indicator {{
            width: {side}px; height: {side}px; margin: 1px;
            border: 1px solid {palette.edge}; border-radius: 3px;
            background: {palette.paper};
        }}
        QCheckBox::indicator:checked {{ background: {palette.ink}; border-color: {palette.ink}; }}
        QCheckBox:focus {{ color: {palette.ink}; }}
    """


def _name(frame: Frame) -> str:
    """What is shown."""
    if frame.plane is not None:
        return BOUNDARY
    if frame.section is not None:
        return SECTION
    return ANSWERS if frame.data.classes == 2 else CONFUSION


def _tip(data: Dataset, axes: Sequence[str]) -> str:
    """What the plane's colours mean, in the words of its axes and classes."""
    first, second = axes if len(axes) == 2 else ("x₁", "x₂")
    if data.classes == 2:
        zero, one = (class_text(data.class_names, k, LONGEST_NAME) for k in (0, 1))
        return TWO_CLASSES.format(first=first, second=second, zero=zero, one=one)
    return SEVERAL_CLASSES.format(first=first, second=second)


def legend(data: Dataset, palette: Palette, *, marked: bool = True) -> str:
    """What markers and colours mean, as rich text; nothing where neither is in sight."""
    names = data.class_names
    if data.classes > 2 and not marked:
        return ""
    if data.classes > len(SHAPES):
        named = [f"{k} {name}" for k, name in enumerate(names) if name != str(k)]
        digits = escape(shortened(", ".join(named), LONGEST_LIST)) or "digits: the classes"
        return digits + (" · grey: test" if data.has_test else "")
    signs = [sign for _, sign, _ in SHAPES]
    if data.classes > 2:
        short = [escape(shortened(name, LONGEST_NAME // 2)) for name in names]
        return " &nbsp; ".join(f"{signs[k]} {name}" for k, name in enumerate(short))
    zero, one = (escape(class_text(names, k, LONGEST_NAME)) for k in (0, 1))
    return (
        f"<span style='color:{palette.positive}'>{signs[1]}</span> {one} &nbsp; "
        f"<span style='color:{palette.negative}'>{signs[0]}</span> {zero}"
    )


def reading(plane: Plane, row: int, column: int, data: Dataset, axes: Sequence[str]) -> str:
    """The network's answer at a grid point, in one line."""
    p = float(plane.probability[row, column])
    likeliest = class_text(data.class_names, int(plane.winner[row, column]), LONGEST_NAME)
    answer = f"ŷ {number(p)}" if data.classes == 2 else f"{escape(likeliest)}, p {number(p, 3)}"
    x1, x2 = (fixed(x, 2) for x in (plane.x1[column], plane.x2[row]))
    first, second = (escape(shortened(name, LONGEST_NAME)) for name in axes)
    return f"{first} {x1} &nbsp; {second} {x2} &nbsp; <b>{answer}</b>"
