"""What is wrong with a network, with its evidence. docs/verdicts.md has the rules in one table."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import msgspec
from msgspec.structs import replace

from symgui.nn.activations import ACTIVATIONS
from symgui.nn.state import LayerState, NetworkState
from symgui.symmetry import notes
from symgui.symmetry.causes import ZeroGradient, zero_gradient
from symgui.symmetry.divergence import divergence_of
from symgui.symmetry.forever import never_moves
from symgui.symmetry.guessing import WORSE, Reached, standing
from symgui.symmetry.kept import how_kept
from symgui.symmetry.partition import Symmetry
from symgui.symmetry.penalty import blows_up, presses
from symgui.symmetry.signal import (
    EXPLODING,
    SATURATED_SHARE,
    VANISHING,
    error_growth,
    saturation,
    signal_growth,
)
from symgui.symmetry.stillness import Still, still_sentence, stillness
from symgui.symmetry.trace import Trace
from symgui.symmetry.wording import listed, number, percent, units
from symgui.symmetry.zero_words import because

VERDICTS = (
    "diverged", "dead", "frozen", "stuck", "symmetric", "partly-symmetric", "partly-frozen", "overshooting",
    "exploding", "saturated", "vanishing", "healthy",
)  # fmt: skip
"""Every name a verdict has; the first that holds is given."""
RISEN = 1e-9
"""A cost above the start's by no more than this share of it may be so by rounding."""


class Verdict(msgspec.Struct, frozen=True):
    """A name and the sentence that proves it.

    Attributes
    ----------
    name : str
        One of `VERDICTS`.
    evidence : str
        One sentence with live numbers.
    notes : tuple of str
        Further evidence that is not a verdict (half-dead layers, …).
    layers : tuple of int
        The layers it is about, where it is not about all: dead, saturated, or with dW = 0.
    exact : bool
        False if the dW it calls zero are so up to rounding only.
    directions : tuple of str
        What vanishes or explodes: ``"forward"`` the signal, ``"back"`` the error.
    reached : Reached
        How far the network has come.
    trained : bool
        Whether it has made an update since its parameters were given.
    still : Still or None
        Why a stuck network stands still; of any network, that the learning rate is 0.
    remarks : tuple of str
        What is notable of a healthy network, in a few words each: ``"1 of 10 units dead"``.
    moving_biases : tuple of int
        Of a frozen network, the layers whose biases move all the same.
    by_penalty : bool
        The L2 term is the cause.
    """

    name: str
    evidence: str
    notes: tuple[str, ...] = ()
    layers: tuple[int, ...] = ()
    exact: bool = True
    directions: tuple[str, ...] = ()
    reached: Reached = Reached.BETTER
    trained: bool = False
    still: Still | None = None
    remarks: tuple[str, ...] = ()
    moving_biases: tuple[int, ...] = ()
    by_penalty: bool = False


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
    found = divergence_of(state)
    if found:
        blown = blows_up(state)
        return Verdict("diverged", f"{found}{'; ' if blown else ''}{blown}.", by_penalty=bool(blown))
    case = _Case(state, symmetry)
    verdict = next(filter(None, (rule(case) for rule in _RULES)), None) or _healthy(case)
    return replace(
        verdict,
        notes=_notes(case, verdict),
        reached=case.standing.reached,
        trained=state.updates > 0,
        still=Still.RATE if state.learning_rate == 0.0 else verdict.still,
    )


