"""Whatever the way to an iteration, its bits are the same: a slice of `make soak-same`."""

from __future__ import annotations

import pytest

from tests.soak import same
from tests.symgui.kernels import needs_kernel

UPDATES = 60
FEW = ("logistic", "06", "17")


@pytest.fixture(autouse=True)
def few_experiments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(same, "CHOSEN", FEW)


@needs_kernel
def test_without_a_window() -> None:
    expected = same.headless(UPDATES)
    assert len(expected) == len(set(expected.values())) == len(FEW)
    ways = {"back": same.gone_back(UPDATES), "race": same.raced(UPDATES), **same.with_each_kernel(UPDATES)}
    ways |= same.replayed(UPDATES)
    assert {way: found == expected for way, found in ways.items()} == dict.fromkeys(ways, True)


@needs_kernel
def test_where_it_is_changed_on_its_way() -> None:
    first, *others = same.changed(UPDATES).values()
    assert all(found == first for found in others)
    unchanged = same.headless(UPDATES)
    assert all(first[name] != unchanged[name] for name in unchanged)


@needs_kernel
def test_in_the_window(qapp: object) -> None:
    expected = same.headless(UPDATES)
    ways = same.in_the_window(UPDATES)
    assert len(ways) == 5
    assert all(found == expected for found in ways.values())


@needs_kernel
def test_one_bit_more_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    ways = [("here", {"a": "1", "b": "2"}), ("there", {"a": "1", "b": "3"})]
    assert not same.table(ways)
    assert capsys.readouterr().out.splitlines()[1].endswith("| b |")
    assert same.table(ways[:1] * 2)
