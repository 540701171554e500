"""The cards of published numbers: where they are from, what they open, and that a wrong figure fails.

Whether each comes out right, the window finds out (`test_gallery`), and `symgui verify`.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from symgui.lessons.published import CARDS, PublishedRow
from symgui.lessons.published.card import like, near, printed
from symgui.lessons.published.dead import NETS, born_dead
from symgui.lessons.published.depth import SCATTER, signals
from symgui.lessons.published.overflow import products
from symgui.nn.activations import ACTIVATIONS
from symgui.resources import example_files
from symgui.training.run import RecordedRun
from symgui.training.studies import Progress, progress


def test_the_card_of_the_activations_has_every_one():
    card = next(card for card in CARDS if card.name == "activations")
    labels = [row.label.split(":")[0] for row in card.rows()]
    assert all(labels.count(g.label) >= 2 for g in ACTIVATIONS.values())


def test_cards_say_where_their_numbers_are_from():
    assert len({card.name for card in CARDS}) == len(CARDS)
    for card in CARDS:
        assert card.title
        assert card.setup.endswith(".")
        assert len(card.source) > 30, card.name


def test_the_notebooks_cards_open_the_shipped_experiments():
    shipped = {path.read_text(encoding="utf-8") for path in example_files()}
    opened = {card.name: card.experiment.dumps() for card in CARDS if card.experiment}
    assert {opened[name] for name in ("course-zeros", "course-large", "course-he", "planar")} <= shipped


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("course-zeros", "frozen"),
        ("course-large", "saturated"),
        ("depth-tanh", "vanishing"),
        ("born-dead", "dead"),
        ("depth-relu-he", "healthy"),
    ],
)
def test_the_run_that_a_card_opens_shows_what_the_card_is_about(name, verdict):
    card = next(card for card in CARDS if card.name == name)
    assert RecordedRun(card.experiment).frame().verdict.name == verdict


def test_a_computation_lets_go_between_two_rows(monkeypatch):
    """A row may need fifteen thousand updates: who computes it can be stopped on the way."""
    monkeypatch.setattr(progress, "PROGRESS_INTERVAL", 0.0)  # however fast the machine is
    card = next(card for card in CARDS if card.name == "course-he")
    found = []
    for item in card.compute():
        found.append(item)
        if isinstance(item, PublishedRow) and "1000" in item.label:
            break
    assert sum(isinstance(item, Progress) for item in found) >= 1
    assert [item.label for item in found if isinstance(item, PublishedRow)] == ["cost at 0", "cost at 1000"]


def test_a_wrong_figure_fails_and_shows_both():
    row = near("cost", "0.288084", 0.2880832935690184, within=5e-7, because="six digits")
    assert not row.passed
    assert (row.published, row.ours) == ("0.288084", "0.288083")
    assert row.tolerance == "± 5e-7 (six digits)"


def test_figures_that_differ_only_far_behind_are_told_apart():
    row = near("ratio", "√2 = 1.4142", 1.41421, expected=math.sqrt(2), relative=1e-9, because="rounding")
    assert not row.passed
    assert row.ours == "1.41421"


def test_infinity_is_no_figure_near_another():
    assert not near("cost", "1.5", math.inf, relative=0.5, because="none").passed
    assert not near("cost", "1.5", math.nan, relative=0.5, because="none").passed


@pytest.mark.parametrize(
    ("text", "value", "passed"),
    [("0.693048", 0.6930484, True), ("0.693048", 0.6930486, False), ("47", 47.4, True), ("47", 47.6, False)],
)
def test_printed_figures_pass_if_ours_rounds_to_them(text, value, passed):
    assert printed("figure", text, value, because="printed").passed is passed


@pytest.mark.parametrize(
    ("published", "value", "text"),
    [
        ("0.693048", 0.69304802, "0.693048"),
        ("√500 · 0.01 = 0.2236", 0.22470265, "0.2247"),
        ("0.8830537463419761", 0.8830537463419762, "0.8830537463419762"),
        ("0.", 0.0, "0"),
        ("1", 1e-5, "1e-05"),
        ("2", math.inf, "inf"),
    ],
)
def test_ours_is_written_like_the_published_figure(published, value, text):
    assert like(published, value) == text


def test_the_scatter_of_a_relu_layer_is_what_its_reason_says():
    """Over many draws of one layer fed with one direction, the rms scatters by 5 % of itself."""
    stream = np.random.RandomState(0)
    z = stream.randn(4000, 500)
    rms = np.sqrt((np.maximum(z, 0.0) ** 2).mean(axis=1))
    assert rms.std() / rms.mean() == pytest.approx(SCATTER, rel=0.05)


def test_a_signal_goes_through_the_engine_s_layers():
    found = list(signals("normal", 0.01, "tanh", seed=1, layers=2, units=30, examples=20))
    stream = np.random.RandomState(1)
    A = stream.randn(30, 20)
    for signal in found[1:]:
        A = np.tanh(stream.randn(30, 30) * 0.01 @ A)
        assert signal.deviation == pytest.approx(A.std())
        assert signal.rms == pytest.approx(np.sqrt((A**2).mean()))
    assert [signal.layer for signal in found] == [0, 1, 2]


def test_one_layer_is_dead_for_one_input_with_probability_a_quarter_and_never_for_both():
    *_, (one, both) = born_dead(2, 1, seed=3)
    assert one / NETS == pytest.approx(0.25, abs=0.0125)
    assert both == 0  # a unit that is silent for x > 0 speaks for x < 0


def test_the_hundred_products_can_be_repeated():
    assert list(products(1)) == list(products(1))
    finite = [rms for _, rms in products(1) if math.isfinite(rms)]
    assert len(finite) in (27, 28)