class _Case:
    """A network with all that the rules ask of it, each computed once, when asked for."""

    def __init__(self, state: NetworkState, symmetry: Symmetry) -> None:
        self.state, self.symmetry, self.trace = state, symmetry, Trace(state)
        self.standing = standing(state)
        self._zero: dict[int, ZeroGradient | None] = {}

    @cached_property
    def is_held_back(self) -> bool:
        """It guesses, or does worse."""
        return self.standing.is_held_back(self.state.updates)

    @cached_property
    def zero(self) -> tuple[ZeroGradient, ...]:
        """The layers with dW = 0, from the first on."""
        found = map(self.zero_of, range(1, self.trace.L + 1))
        return tuple(each for each in found if each)

    @cached_property
    def still(self) -> Still | None:
        """Why it stands still without a factor of 0."""
        return stillness(self.trace, self.zero_of)

    def zero_of(self, l: int) -> ZeroGradient | None:
        """Why dW[l] is 0, if it is."""
        if l not in self._zero:
            self._zero[l] = zero_gradient(self.trace, l)
        return self._zero[l]

    @cached_property
    def no_weight_moves(self) -> bool:
        """Whether the next update leaves every weight as it is."""
        if self.zero_of(self.trace.L) is None:  # where a gradient survives, it does so there
            return False
        return len(self.zero) == self.trace.L and all(self.stays(each) for each in self.zero)

    @cached_property
    def pressed(self) -> str:
        """That the L2 term presses all weights to nothing, as a clause; or empty."""
        return presses(self.trace) if self.state.l2 and self.state.hidden else ""

    @cached_property
    def blown(self) -> str:
        """That the L2 term blows all weights up, as a clause; or empty."""
        return blows_up(self.state) if self.state.l2 else ""

    def stays(self, zero: ZeroGradient) -> bool:
        """Whether the next update leaves W[l]: its batch has a zero dW too, and the optimizer rests."""
        whole = self.state.full_batch or not zero.cancels
        return whole and f"W[{zero.layer}]" not in self.state.coasting


# ---- the rules, in their order -----------------------------------------------------------------------------


def _dead(case: _Case) -> Verdict | None:
    if not case.is_held_back:
        return None
    for layer in case.state.hidden:
        if not ACTIVATIONS[layer.activation].flat:
            continue
        largest = float(layer.Z.max())
        if largest <= 0.0 and float(layer.Z.min()) < 0.0:
            return Verdict(
                "dead",
                f"Layer {layer.number} is dead: z ≤ 0 in all {layer.units} {_label(layer)} units for all "
                f"{case.state.m} examples (largest z = {number(largest)}), so g'(z) = 0 and no gradient "
                "passes.",
                layers=(layer.number,),
            )
    return None


def _frozen(case: _Case) -> Verdict | None:
    """For ever, which is proved; zero gradients at this update alone are none."""
    if not case.is_held_back or not case.state.hidden or not case.no_weight_moves or _is_flat(case):
        return None
    exact = all(each.exact for each in case.zero) and never_moves(case.trace, exactly=True)
    if not exact and not never_moves(case.trace, exactly=False):
        return None
    return Verdict(
        "frozen",
        f"Every dW is 0{'' if exact else ' up to rounding'}: {because(case.zero)}.",
        layers=_numbers(case.zero),
        exact=exact,
        moving_biases=tuple(notes.moving_biases(case.trace)),
    )


def _is_flat(case: _Case) -> bool:
    """Whether it stands still by sums that cancel alone: at a minimum or a saddle, not for a factor of 0."""
    return all(each.cancels for each in case.zero) and case.still is Still.FLAT


def _stuck(case: _Case) -> Verdict | None:
    """It stands still, and no factor of 0 is the reason."""
    behind = case.standing.is_behind if case.state.learning_rate == 0.0 else case.is_held_back
    still = case.still if behind else None
    if still is None:
        return None
    best = "; guessing is the best that logistic regression can do here"
    ending = best if still is Still.FLAT and not case.state.hidden and case.standing.guesses else ""
    why = still_sentence(case.trace, still)
    return Verdict("stuck", f"It stands still: {why}{ending}. {case.standing.sentence()}.", still=still)


def _symmetric(case: _Case) -> Verdict | None:
    layers = case.symmetry.layers
    if not any(layer.units > 1 for layer in layers) or any(layer.effective_units > 1 for layer in layers):
        return None
    counted = listed([f"1 of {layer.units} in layer {l}" for l, layer in enumerate(layers, start=1)])
    kept = how_kept(case.state, list(enumerate(layers, start=1)))
    evidence = f"Every hidden layer is one effective unit: {counted}; {kept}"
    return Verdict("symmetric", f"{evidence}{_only_now(case)}.")


