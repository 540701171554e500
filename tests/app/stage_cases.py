"""A stage with a real run on it, and what of it does not fit."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QTextDocumentFragment
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot
from view_runs import experiment

from app.look.type_sizes import pixel_size
from app.runtime.selection import Selection
from app.stage.stage import Stage
from symgui.experiment import WeightInit
from symgui.training.frame import Frame
from symgui.training.run import RecordedRun

PROJECTORS = [(1024, 768), (1920, 1080), (3840, 2160)]
TEXT = "Every unit of the layer moves, but all of them move alike: $$dW[1]$$ has equal rows."


def two_frames() -> tuple[Frame, Frame]:
    """A network of equal units before and after an update."""
    run = RecordedRun(experiment(weights=WeightInit(scheme="constant", value=0.5)), 1)
    run.advance(39)
    before = run.frame()
    run.advance(1)
    return before, run.frame()


def shown_stage(qtbot: QtBot, size: tuple[int, int], views: Sequence[str]) -> Stage:
    """A stage in sight, as large as a projector's picture, with `views` of a run of equal units."""
    stage = Stage()
    qtbot.addWidget(stage)
    stage.resize(*size)
    before, after = two_frames()
    stage.compose("Moving is not learning apart", 2, 7, views)
    stage.say(TEXT, "", (), "")
    stage.show()
    stage.show_frame(before)
    stage.show_selection(Selection(1, 0, 0), None)
    stage.show_frame(after)
    settle()
    return stage


def settle() -> None:
    """Let layouts come to rest."""
    for _ in range(3):
        QApplication.processEvents()


def cut_off(root: QWidget) -> list[str]:
    """Labels and buttons in sight that show less than their text, or lie outside their parent."""
    found = []
    for widget in root.findChildren(QWidget):
        if not widget.isVisible() or not isinstance(widget, (QLabel, QAbstractButton)):
            continue
        if isinstance(widget, QLabel) and widget.text() and not widget.wordWrap():
            text = widget.text()
            lines = (QTextDocumentFragment.fromHtml(text).toPlainText() if "<" in text else text).splitlines()
            need = max((widget.fontMetrics().horizontalAdvance(line) for line in lines), default=0)
            if need > widget.contentsRect().width() + 2:
                found.append(f"{widget.objectName()} {text!r}: {need} > {widget.contentsRect().width()}")
        parent = widget.parentWidget()
        if parent is not None and not parent.rect().adjusted(-2, -2, 2, 2).contains(widget.geometry()):
            found.append(f"{widget.objectName()} at {widget.geometry()} in {parent.rect()}")
    return found


def sizes_of_type(root: QWidget) -> list[int]:
    """Pixels of the type of all labels in sight."""
    return [pixel_size(w.font()) for w in root.findChildren(QLabel) if w.isVisible() and w.text()]
