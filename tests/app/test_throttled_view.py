"""Views that are drawn less often than frames come."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot
from view_runs import experiment, small_normal

from app.views.base.throttled_view import ThrottledView
from symgui.training.frame import Frame
from symgui.training.run import RecordedRun


class Recorder(ThrottledView):
    """Remembers the iterations it drew."""

    def __init__(self) -> None:
        super().__init__("recorder")
        self.drawn: list[int] = []

    def draw_numbers(self, frame: Frame | None) -> None:
        if frame is not None:
            self.drawn.append(frame.iteration)


def test_a_frame_that_waited_when_the_view_was_hidden_is_drawn_when_it_is_shown(qtbot: QtBot) -> None:
    run = RecordedRun(experiment(weights=small_normal()))
    first = run.frame()
    run.advance(1)
    second = run.frame()
    view = Recorder()
    qtbot.addWidget(view)
    view.show()
    view.show_frame(first)
    view.show_frame(second)
    assert view.drawn == [0], "the second waits for its interval"
    view.hide()
    qtbot.waitUntil(lambda: not any(timer.isActive() for timer in view.findChildren(QTimer)))
    assert view.drawn == [0]
    view.show()
    qtbot.waitUntil(lambda: view.drawn == [0, 1])  # at once, or when its interval is over