def _partly_symmetric(case: _Case) -> Verdict | None:
    layers = enumerate(case.symmetry.layers, start=1)
    fewer = [(l, layer) for l, layer in layers if layer.effective_units < layer.units]
    if not fewer:
        return None
    l, layer = fewer[0]
    cell = max(layer.cells, key=len)
    counted = listed([f"{s.effective_units} of {s.units} in layer {n}" for n, s in fewer])
    evidence = (
        f"Effective units: {counted}; {units(cell)} of layer {l} act as one, {how_kept(case.state, fewer)}"
    )
    return Verdict("partly-symmetric", f"{evidence}{_only_now(case)}.")


def _pressed(case: _Case) -> Verdict | None:
    """A signal that dies out because the L2 term has pressed the weights to nothing."""
    if not case.is_held_back or case.state.updates == 0 or not case.pressed:
        return None
    found = _growth(case, "vanishing", lambda ratio: ratio < VANISHING, f"< {VANISHING:g}")
    if found is None:
        return None
    return replace(found, evidence=f"{_sentence(case.pressed)}; {found.evidence}", by_penalty=True)


def _partly_frozen(case: _Case) -> Verdict | None:
    if not case.is_held_back or not case.state.hidden:
        return None
    zero = [each for each in case.zero if case.stays(each)]
    if not zero:
        return None
    still = {each.layer for each in case.zero}
    moving = [f"dW[{l}]" for l in range(1, case.trace.L + 1) if l not in still]
    rest = f"; {_some(moving)} not 0" if moving else _only_now(case)
    return Verdict(
        "partly-frozen",
        f"{_sentence(because(zero))}{rest}.",
        layers=_numbers(zero),
        exact=all(each.exact for each in zero),
        moving_biases=() if moving else tuple(notes.moving_biases(case.trace)),
    )


def _overshooting(case: _Case) -> Verdict | None:
    state, now = case.state, case.standing
    if not _has_overshot(case):
        return None
    place = f"iteration {state.start.iteration}" if state.start.iteration else "the start"
    evidence = (
        f"After {_updates(state.updates)} the cost is {number(now.cost)}: above the "
        f"{number(state.start.cost)} of {place} and above {WORSE} · {number(now.guess)}, what guessing costs"
    )
    if now.reached is Reached.TOO_CERTAIN:
        evidence += f"; {percent(now.accuracy)} are right, but it is too certain where it is wrong"
    if case.blown:
        evidence += f"; {case.blown}"
    return Verdict("overshooting", f"{evidence}.", by_penalty=bool(case.blown))


def _exploding(case: _Case) -> Verdict | None:
    if not case.is_held_back:
        return None
    return _growth(case, "exploding", lambda ratio: ratio > EXPLODING, f"> {EXPLODING:g}")


def _saturated(case: _Case) -> Verdict | None:
    if not case.is_held_back:
        return None
    trace = case.trace
    for layer in trace.state.layers:
        is_output = layer.number == trace.L
        if is_output or ACTIVATIONS[layer.activation].saturates:
            share = saturation(trace, layer.number)
            if share >= SATURATED_SHARE:
                place = "the output" if is_output else f"layer {layer.number}"
                kept = f"; its gradient dZ[{trace.L}] = A − Y does not contain them" if is_output else ""
                sentence = f"{notes.saturated_sentence(share, place)}{kept}."
                return Verdict("saturated", sentence, layers=(layer.number,))
    return None


def _vanishing(case: _Case) -> Verdict | None:
    if not case.is_held_back:
        return None
    return _growth(case, "vanishing", lambda ratio: ratio < VANISHING, f"< {VANISHING:g}")


