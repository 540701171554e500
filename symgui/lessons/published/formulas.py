"""The formulas by which the engine trains, each against a second, plain program or a number known by hand."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from symgui.data import load_data
from symgui.experiment import DataSpec, Experiment, LayerSpec, WeightInit
from symgui.lessons.published.card import PublishedCard, PublishedRow, near
from symgui.lessons.published.plain import Matrix, PlainNet, plain_batches, plain_standardized
from symgui.training.studies import Progress
from symgui.training.studies.progress import catch_up
from symgui.training.trainer import Trainer

SECOND = "; the figures are those of a second program in plain NumPy (symgui/lessons/published/plain.py)"
COURSE = "deeplearning.ai, Deep Learning Specialization, course 2, "
ROUNDING = "the two add up in different orders, and rounding grows a little"
ROOM = 1e-9
"""A million times what rounding was seen to do; ε = 1e-7 instead of 1e-8 does a thousand times as much."""
START, EPOCH, END = 1, 7, 60
"""Updates after which the two programs are compared: the first, an epoch (100 examples are 7 batches of 16,
the last one of 4), and the last."""

MOONS = Experiment(
    title="Two moons",
    data=DataSpec(kind="moons", samples=100, noise=0.2, balance=0.4, seed=3, test_samples=50),
).with_(
    network={"hidden": (LayerSpec(units=4, activation="tanh"), LayerSpec(units=3, activation="tanh"))},
    initialization={"seed": 5, "weights": WeightInit(scheme="xavier")},
    training={"learning_rate": 0.1, "iterations": 1000},
)
"""What all of them train: small, and not the same by any symmetry."""


def second_program(trainer: Trainer) -> PlainNet:
    """A plain network that starts as the trainer's does."""
    network = trainer.network
    return PlainNet([W.copy() for W in network.W.values()], [b.copy() for b in network.b.values()])


def side_by_side(
    experiment: Experiment, X: Matrix | None = None
) -> Iterator[Progress | tuple[Trainer, PlainNet]]:
    """Train an experiment by both programs; the two of them after `START`, `EPOCH` and `END` updates.

    Parameters
    ----------
    experiment : Experiment
    X : ndarray, shape (n_0, m), optional
        The plain program's inputs; left out, the engine's.
    """
    trainer, training = Trainer(experiment), experiment.training
    plain, Y = second_program(trainer), trainer.data.Y
    X = trainer.data.X if X is None else X
    batches = plain_batches(X.shape[1], training.batch_size, training.batch_seed)
    for stop in (START, EPOCH, END):
        yield from catch_up(trainer, stop)
        while plain.updates < stop:
            columns = next(batches)
            gradients = plain.gradients(X[:, columns], Y[:, columns], training.l2)
            plain.update(training.optimizer, gradients, training.learning_rate)
        yield trainer, plain


def compared(experiment: Experiment, X: Matrix | None = None) -> Iterator[PublishedRow | Progress]:
    """A row for the cost at each stop, and one for all parameters at the end."""
    for found in side_by_side(experiment, X):
        if isinstance(found, Progress):
            yield found
            continue
        trainer, plain = found
        expected = plain.cost(trainer.data.X if X is None else X, trainer.data.Y)
        yield near(
            f"cost after {counted(plain.updates)}", f"{expected:.12f}", trainer.cost(),
            expected=expected, relative=ROOM, because=ROUNDING,
        )  # fmt: skip
    yield none(f"largest difference of a parameter after {END}", apart(trainer, plain))


def apart(trainer: Trainer, plain: PlainNet) -> float:
    """The largest difference between the parameters of the two programs."""
    network = trainer.network
    ours = [*network.W.values(), *network.b.values()]
    return max(float(np.abs(a - b).max()) for a, b in zip(ours, plain.W + plain.b, strict=True))


def none(label: str, value: float, because: str = ROUNDING, within: float = ROOM) -> PublishedRow:
    """A row for a number that is 0 but for rounding."""
    return near(label, "0", value, within=within, because=because)


def counted(updates: int) -> str:
    """``"1 update"``, ``"7 updates"``."""
    return f"{updates} update" + "s" * (updates > 1)


def with_training(title: str, **fields: object) -> Experiment:
    """The moons, trained otherwise."""
    return MOONS.with_(title=title, training=fields)


MOMENTUM = with_training("Two moons, momentum", optimizer="momentum")
ADAM = with_training("Two moons, Adam", optimizer="adam", learning_rate=0.02)
BATCHES = with_training("Two moons, batches of 16", batch_size=16, batch_seed=7)
L2 = with_training("Two moons, L2 and batches of 16", l2=2.0, batch_size=16)
TINY = ADAM.with_(
    title="Two moons, Adam and gradients as small as ε",
    initialization={"weights": WeightInit(scheme="normal", scale=1e-4)},
)
"""Two hidden layers of such weights make gradients of about 1e-8 in W[1]."""


def momentum() -> Iterator[PublishedRow | Progress]:
    """Momentum over 60 updates."""
    yield from compared(MOMENTUM)


