"""When each verdict holds, in their order, with its evidence. docs/verdicts.md has the rules in one table."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from symgui.nn.activations import ACTIVATIONS
from symgui.nn.state import LayerState, NetworkState
from symgui.plain_text.numbers import general, number, percentage
from symgui.symmetry import notes
from symgui.symmetry.case import Case
from symgui.symmetry.divergence import divergence_of
from symgui.symmetry.finding import Verdict
from symgui.symmetry.forever import never_moves
from symgui.symmetry.guessing import WORSE, Reached
from symgui.symmetry.kept import how_kept
from symgui.symmetry.penalty import blows_up
from symgui.symmetry.signal import (
    EXPLODING,
    SATURATED_SHARE,
    VANISHING,
    error_growth,
    saturation,
    signal_growth,
)
from symgui.symmetry.stillness import Still, still_sentence
from symgui.symmetry.wording import listed, units
from symgui.symmetry.zero_gradient import ZeroGradient
from symgui.symmetry.zero_words import because

RISEN = 1e-9
"""A cost above the start's by no more than this share of it may be so by rounding."""


def diverged(case: Case) -> Verdict | None:
    """Diverged: some number is not finite, or about to be."""
    found = divergence_of(case.state)
    if found is None:
        return None
    blown = blows_up(case.state)
    return Verdict("diverged", f"{found}{'; ' if blown else ''}{blown}.", str(found), by_penalty=bool(blown))


def dead(case: Case) -> Verdict | None:
    """Dead: every unit of some ReLU layer is off for all examples."""
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
                f"layer {layer.number} answers 0 to all",
                layers=(layer.number,),
            )
    return None


def frozen(case: Case) -> Verdict | None:
    """Frozen: every dW is 0 for ever, which is proved; to be 0 at this update is not enough."""
    if not case.is_held_back or not case.state.hidden or not case.no_weight_moves or _is_flat(case):
        return None
    exact = all(each.exact for each in case.zero) and never_moves(case.trace, exactly=True)
    if not exact and not never_moves(case.trace, exactly=False):
        return None
    exactly, moving = "" if exact else " up to rounding", tuple(notes.moving_biases(case.trace))
    return Verdict(
        "frozen",
        f"Every dW is 0{exactly}: {because(case.zero)}.",
        f"only {_biases(moving)} moves" if moving else f"every dW is 0{exactly}",
        layers=_numbers(case.zero),
        exact=exact,
        moving_biases=moving,
    )


def _is_flat(case: Case) -> bool:
    """Whether it stands still by sums that cancel alone: at a minimum or a saddle, not for a factor of 0."""
    return all(each.cancels for each in case.zero) and case.still is Still.FLAT


def stuck(case: Case) -> Verdict | None:
    """Stuck: it stands still, and no factor of 0 is the reason."""
    behind = case.standing.is_behind if case.state.learning_rate == 0.0 else case.is_held_back
    still = case.still if behind else None
    if still is None:
        return None
    best = "; guessing is the best that logistic regression can do here"
    ending = best if still is Still.FLAT and not case.state.hidden and case.standing.guesses else ""
    why = still_sentence(case.trace, still)
    evidence = f"It stands still: {why}{ending}. {case.standing.sentence()}."
    return Verdict("stuck", evidence, _STILL[still], still=still)


def symmetric(case: Case) -> Verdict | None:
    """Symmetric: every hidden layer is one effective unit."""
    layers = case.symmetry.layers
    if not any(layer.units > 1 for layer in layers) or any(layer.effective_units > 1 for layer in layers):
        return None
    counted = listed([f"1 of {layer.units} in layer {l}" for l, layer in enumerate(layers, start=1)])
    kept = how_kept(case.state, list(enumerate(layers, start=1)))
    evidence = f"Every hidden layer is one effective unit: {counted}; {kept}"
    as_one = "each layer is one unit" if len(layers) > 1 else f"{layers[0].units} units act as one"
    return Verdict("symmetric", f"{evidence}{_only_now(case)}.", as_one)


def partly_symmetric(case: Case) -> Verdict | None:
    """Partly symmetric: some layer has fewer effective units than units."""
    numbered = list(enumerate(case.symmetry.layers, start=1))
    fewer = [(l, layer) for l, layer in numbered if layer.effective_units < layer.units]
    if not fewer:
        return None
    l, layer = fewer[0]
    cell = max(layer.cells, key=len)
    counted = listed([f"{s.effective_units} of {s.units} in layer {n}" for n, s in fewer])
    evidence = (
        f"Effective units: {counted}; {units(cell)} of layer {l} act as one, {how_kept(case.state, fewer)}"
    )
    total = sum(s.units for _, s in numbered)
    detail = f"{total} units act as {sum(s.effective_units for _, s in numbered)}"
    return Verdict("partly-symmetric", f"{evidence}{_only_now(case)}.", detail)


def _pressed(case: Case) -> Verdict | None:
    """A signal that dies out because the L2 term has pressed the weights to nothing."""
    if not case.is_held_back or case.state.updates == 0 or not case.pressed:
        return None
    found = _growth(case, "vanishing", lambda ratio: ratio < VANISHING, f"< {general(VANISHING)}")
    if found is None:
        return None
    evidence = f"The {case.pressed}; {found.evidence}"
    return replace(found, evidence=evidence, detail="L2 presses all weights to 0", by_penalty=True)