def _healthy(case: _Case) -> Verdict:
    """Nothing stands in its way; what it has reached is said beside it."""
    state, now = case.state, case.standing
    evidence = f"Cost {number(now.cost)}, guessing would cost {number(now.guess)}"
    if now.reached is Reached.ONE_CLASS:
        evidence = now.sentence()
    elif state.updates and now.guesses:
        still = "Still guessing" if now.reached is Reached.GUESSING else "Worse than guessing so far"
        evidence = f"{still}: {now.figures()}{_one_answer(state)}"
    elif state.updates and now.is_behind:
        evidence = now.sentence()
    if state.hidden:
        effective = ", ".join(f"{s.effective_units} of {s.units}" for s in case.symmetry.layers)
        evidence += f"; effective units: {effective}"
    if state.updates and now.guesses and case.pressed:
        evidence += f"; {case.pressed}"
    return Verdict("healthy", f"{evidence}.", remarks=notes.remarks(case.trace))


_RULES: tuple[Callable[[_Case], Verdict | None], ...] = (
    _dead, _frozen, _stuck, _symmetric, _partly_symmetric, _pressed, _partly_frozen, _overshooting,
    _exploding, _saturated, _vanishing,
)  # fmt: skip


# ---- what the rules share -------------------------------------------------------------------------------


def _has_overshot(case: _Case) -> bool:
    state, now = case.state, case.standing
    risen = now.cost > state.start.cost * (1.0 + RISEN)
    return state.updates > 0 and risen and now.reached in (Reached.WORSE, Reached.TOO_CERTAIN)


def _growth(case: _Case, name: str, holds: Callable[[float], bool], bound: str) -> Verdict | None:
    L = case.trace.L
    f, beta = signal_growth(case.state), error_growth(case.state)
    evidence, directions = [], []
    if holds(f):
        directions.append("forward")
        evidence.append(f"std(A[{L - 1}]) / std(X) = {number(f)} {bound} going forward")
    if holds(beta):
        directions.append("back")
        evidence.append(f"rms δ[1] / rms δ[{L}] = {number(beta)} {bound} going back")
    if not evidence:
        return None
    return Verdict(name, _sentence(listed(evidence)) + ".", directions=tuple(directions))


def _only_now(case: _Case) -> str:
    """That no weight moves at this update, though it is not for ever, as a sentence's end; or empty."""
    if not case.standing.is_behind or not case.no_weight_moves:
        return ""
    moving = [f"b[{l}]" for l in notes.moving_biases(case.trace)]
    return f"; no weight moves at this update{f', but {listed(moving)} does' if moving else ''}"


def _one_answer(state: NetworkState) -> str:
    """That every answer is the same class, as a sentence's end; or empty."""
    A = state.output.A
    answers = (A[0] > 0.5).astype(int) if len(A) == 1 else A.argmax(axis=0)
    return f"; every answer is class {answers[0]}" if (answers == answers[0]).all() else ""


def _notes(case: _Case, verdict: Verdict) -> tuple[str, ...]:
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
    if verdict.name != "overshooting" and _has_overshot(case):
        said.append(f"Overshooting: the cost is above the start's, {number(case.state.start.cost)}.")
    if verdict.name == "healthy":
        said += [f"It stands still: {still_sentence(trace, case.still)}."] if case.still else []
    elif case.state.learning_rate == 0.0 and verdict.still is not Still.RATE:
        said.append("The learning rate is 0: no update changes a parameter.")
    blown_or_pressed = case.blown or (case.pressed if now.guesses else "")
    if blown_or_pressed and blown_or_pressed not in verdict.evidence:
        said.append(f"{_sentence(blown_or_pressed)}.")
    wanted = now.is_behind or now.reached is Reached.ONE_CLASS
    if wanted and verdict.name not in ("healthy", "stuck", "symmetric", "partly-symmetric"):
        said.append(f"{now.sentence()}.")
    return tuple(said)


def _numbers(zero: tuple[ZeroGradient, ...] | list[ZeroGradient]) -> tuple[int, ...]:
    return tuple(found.layer for found in zero)


def _updates(number: int) -> str:
    return f"{number} update{'' if number == 1 else 's'}"


def _some(names: list[str]) -> str:
    return f"{listed(names)} {'is' if len(names) == 1 else 'are'}"


def _sentence(text: str) -> str:
    return text if text[:2] in ("dW", "rm", "st", "αλ") else text[:1].upper() + text[1:]


def _label(layer: LayerState) -> str:
    return ACTIVATIONS[layer.activation].label
