"""A page of a dialog: texts that scroll, pictures beside them, and a study that computes for both."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.look.indices import indexed_if_any
from app.look.layouts import filled, scrolling
from app.look.named_widgets import push_button, wrapped_label
from app.look.theme import Palette


class DialogPage(QWidget):
    """Base of the pages. A subclass says what it needs computed, and shows what comes of it.

    Attributes
    ----------
    name, title : str
        The first part of its widgets' names, and the text on its tab.
    texts_width : int
        Pixels of width that its texts have at least.
    shares : (int, int)
        How texts and pictures share the width.
    busy : bool
        Whether something is being computed for it.
    foot : QWidget
        Stands in the dialog's last row while the page is shown.
    problem : QLabel
        ``<name>-problem``: why something is not possible.

    Signals
    -------
    studyWanted(iterator)
        To be worked through on the training thread, in the place of any other.
    studyDropped
        The page wants nothing computed any more.
    """

    studyWanted = Signal(object)
    studyDropped = Signal()

    name: ClassVar[str] = ""
    title: ClassVar[str] = ""
    texts_width: ClassVar[int] = 300
    shares: ClassVar[tuple[int, int]] = (1, 1)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{self.name}-page")
        self.busy = False
        self.problem = self.label("problem")
        self.problem.hide()
        self.foot = QWidget()
        self.foot.setObjectName(f"{self.name}-foot")

    # ---- building --------------------------------------------------------------------------------

    def lay_out(self, texts: QVBoxLayout, pictures: QWidget | QLayout) -> None:
        """Let the texts scroll, with the pictures beside them."""
        texts.setContentsMargins(0, 0, 8, 0)
        texts.addStretch(1)
        inside = QWidget()
        inside.setObjectName("page-texts")
        inside.setLayout(texts)
        area = scrolling(inside, f"{self.name}-area", by_keys=True)
        area.setAccessibleName(f"{self.title}: settings and words")
        area.setMinimumWidth(self.texts_width)
        self.put_beside(area, pictures)

    def put_beside(self, texts: QWidget, pictures: QWidget | QLayout) -> None:
        """Fill the page with texts at the left and pictures at the right."""
        both = filled(QHBoxLayout(self), (texts, self.shares[0]), margins=0)
        if isinstance(pictures, QLayout):
            both.addLayout(pictures, self.shares[1])
        else:
            both.addWidget(pictures, self.shares[1])

    def fill_foot(self, text: QLabel, *buttons: QPushButton) -> None:
        """Put a text, and buttons behind it, into the dialog's last row."""
        filled(QHBoxLayout(self.foot), (text, 1), *buttons, margins=0)

    def label(self, name: str, role: str = "") -> QLabel:
        """A text of the page, ``<page>-<name>``; it wraps and can be copied."""
        label = wrapped_label(f"{self.name}-{name}", role, copied=True)
        label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        return label

    def button(self, name: str, text: str, tip: str) -> QPushButton:
        """A button of the page, ``<page>-<name>``."""
        return push_button(f"{self.name}-{name}", text, tip)

    def refuse(self, sentence: str) -> None:
        """Say why something is not possible; an empty sentence: nothing is in the way."""
        self.problem.setText(indexed_if_any(sentence))
        self.problem.setVisible(bool(sentence))

    def recolour(self, palette: Palette) -> None:
        """Take the colours."""
        raise NotImplementedError

    # ---- computing -------------------------------------------------------------------------------

    def compute(self) -> None:
        """Have computed what the page shows; called when it comes into sight, and when that has changed."""
        raise NotImplementedError

    def begin(self, points: Iterator[object]) -> None:
        """Ask for a study."""
        self.busy = True
        self.studyWanted.emit(points)

    def take(self, point: object) -> None:
        """Show something that the study has found."""
        raise NotImplementedError

    def end(self, failure: str) -> None:
        """The study has ended; a failure says why early."""
        self.wait_no_more()
        if failure:
            self.refuse(f"It was not computed: {failure}.")

    def drop(self) -> None:
        """Want nothing computed."""
        if self.busy:
            self.wait_no_more()
            self.studyDropped.emit()

    def wait_no_more(self) -> None:
        """Note that nothing is computed for the page any more: it ended, was dropped, or another began."""
        self.busy = False