def partly_frozen(case: Case) -> Verdict | None:
    """Partly frozen: some dW[l] is 0 at this update, or the L2 term alone lets a signal die out."""
    pressed = _pressed(case)
    if pressed is not None:
        return pressed
    if not case.is_held_back or not case.state.hidden:
        return None
    zero = [each for each in case.zero if case.stays(each)]
    if not zero:
        return None
    still = {each.layer for each in case.zero}
    moving = [f"dW[{l}]" for l in range(1, case.trace.L + 1) if l not in still]
    rest = f"; {_some(moving)} not 0" if moving else _only_now(case)
    exact, layers = all(each.exact for each in zero), _numbers(zero)
    few = f"dW of {len(layers)} layers" if len(layers) > 2 else ", ".join(f"dW[{l}]" for l in layers)
    detail = f"{few} = 0{'' if exact else ' up to rounding'}"
    return Verdict(
        "partly-frozen",
        f"{because(zero)}{rest}.",
        "no weight moves at this update" if len(layers) == case.trace.L else detail,
        layers=layers,
        exact=exact,
        moving_biases=() if moving else tuple(notes.moving_biases(case.trace)),
    )


def overshooting(case: Case) -> Verdict | None:
    """Overshooting: the cost is above that of guessing and above the start's."""
    state, now = case.state, case.standing
    if not has_overshot(case):
        return None
    place = f"iteration {state.start.iteration}" if state.start.iteration else "the start"
    evidence = (
        f"After {_updates(state.updates)} the cost is {number(now.cost)}: above the "
        f"{number(state.start.cost)} of {place} and above {WORSE} · {number(now.guess)}, what guessing costs"
    )
    if now.blame():
        evidence += f"; {percentage(now.accuracy)} are right, but it is {now.blame()}"
    if case.blown:
        evidence += f"; {case.blown}"
    detail = "the L2 term blows it up" if case.blown else "cost above the start's"
    return Verdict("overshooting", f"{evidence}.", detail, by_penalty=bool(case.blown))


def exploding(case: Case) -> Verdict | None:
    """Exploding: the signal or the error grows more than a thousandfold."""
    if not case.is_held_back:
        return None
    return _growth(case, "exploding", lambda ratio: ratio > EXPLODING, f"> {general(EXPLODING)}")


def saturated(case: Case) -> Verdict | None:
    """Saturated: nearly all slopes of some layer are flat."""
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
                detail = "the output; A − Y is not" if is_output else f"flat slopes in {place}"
                return Verdict("saturated", sentence, detail, layers=(layer.number,))
    return None


def vanishing(case: Case) -> Verdict | None:
    """Vanishing: the signal or the error shrinks more than a thousandfold."""
    if not case.is_held_back:
        return None
    return _growth(case, "vanishing", lambda ratio: ratio < VANISHING, f"< {general(VANISHING)}")


def healthy(case: Case) -> Verdict:
    """Healthy: nothing else holds; what it has reached is said beside it."""
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
        evidence += f"; the {case.pressed}"
    return Verdict("healthy", f"{evidence}.", remarks=notes.remarks(case.trace))


# ---- what the rules share -------------------------------------------------------------------------------


def has_overshot(case: Case) -> bool:
    """Whether the updates have made the cost worse than the start's, and than guessing."""
    state, now = case.state, case.standing
    risen = now.cost > state.start.cost * (1.0 + RISEN)
    return state.updates > 0 and risen and (now.reached is Reached.WORSE or bool(now.blame()))


def _growth(case: Case, name: str, holds: Callable[[float], bool], bound: str) -> Verdict | None:
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
    detail = " and ".join(_WAYS[way][0] for way in directions)
    if len(directions) == 1:
        detail = f"{detail} {_TRAVELS[name][0]} {_WAYS[directions[0]][1]}"
    else:
        detail = f"{detail} {_TRAVELS[name][1]}"
    return Verdict(name, f"{listed(evidence)}.", detail, directions=tuple(directions))


def _only_now(case: Case) -> str:
    """The end of a sentence: no weight moves at this update, though it is not for ever; or empty."""
    if not case.standing.is_behind or not case.no_weight_moves:
        return ""
    moving = [f"b[{l}]" for l in notes.moving_biases(case.trace)]
    return f"; no weight moves at this update{f', but {listed(moving)} does' if moving else ''}"


def _one_answer(state: NetworkState) -> str:
    """The end of a sentence: every answer is the same class; or empty."""
    A = state.output.A
    answers = (A[0] > 0.5).astype(int) if len(A) == 1 else A.argmax(axis=0)
    if (answers != answers[0]).any():
        return ""
    number = int(answers[0])
    name = state.class_names[number] if state.class_names else str(number)
    return f"; every answer is class {number}{f', {name}' if name != str(number) else ''}"


_STILL = {
    Still.RATE: "the learning rate is 0",
    Still.FLAT: "every gradient cancels",
    Still.TOO_SMALL: "steps too small for a float",
}
_TRAVELS = {"exploding": ("grows", "grow"), "vanishing": ("dies out", "die out")}
"""What a signal does, and what two do."""
_WAYS = {"forward": ("signal", "forward"), "back": ("error", "backward")}


def _biases(moving: tuple[int, ...]) -> str:
    """The biases that move while no weight does: ``b[2]``, or ``b of 3 layers``."""
    return f"b[{moving[0]}]" if len(moving) == 1 else f"b of {len(moving)} layers"


def _numbers(zero: tuple[ZeroGradient, ...] | list[ZeroGradient]) -> tuple[int, ...]:
    return tuple(found.layer for found in zero)


def _updates(number: int) -> str:
    return f"{number} update{'' if number == 1 else 's'}"


def _some(names: list[str]) -> str:
    return f"{listed(names)} {'is' if len(names) == 1 else 'are'}"


def _label(layer: LayerState) -> str:
    return ACTIVATIONS[layer.activation].label
