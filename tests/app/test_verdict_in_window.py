"""The cases of the verdict in the window: chip, evidence, hint and Why say what is right, and all of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from windows import find, shown_window

from app.main_window import MainWindow
from app.panels import verdict_chip
from app.panels.verdict_chip import VerdictChip
from app.runtime.selection import Selection
from symgui.experiment import Experiment

CASES = Path(__file__).resolve().parents[1] / "cases" / "verdict"


@dataclass
class Said:
    """What the window says of a case after so many updates; ``why`` is of the first entry of W[layer]."""

    case: str
    after: int
    chip: str
    evidence: str
    hint: str
    why: tuple[str, ...]
    layer: int = 1


SAID = (
    Said("healthy-logreg", 0, "Healthy · no hidden layer", "guessing would cost 0.6931",
         "logistic regression may start at zero", ("Why does W[1]₁,₁ move?", "no factor is zero")),
    Said("healthy-logreg", 300, "Stuck · every gradient cancels", "the minimum of the cost (0.6931)",
         "Logistic regression can do no better", ("Why does W[1]₁,₁ not move?", "cancel up to rounding")),
    Said("majority", 1000, "Healthy · still guessing", "every answer is class 0",
         "no better than guessing yet", ("Why does W[1]₁,₁ move?", "no factor is zero")),
    Said("lr0", 0, "Stuck · the learning rate is 0", "no update changes a parameter, whatever the start",
         "With a learning rate of 0 nothing moves", ("Why is dW[1]₁,₁ not 0?", "no factor is zero")),
    Said("underflow-lie", 0, "Partly frozen · dW[1] = 0", "dW[1] is exactly 0 because W[2]ᵀ δ[2] cancels",
         "", ("Why does W[1]₁,₁ not move?", "δ₁ = 0 as W[2]ᵀ δ[2] cancels", "no factor is zero")),
    Said("frozen-learns", 0, "Symmetric · 4 units act as one",
         "no weight moves at this update, but b[2] does", "",
         ("Why does W[2]₁,₁ not move?", "the terms cancel exactly"), layer=2),
    Said("frozen-learns", 1, "Symmetric · 4 units act as one", "they are twins", "",
         ("Why does W[2]₁,₁ move?", "no factor is zero"), layer=2),
    Said("one-class", 100, "Healthy · one class, nothing to tell apart", "One class only",
         "there is nothing to tell apart", ("Why does W[1]₁,₁ move?", "no factor is zero")),
    Said("guessing-87", 1000, "Overshooting · cost above the start's", "too certain where it is wrong",
         "a smaller rate α", ("Why does W[1]₁,₁ move?", "no factor is zero")),
    Said("either-half", 500, "Symmetric · each layer is one unit", "balanced but not twins", "",
         ("Why does W[1]₁,₁ move?", "dW[1]₁,₁ = dW[1]₂,₁", "✗ W[2]r,₁ = W[2]r,₂")),
    Said("l2-too-strong", 1400, "Vanishing · L2 presses all weights to 0",
         "The L2 term (λ = 40.00) outweighs what the data ask for in every layer", "a smaller L2 λ",
         ("Why does W[3]₁,₁ move?", "λ/m W[3]₁,₁", "the terms cancel"), layer=3),
    Said("l2-blowup", 300, "Overshooting · the L2 term blows it up", "αλ/m = 3.000 > 2.000",
         "a smaller L2 λ", ("Why does W[1]₁,₁ move?", "comes out as 0 (underflow)")),
    Said("l2-blowup", 332, "Diverged · Z[1] reached −1.041e100 at iteration 332",
         "Z[1] reached −1.041e100 at iteration 332", "a smaller L2 λ", ("Why does W[1]₁,₁ diverge?",)),
)  # fmt: skip


def test_chip_evidence_hint_and_why_say_what_is_right_of_every_case(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verdict_chip, "HOLD_SECONDS", 0.0)
    assert {said.case for said in SAID} == {path.name.split(".")[0] for path in CASES.iterdir()}
    with shown_window(qtbot) as window:
        workspace, chip, hint = (
            window.workspace,
            find(window, VerdictChip, "verdict"),
            find(window, QLabel, "hint"),
        )
        for said in SAID:
            path = CASES / f"{said.case}.symgui.json"
            assert window.open_file(path)
            workspace.step(said.after)

            def there(path: Path = path, after: int = said.after) -> bool:
                frame = workspace.current_frame
                return (
                    frame is not None
                    and frame.experiment == Experiment.load(path)
                    and frame.iteration == after
                )

            qtbot.waitUntil(there)
            qtbot.waitUntil(lambda text=said.chip: chip.accessibleName() == f"verdict: {text}")
            workspace.pointing.select(Selection(said.layer, 0, 0))
            window.tabs.show_page(window.why)
            assert said.evidence in chip.toolTip(), said
            assert said.hint in plain(hint.text()), said
            qtbot.waitUntil(lambda parts=said.why: [part for part in parts if part not in why(window)] == [])


def why(window: MainWindow) -> str:
    """All that Why says."""
    view = window.why
    return "\n".join((view.title.text(), view.first.text(), view.second.text()))


def plain(text: str) -> str:
    return text.replace("<b>", "").replace("</b>", "")