def adam() -> Iterator[PublishedRow | Progress]:
    """Adam's first step, where ε matters, and 60 updates."""
    trainer = Trainer(TINY)
    start = trainer.network.W[1].copy()
    plain = second_program(trainer)
    g = plain.gradients(trainer.data.X, trainer.data.Y, 0.0)[0]
    yield from catch_up(trainer, 1)
    share = np.abs(trainer.network.W[1] - start) / ADAM.training.learning_rate
    for name, k in (("smallest", np.argmin(np.abs(g))), ("largest", np.argmax(np.abs(g)))):
        size = float(np.abs(g).flat[k])
        expected = size / (size + 1e-8)
        yield near(
            f"first step / α for the {name} gradient, {size:.2g}", f"|g| / (|g| + 1e-8) = {expected:.6f}",
            float(share.flat[k]), expected=expected, within=1e-6,
            because="the step is the difference of two weights, and g is rounded",
        )  # fmt: skip
    yield from compared(ADAM)


def batches() -> Iterator[PublishedRow | Progress]:
    """Mini-batches over eight epochs and a half."""
    yield from compared(BATCHES)


def l2() -> Iterator[PublishedRow | Progress]:
    """The penalty's share of the gradient, with m the examples of the batch, and the penalty itself."""
    yield from compared(L2)
    *_, (trainer, plain) = (pair for pair in side_by_side(L2) if not isinstance(pair, Progress))
    expected = plain.penalty(L2.training.l2, trainer.data.m)
    yield near(
        f"penalty λ/(2m) Σ W² after {END}", f"{expected:.12f}", trainer.penalty,
        expected=expected, relative=ROOM, because=ROUNDING,
    )  # fmt: skip


THREE = MOONS.with_(
    title="Three classes",
    data=DataSpec(kind="blobs", samples=100, noise=1.0, classes=3, seed=3),
    training={"learning_rate": 0.5, "iterations": 1000},
)
HUGE = THREE.with_hidden([]).with_(initialization={"weights": WeightInit(scheme="normal", scale=1e4)})


def softmax() -> Iterator[PublishedRow | Progress]:
    """A softmax output: at the start, in training, and where eᶻ would overflow."""
    zeros = Trainer(THREE.with_(initialization={"weights": WeightInit(scheme="zeros")}))
    yield near(
        "cost, every weight 0", f"ln 3 = {math.log(3.0):.12f}", zeros.cost(), expected=math.log(3.0),
        relative=1e-12, because="one rounding an example",
    )  # fmt: skip
    yield from compared(THREE)
    trainer = Trainer(HUGE)
    X, labels, W = trainer.data.X, trainer.data.labels, trainer.network.W[1]
    losses = [loss_of(W @ X[:, i], int(label)) for i, label in enumerate(labels)]
    expected = math.fsum(losses) / len(losses)
    yield near(
        "cost, weights of 10000 · randn", f"{expected:.4f}", trainer.cost(),
        expected=expected, relative=ROOM, because=ROUNDING,
    )  # fmt: skip
    sums = trainer.network_state().output.A.sum(axis=0)
    because = "three numbers are added"
    yield none("largest |Σ ŷ − 1| there", float(np.abs(sums - 1.0).max()), because, 1e-12)


def loss_of(z: Matrix, label: int) -> float:
    """−log of the probability of a class: what each logit has less than the largest, no eᶻ above 1."""
    logits: list[float] = z.tolist()
    less = [value - max(logits) for value in logits]
    return math.log(math.fsum(math.exp(value) for value in less)) - less[label]


STANDARDIZED = MOONS.with_(title="Two moons, standardized", data={"standardize": True, "test_samples": 50})


def standardize() -> Iterator[PublishedRow | Progress]:
    """Standardized inputs; the test examples by the training examples' mean and deviation."""
    raw, ours = load_data(MOONS.data), load_data(STANDARDIZED.data)
    X, X_test = plain_standardized(raw.X, raw.X), plain_standardized(raw.X_test, raw.X)
    for number in (0, 1):
        feature = f"x{number + 1}"
        yield none(f"mean of {feature}", float(ours.X[number].mean()), "100 numbers are added", 1e-12)
        yield near(
            f"standard deviation of {feature}", "1", float(ours.X[number].std()), within=1e-12,
            because="100 squares are added",
        )  # fmt: skip
        expected = float(X_test[number].mean())
        yield near(
            f"mean of {feature}, test examples", f"{expected:.12f}", float(ours.X_test[number].mean()),
            expected=expected, within=1e-12, because="50 numbers are added",
        )  # fmt: skip
        expected = float(X_test[number].std())
        yield near(
            f"standard deviation of {feature}, test examples", f"{expected:.12f}",
            float(ours.X_test[number].std()), expected=expected, within=1e-12, because="50 squares are added",
        )  # fmt: skip
    yield from compared(STANDARDIZED, X)


