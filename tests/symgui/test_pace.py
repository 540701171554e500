"""When an iteration is due."""

from __future__ import annotations

import math

import pytest

from symgui.training.pace import PACES, SECONDS_A_DECADE, Clock


@pytest.mark.parametrize(("pace", "rate"), [("1", 1), ("10", 10), ("100", 100)])
def test_so_many_a_second(pace: str, rate: int) -> None:
    clock = Clock(pace, iteration=40, started=5.0)
    for seconds in (0.0, 0.5, 2.0, 60.0):
        assert clock.due(5.0 + seconds) == pytest.approx(40 + rate * seconds)
    assert clock.wait(40, 5.0) == pytest.approx(1 / rate)
    assert clock.wait(41, 5.0) == pytest.approx(2 / rate)
    assert clock.wait(40, 5.0 + 1 / rate) == pytest.approx(0, abs=1e-12)
    assert clock.wait(40, 100.0) == 0.0


def test_log_time_takes_three_seconds_a_decade() -> None:
    clock = Clock("log", iteration=0, started=0.0)
    for decade in range(7):
        assert clock.due(SECONDS_A_DECADE * decade) == pytest.approx(10**decade - 1)
    assert clock.due(4 * SECONDS_A_DECADE) == pytest.approx(9_999), "10,000 iterations in twelve seconds"


def test_log_time_goes_on_from_where_it_stands() -> None:
    clock = Clock("log", iteration=999, started=10.0)
    assert clock.due(10.0) == pytest.approx(999)
    assert clock.due(10.0 + SECONDS_A_DECADE) == pytest.approx(9_999)


def test_as_fast_as_it_can() -> None:
    clock = Clock("max", iteration=3, started=0.0)
    assert clock.due(0.0) == math.inf
    assert clock.wait(10**9, 0.0) == 0.0


@pytest.mark.parametrize("pace", PACES)
def test_a_clock_that_ran_for_a_year(pace: str) -> None:
    clock = Clock(pace, iteration=0, started=0.0)
    assert clock.due(3e7) > 1e6
    assert clock.wait(0, 3e7) == 0.0


@pytest.mark.parametrize("pace", ["log", "1", "10", "100"])
@pytest.mark.parametrize("start", [0, 7, 12_345])
def test_waiting_ends_when_the_next_update_is_due(pace: str, start: int) -> None:
    """At the moment that `wait` names, `due` has reached the iteration: the loop does not spin."""
    clock = Clock(pace, iteration=start, started=1.5)
    for done in (0, 1, 2, 50):
        at = 1.5 + clock.wait(start + done, 1.5)
        assert clock.due(at + 1e-9) == pytest.approx(start + done + 1, rel=1e-6)
        assert clock.due(at - 1e-3) < start + done + 1
