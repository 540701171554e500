"""The buttons at the timeline's left end: play the record, go from event to event."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from app.look.icons import icon
from app.look.layouts import filled
from app.look.named_widgets import tool_button
from app.look.text_scale import follow_text
from app.panels.choice_field import ChoiceField
from app.views.timeline.timeline import Flag
from app.views.timeline.track import Track
from symgui.plain_text.numbers import general, iteration

SPEEDS: dict[float, str] = {
    0.25: "¼×", 1.0: "1×", 4.0: "4×", -0.25: "−¼×", -1.0: "−1×", -4.0: "−4×",
}  # fmt: skip
"""Speeds of playing back: 1 is even in log time, a decade in three seconds; below 0 it goes backwards."""
SIDE = 28


class RewindBar(QWidget):
    """Play back, its speed, the events.

    Parameters
    ----------
    actions : dict of str to QAction
        By object name.

    Attributes
    ----------
    menu : QMenu
        The list of events; it is filled when it is about to show.
    """

    speedChosen = Signal(object)
    sought = Signal(int)
    """An iteration was chosen from the list of events."""

    def __init__(self, actions: dict[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rewind-bar")
        self._actions = actions
        self.play = _button("timeline-play", actions["action-play-back"])
        self.speed = ChoiceField("timeline-speed", "speed of playing back")
        self.speed.set_items([(speed, text, _meaning(speed)) for speed, text in SPEEDS.items()])
        self.speed.setToolTip("How fast the record is played: 1× is a decade in 3 seconds; − goes backwards")
        self.speed.show_choice(1.0)
        follow_text(self.speed, QWidget.setFixedWidth, 60)
        self.speed.chosen.connect(self.speedChosen)
        self.earlier = _button("timeline-previous-event", actions["action-previous-event"])
        self.later = _button("timeline-next-event", actions["action-next-event"])
        self.events = tool_button(
            "timeline-events", "All events and pinned moments on record; choose one to go there", "events"
        )
        self.events.setIcon(icon("list", "ink", "line"))
        self.menu = QMenu(self.events)
        self.events.setMenu(self.menu)
        self.events.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        row = filled(QHBoxLayout(self), margins=(10, 0, 0, 0), gap=4)
        for button in (self.play, self.speed, self.earlier, self.later, self.events):
            if isinstance(button, QToolButton):
                _dress(button)
            row.addWidget(button)
        self.show_playing(playing=False)

    def show_place(self, iteration: int, furthest: int, *, marked: bool, running: bool) -> None:
        """Enable what makes sense at an iteration of a run that has been to `furthest`.

        Parameters
        ----------
        iteration, furthest : int
        marked : bool
            Whether there are events or pinned moments.
        running : bool
        """
        self._actions["action-play-back"].setEnabled(furthest > 0 and not running)
        self._actions["action-go-to"].setEnabled(furthest > 0)
        self._actions["action-previous-event"].setEnabled(iteration > 0)
        self._actions["action-next-event"].setEnabled(iteration < furthest)
        self.events.setEnabled(marked)

    def fill(self, track: Track, flags: tuple[Flag, ...]) -> None:
        """The events and flags as a menu."""
        self.menu.clear()
        places = [(event.iteration, event.with_lane) for event in track.events]
        places += [(flag.iteration, f"pinned: {flag.name}") for flag in flags]
        for at, text in sorted(places, key=lambda place: place[0]):
            entry = self.menu.addAction(f"{iteration(at)}   {text}")
            entry.triggered.connect(lambda _=False, at=at: self.sought.emit(at))

    def show_playing(self, *, playing: bool) -> None:
        """Let the play button say what it does now."""
        action = self._actions["action-play-back"]
        action.setText("Stop playing back" if playing else "Play back")
        action.setIcon(icon("pause" if playing else "replay", "ink", "line"))


def _button(name: str, action: QAction) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setDefaultAction(action)
    button.setAccessibleName(action.text())
    return button


def _dress(button: QToolButton) -> None:
    button.setProperty("role", "in-field")
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    button.setIconSize(QSize(16, 16))
    button.setFixedSize(SIDE, SIDE)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)


def _meaning(speed: float) -> str:
    way = "backwards" if speed < 0 else "forwards"
    return f"{way}, a decade in {general(3 / abs(speed))} seconds"
