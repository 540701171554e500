"""A workspace without a window, and what it tells."""

from __future__ import annotations

from collections.abc import Callable

from pytestqt.qtbot import QtBot

from app.runtime.workspace import Workspace
from symgui.experiment import Experiment
from symgui.training.frame import Frame
from symgui.training.lanes import Lane
from symgui.training.race import RaceFrame
from symgui.training.run import RecordedRun
from symgui.training.states import Outcome, State


class Desk:
    """A workspace, and everything it has told a window."""

    def __init__(self, qtbot: QtBot, spec: Experiment) -> None:
        self.qtbot = qtbot
        self.workspace = Workspace(spec)
        self.states: list[State] = []
        self.frames: list[Frame] = []
        self.race_frames: list[RaceFrame] = []
        self.lanes: list[tuple[Lane, ...]] = []
        self.experiments: list[Experiment] = []
        self.failures: list[str] = []
        self.workspace.stateChanged.connect(self.states.append)
        self.workspace.frameReady.connect(self.frames.append)
        self.workspace.raceFrameReady.connect(self.race_frames.append)
        self.workspace.lanesChanged.connect(self.lanes.append)
        self.workspace.experimentChanged.connect(self.experiments.append)
        self.workspace.failed.connect(lambda report, _fault: self.failures.append(report))
        self.workspace.speed.set_pace("max")
        self.wait(lambda: self.frames)

    def wait(self, condition: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()))

    @property
    def frame(self) -> Frame:
        return self.frames[-1]

    @property
    def race_frame(self) -> RaceFrame:
        return self.race_frames[-1]

    def race(self, lanes: tuple[Lane, ...]) -> RaceFrame:
        """Begin a race; its first frame."""
        self.workspace.racing.begin(lanes)
        self.wait(lambda: self.workspace.race_frame is not None)
        return self.race_frame

    def running(self, beyond: int = 0) -> None:
        """Wait until the window has seen it run beyond an iteration."""
        workspace = self.workspace
        self.wait(lambda: workspace.state is State.RUNNING and workspace.iteration > beyond)

    def rest(self, outcome: Outcome | None = None, iteration: int | None = None) -> Frame:
        """Wait until it rests; the last frame."""
        self.wait(
            lambda: (
                self.workspace.state is not State.RUNNING
                and outcome in (None, self.workspace.outcome)
                and iteration in (None, self.workspace.iteration)
            )
        )
        return self.frame

    def step(self, updates: int) -> Frame:
        """Do so many updates and wait."""
        iteration = self.workspace.iteration + updates
        self.workspace.step(updates)
        return self.rest(Outcome.COMPLETED, iteration)

    def fresh(self, act: Callable[[], object]) -> Frame:
        """Do something that begins a new run; its first frame."""
        before = self.frame.run
        act()
        self.wait(lambda: self.frame.run > before)
        return self.frame


def replayed(frame: Frame) -> bytes:
    """The parameters that the frame's own experiment leads to, without a window."""
    run = RecordedRun(Experiment.loads(frame.experiment.dumps()))
    run.advance(frame.iteration)
    return weights(run.frame())


def weights(frame: Frame) -> bytes:
    return b"".join(layer.W.tobytes() + layer.b.tobytes() for layer in frame.network.layers)
