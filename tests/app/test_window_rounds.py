"""Run, pause, edit, race, map and lesson, round after round, leave nothing: a slice of `make soak-window`."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot
from windows import shown_window

from tests.soak import window as soak
from tests.soak.window import Held, Person, held, judged, on_this_computer

ROUNDS = 3


def test_rounds_leave_no_thread_file_or_widget(qtbot: QtBot) -> None:
    with shown_window(qtbot) as window:
        window.maps.computing = on_this_computer
        person = Person(window)
        found = []
        for _ in range(ROUNDS):
            person.round = 0  # the same lesson, and the same numbers
            person.go_round()
            found.append(held(window, 0.0))
    for name in ("threads", "files", "widgets", "objects"):
        values = [getattr(each, name) for each in found]
        assert values[-1] <= values[1], f"{name}: {values}"


def rounds(**last: float) -> list[Held]:
    """What forty rounds held: always the same, but for one thing that grows to this in the end."""
    same = Held(0.0, 200.0, 5, 12, 900, 1700)
    found = []
    for k in range(40):
        now = {
            name: getattr(same, name) + (value - getattr(same, name)) * k / 39 for name, value in last.items()
        }
        found.append(same._replace(minutes=k / 2, **now))
    return found


@pytest.mark.parametrize(
    ("name", "value"), [("memory", 240.0), ("threads", 9), ("files", 40), ("widgets", 990)]
)
def test_what_grows_is_told(name: str, value: float) -> None:
    assert judged(rounds(), 2.0) == []
    (said,) = judged(rounds(**{name: value}), 2.0)
    assert said.startswith(name)


def test_little_is_not_told() -> None:
    assert judged(rounds(memory=200.0 + soak.MOST_SLOPE * 15), 2.0) == []