BALANCED = MOONS.with_hidden([LayerSpec(units=4, activation="sigmoid")]).with_(
    title="Balanced moons, sigmoid, every weight zero",
    data={"samples": 98, "balance": 0.5},
    initialization={"weights": WeightInit(scheme="zeros")},
)


def cancelling() -> Iterator[PublishedRow | Progress]:
    """Gradients whose terms cancel: the sum is taken first, and 1/m multiplies it."""
    trainer = Trainer(BALANCED)
    state = trainer.network_state()
    exact = "½ and −½ add up without rounding"
    yield none("largest |dW[2]| at 0", float(np.abs(state.output.dW).max()), exact, 0.0)
    yield none("|db[2]| at 0", float(np.abs(state.output.db).max()), exact, 0.0)
    yield from catch_up(trainer, 100)
    moved = max(float(np.abs(p).max()) for p in (*trainer.network.W.values(), *trainer.network.b.values()))
    yield none("largest parameter after 100 updates", moved, "no gradient has been other than 0", 0.0)
    yield near(
        "accuracy where ŷ is ½ for all", "0.5", accuracy(trainer), within=1e-12,
        because="class 1 is what is above ½: all 98 count as class 0, and half of them are",
    )  # fmt: skip
    few = Trainer(MOONS.with_(initialization={"weights": WeightInit(scheme="zeros")}))
    yield near(
        "accuracy there, 40 of 100 in class 1", "0.6", accuracy(few), within=1e-12,
        because="all count as class 0",
    )  # fmt: skip


def accuracy(trainer: Trainer) -> float:
    """The share of training examples classified right, as things are now."""
    trainer.cost()
    return trainer.train_accuracy()


FORMULA_CARDS = (
    PublishedCard(
        name="momentum",
        title="Momentum, by a second program",
        source="Polyak, “Some methods of speeding up the convergence of iteration methods” (1964), "
        f"v ← 0.9 v + dW, W ← W − α v{SECOND}",
        setup="A 2-4-3-1 network of tanh units on 100 points of two moons, Xavier's weights (seed 5), "
        "learning rate 0.1, full batch.",
        compute=momentum,
        experiment=MOMENTUM,
    ),
    PublishedCard(
        name="adam",
        title="Adam, by a second program",
        source="Kingma and Ba, “Adam: A Method for Stochastic Optimization” (2015, arXiv:1412.6980), "
        f"algorithm 1, with β₁ = 0.9, β₂ = 0.999, ε = 1e-8{SECOND}",
        setup="The first step, α |g| / (|g| + ε), where the gradients are as small as ε; then 60 updates of "
        "a 2-4-3-1 network of tanh units on 100 points of two moons, learning rate 0.02.",
        compute=adam,
        note="ε stands outside the root, as in the paper. Inside it the first step of a gradient of 1e-8 "
        "would be five thousand times smaller.",
        experiment=ADAM,
    ),
    PublishedCard(
        name="batches",
        title="Mini-batches, by a second program",
        source=f"{COURSE}week 2, “Mini-batch gradient descent”: a permutation an epoch, the last batch "
        f"short{SECOND}",
        setup="100 points in batches of 16: six of 16 and one of 4 an epoch; each divides by its own number "
        "of examples. The cost is that of all 100.",
        compute=batches,
        experiment=BATCHES,
    ),
    PublishedCard(
        name="l2",
        title="L2, by a second program",
        source=f"{COURSE}week 1, “Regularization”: λ/m W is added to dW, nothing to db{SECOND}",
        setup="λ = 2 and batches of 16; m is the number of examples in the batch. The cost is shown without "
        "the penalty.",
        compute=l2,
        experiment=L2,
    ),
    PublishedCard(
        name="softmax",
        title="Softmax, by a second program and by hand",
        source=f"Cross-entropy of a softmax, dZ = A − Y, as in {COURSE}week 3, “Softmax regression”{SECOND}",
        setup="Three clouds of 100 points in all, a 2-4-3-3 network, learning rate 0.5; then weights of "
        "10,000 · randn without a hidden layer, where eᶻ would overflow.",
        compute=softmax,
        experiment=THREE,
    ),
    PublishedCard(
        name="standardize",
        title="Standardized inputs, by a second program",
        source=f"{COURSE}week 1, “Normalizing inputs”: the test set by the training set's mean and "
        f"variance{SECOND}",
        setup="100 points of two moons and 50 test points; the deviation divides by 100, not by 99.",
        compute=standardize,
        experiment=STANDARDIZED,
    ),
    PublishedCard(
        name="cancelling",
        title="Terms that cancel leave an exact 0",
        source="By hand: 49 errors of ½ and 49 of −½, each times an activation of ½, add up to 0 without any "
        "rounding",
        setup="Balanced moons, four sigmoid units, every weight and bias 0, 100 updates.",
        compute=cancelling,
        note="1/m multiplies the sum. If it divided each term first, rounding would leave something over, "
        "and the network would seem to learn from it.",
        experiment=BALANCED,
    ),
)  # fmt: skip
"""What no notebook's table exercises: optimizers, penalty, batches, softmax, standardizing, cancelling."""
