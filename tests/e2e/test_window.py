"""The window where it is strained: any shape of network, out of sight, opened and closed again and again."""

from __future__ import annotations

import gc
import weakref

import pytest
from person import at_the_window
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app import create_window
from app.runtime.selection import Selection
from symgui.experiment import DataSpec, LayerSpec, WeightInit, opening_experiment
from symgui.training.states import Outcome, State


def of_sizes(*units: int, activation: str = "tanh") -> dict[str, object]:
    return {"hidden": tuple(LayerSpec(units=n, activation=activation) for n in units)}


OPENING = opening_experiment()
RANDOM = OPENING.with_(initialization={"weights": WeightInit("xavier")})

EXPERIMENTS = {
    "no hidden layer": RANDOM.with_(network=of_sizes()),
    "one unit": RANDOM.with_(network=of_sizes(1)),
    "twelve layers": RANDOM.with_(network=of_sizes(*[3] * 12)),
    "512 units": RANDOM.with_(network=of_sizes(512), training={"learning_rate": 0.01}),
    "twelve sigmoid layers that vanish": OPENING.with_(
        network=of_sizes(*[4] * 12, activation="sigmoid"),
        initialization={"weights": WeightInit("normal", scale=1e-25)},
    ),
    "five classes": RANDOM.with_(data=DataSpec(kind="blobs", samples=100, classes=5, test_samples=50)),
    "four points": RANDOM.with_(data=DataSpec(kind="and")),
    "one point": RANDOM.with_(data=DataSpec(kind="blobs", samples=1)),
    "divergence": RANDOM.with_(
        network=of_sizes(4, activation="linear"), training={"learning_rate": 1e6, "l2": 1e6}
    ),
}


@pytest.mark.parametrize("name", EXPERIMENTS)
@pytest.mark.parametrize("size", [(1440, 900), (1024, 768)], ids=["large", "small"])
def test_any_network(qtbot: QtBot, name: str, size: tuple[int, int]) -> None:
    """Drawn at iteration 0, after a step and after some more, in both palettes."""
    with at_the_window(qtbot, EXPERIMENTS[name], size) as person:
        assert person.iteration == 0
        person.window.grab()
        person.command("action-step")
        person.wait(lambda: person.iteration == 1)
        person.command("action-gradients")
        person.workspace.step(20)
        person.wait(lambda: person.iteration > 1)
        person.rests()
        person.window.theme.toggle()
        person.window.grab()
        person.window.theme.toggle()
        person.window.grab()
        diverges = name == "divergence"
        assert person.workspace.outcome is (Outcome.DIVERGED if diverges else Outcome.COMPLETED)
        assert person.iteration == 21 or diverges


def test_settings_change_under_a_selection(qtbot: QtBot) -> None:
    """What was selected may no longer exist."""
    with at_the_window(qtbot, RANDOM.with_(network=of_sizes(8, 8))) as person:
        for selection in (
            Selection(layer=2, row=7, column=7),
            Selection(layer=2, row=7, column=-1),
            Selection(layer=3, row=0, column=7),
        ):
            person.workspace.pointing.select(selection)
            person.workspace.pointing.hover(selection)
            person.rests()
            for units in ((8, 2), (2,), (), (8, 8)):
                person.workspace.document.change(
                    person.workspace.experiment.with_(network=of_sizes(*units)), "layers"
                )
                person.rests()
                person.window.grab()
                person.command("action-step")
                person.rests(Outcome.COMPLETED)
                person.window.grab()


def test_many_settings_while_it_runs(qtbot: QtBot) -> None:
    with at_the_window(qtbot, RANDOM) as person:
        person.choose("pace", "max")
        person.press("run-button")
        person.running()
        for scheme in ("zeros", "constant", "he", "orthogonal", "normal"):
            person.choose("weight-scheme", scheme)
            person.type_into("layer-1-units", str(2 + len(scheme)))
            person.window.resize(1000 + 40 * len(scheme), 760)
            person.window.theme.toggle()
        person.wait(lambda: person.frame.experiment == person.workspace.experiment)
        assert person.frame.experiment.network.hidden[0].units == 2 + len("normal")


@pytest.mark.parametrize("how", ["hide", "showMinimized"])
def test_out_of_sight_it_trains_on(qtbot: QtBot, how: str) -> None:
    with at_the_window(qtbot, RANDOM.with_(training={"iterations": 10**8})) as person:
        person.choose("pace", "max")
        person.press("run-button")
        person.running(beyond=100)
        getattr(person.window, how)()
        person.running(beyond=person.iteration + 1000)
        person.window.showNormal()
        person.running(beyond=person.iteration + 1000)


def test_closing_takes_everything_along(qtbot: QtBot) -> None:
    """After ten windows there are as many widgets as before, and none of the windows."""

    def once() -> weakref.ref[object]:
        window = create_window()
        window.show()
        workspace = window.workspace
        qtbot.waitUntil(lambda: workspace.frame is not None)
        workspace.speed.set_pace("max")
        workspace.run()
        qtbot.waitUntil(lambda: workspace.iteration > 0 or workspace.state is State.PAUSED)
        window.close()
        window.deleteLater()
        return weakref.ref(window)

    def clean_up() -> None:
        for _ in range(3):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            QApplication.processEvents()
            gc.collect()

    once()
    clean_up()
    before = len(QApplication.allWidgets())
    windows = [once() for _ in range(10)]
    clean_up()
    assert len(QApplication.allWidgets()) <= before
    assert [window for window in windows if window() is not None] == []
