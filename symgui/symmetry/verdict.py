"""What is wrong with a network, with its evidence. docs/verdicts.md has the rules in one table."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from msgspec.structs import replace

from symgui.experiment import Experiment
from symgui.nn.interruption import look
from symgui.nn.state import NetworkState
from symgui.plain_text.numbers import number
from symgui.symmetry import advice, notes
from symgui.symmetry import verdict_rules as rules
from symgui.symmetry.case import Case
from symgui.symmetry.finding import Verdict
from symgui.symmetry.guessing import Reached
from symgui.symmetry.partition import Symmetry
from symgui.symmetry.stillness import Still, still_sentence


class VerdictKind(msgspec.Struct, frozen=True):
    """One of the verdicts: what it is called, when it holds, and what to try.

    Attributes
    ----------
    name : str
        ``"partly-frozen"``; what lessons, files and `symgui run` call it.
    label, icon : str
        What people read, and the picture beside it, by its name in the window's icons.
    colours : tuple of two str
        On a map of many runs, as ``#rrggbb``: on light and on dark paper. Kindred verdicts have kindred ones.
    test : callable
        The verdict of a case for which it holds, else None.
    hint : callable
        What to try, as rich text with the names of controls in bold; empty if nothing follows from it.
    problem : bool
        Something is wrong.
    """

    name: str
    label: str
    icon: str
    colours: tuple[str, str]
    test: Callable[[Case], Verdict | None]
    hint: Callable[[Experiment, Verdict], str] = advice.none
    problem: bool = True


def judge(state: NetworkState, symmetry: Symmetry) -> Verdict:
    """The first verdict that holds, from the numbers of this state alone.

    Parameters
    ----------
    state : NetworkState
    symmetry : Symmetry
        Of the same state.

    Returns
    -------
    Verdict
    """
    case = Case(state, symmetry)
    verdict = first_that_holds(case)
    if verdict.name == "diverged":  # nothing more can be said of such numbers
        return verdict
    return replace(
        verdict,
        notes=_notes(case, verdict),
        reached=case.standing.reached,
        trained=state.updates > 0,
        still=Still.RATE if state.learning_rate == 0.0 else verdict.still,
    )


def first_that_holds(case: Case) -> Verdict:
    """The same, without its notes and what is said beside it."""
    return next(filter(None, (_tested(kind, case) for kind in VERDICTS.values())))


def _tested(kind: VerdictKind, case: Case) -> Verdict | None:
    """The verdict if it holds; a large network's rules take long, and may be given up between two."""
    look()
    return kind.test(case)


VERDICTS: dict[str, VerdictKind] = {
    kind.name: kind
    for kind in (
        VerdictKind("diverged", "Diverged", "infinite", ("#7A0C1E", "#B3274A"), rules.diverged, advice.bound),
        VerdictKind("dead", "Dead", "dead", ("#3B4048", "#8A93A3"), rules.dead, advice.revive),
        VerdictKind("frozen", "Frozen", "frozen", ("#2B6CB0", "#4C8FDB"), rules.frozen),
        VerdictKind("stuck", "Stuck", "stuck", ("#8C6D4F", "#8C6D4F"), rules.stuck, advice.move),
        VerdictKind("symmetric", "Symmetric", "twins", ("#6B2E92", "#9B5BC8"), rules.symmetric),
        VerdictKind("partly-symmetric", "Partly symmetric", "twins", ("#B48AD0", "#B48AD0"),
                    rules.partly_symmetric),
        VerdictKind("partly-frozen", "Partly frozen", "frozen", ("#86B4E0", "#86B4E0"), rules.partly_frozen),
        VerdictKind("overshooting", "Overshooting", "overshoot", ("#E58FA5", "#E58FA5"),
                    rules.overshooting, advice.descend),
        VerdictKind("exploding", "Exploding", "explode", ("#D0342C", "#D0342C"),
                    rules.exploding, advice.shrink),
        VerdictKind("saturated", "Saturated", "saturate", ("#E3A008", "#E3A008"),
                    rules.saturated, advice.unsaturate),
        VerdictKind("vanishing", "Vanishing", "vanish", ("#4FB3BF", "#4FB3BF"),
                    rules.vanishing, advice.keep_alive),
        VerdictKind("healthy", "Healthy", "check", ("#1B7F4B", "#35B573"),
                    rules.healthy, advice.go_on, problem=False),
    )
}  # fmt: skip
"""Every verdict by its name; the first that holds is given."""


def _notes(case: Case, verdict: Verdict) -> tuple[str, ...]:
    trace, now = case.trace, case.standing
    said = notes.units_and_slopes(trace, case.symmetry, saturated_too=verdict.name != "saturated")
    said += notes.between_units(trace)
    if not case.state.full_batch or case.state.coasting:
        said += notes.cancelling(trace, case.zero) + notes.coasting(trace, case.zero)
    if verdict.name == "frozen":
        said += notes.biases(trace)
        said.append(
            "It stays so for ever: what is 0 stays 0 under the next update, the biases' too."
            if verdict.exact
            else "Up to rounding is not exactly: what rounding leaves in the weights may grow."
        )
    if verdict.name != "overshooting" and rules.has_overshot(case):
        said.append(f"Overshooting: the cost is above the start's, {number(case.state.start.cost)}.")
    if verdict.name == "healthy":
        said += [f"It stands still: {still_sentence(trace, case.still)}."] if case.still else []
    elif case.state.learning_rate == 0.0 and verdict.still is not Still.RATE:
        said.append("The learning rate is 0: no update changes a parameter.")
    pressed = f"The {case.pressed}" if now.guesses and case.pressed else ""
    going_on = verdict.name == "healthy" and case.state.updates > 0
    tells_pressed = going_on or (verdict.name == "vanishing" and verdict.by_penalty)
    if (case.blown or pressed) and not (verdict.name == "overshooting" if case.blown else tells_pressed):
        said.append(f"{case.blown or pressed}.")
    wanted = now.is_behind or now.reached is Reached.ONE_CLASS
    if wanted and verdict.name not in ("healthy", "stuck", "symmetric", "partly-symmetric"):
        said.append(f"{now.sentence()}.")
    return tuple(said)
