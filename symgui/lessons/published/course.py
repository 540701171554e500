"""What two notebooks of the course print."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import numpy as np

from symgui.experiment import SUFFIX, Experiment, LayerSpec
from symgui.lessons.published.card import Computation, PublishedCard, PublishedRow, near, printed
from symgui.resources import resource_folder
from symgui.training.studies import Progress
from symgui.training.studies.progress import catch_up
from symgui.training.trainer import Trainer

INITIALIZATION = (
    "deeplearning.ai, Deep Learning Specialization, course 2 (Improving Deep Neural Networks), week 1, "
    "notebook “Initialization”, section “{}”"
)
PLANAR = (
    "deeplearning.ai, Deep Learning Specialization, course 1 (Neural Networks and Deep Learning), week 3, "
    "notebook “Planar data classification with one hidden layer”, section “{}”"
)
CIRCLES = (
    "300 points of two circles (seed 1, noise 0.05) and 100 test points (seed 2); a 2-10-5-1 network of ReLU "
    "units, full batch, learning rate 0.01, 15 000 updates; {}."
)
FLOWER = "400 points of the flower (seed 1); {}"

ROUNDING = "sums add up in another order here, and rounding grows a little"
CUT = "the notebook prints whole percents and cuts the rest off"


def shipped(name: str) -> Experiment:
    """An experiment of ``resources/experiments``."""
    return Experiment.load(resource_folder() / "experiments" / f"{name}{SUFFIX}")


def costs(
    trainer: Trainer, table: Mapping[int, str], relative: float, because: str
) -> Iterator[PublishedRow | Progress]:
    """A row for each iteration of `table`, whose figures the notebook prints in full."""
    for iteration, text in table.items():
        yield from catch_up(trainer, iteration)
        cost = trainer.cost()
        yield near(f"cost at {iteration}", text, cost, relative=relative, because=because)


def accuracies(trainer: Trainer, iteration: int, train: str, test: str) -> Iterator[PublishedRow | Progress]:
    """The two accuracies after all updates, as shares of 1."""
    yield from catch_up(trainer, iteration)
    trainer.cost()
    one = "one example more or less would show"
    yield near("accuracy on the training set", train, trainer.train_accuracy(), within=1e-9, because=one)
    yield near("accuracy on the test set", test, trainer.test_accuracy(), within=1e-9, because=one)


def zeros() -> Iterator[PublishedRow | Progress]:
    """Zero initialization on circles."""
    trainer = Trainer(shipped("circles-zeros"))
    ln2 = dict.fromkeys((0, 1000, 2000, 14_000), "0.6931471805599453")
    yield from costs(
        trainer, ln2, 1e-15, "ln 2, up to the last digit; the notebook itself prints …455 at 10000"
    )
    yield from accuracies(trainer, 15_000, "0.5", "0.5")


LARGE_PATH = (
    "two releases of the notebook print 0.62479 and 0.62373 at 1000: the first steps are so large that "
    "rounding grows; a factor of 1 + 1e-15 on the weights moves ours as far"
)


def large() -> Iterator[PublishedRow | Progress]:
    """Weights of 10 · randn on circles."""
    trainer = Trainer(shipped("circles-large"))
    yield infinite(trainer)
    table = {1000: "0.6247924745506072", 2000: "0.5980258056061102", 14_000: "0.38276694641706693"}
    yield from costs(trainer, table, 5e-3, LARGE_PATH)
    yield from accuracies(trainer, 15_000, "0.83", "0.86")


def infinite(trainer: Trainer) -> PublishedRow:
    """The notebook's own formula at iteration 0, on our output: log of what has rounded to 0."""
    state = trainer.network_state()
    A, Y = state.output.A, state.Y
    with np.errstate(divide="ignore", invalid="ignore"):
        cost = float(np.nansum(-np.log(A) * Y - np.log(1.0 - A) * (1.0 - Y)) / Y.shape[1])
    tolerance = f"exact (by the notebook's formula; the cost itself is finite, {state.cost:.4f})"
    return PublishedRow(
        "cost at 0", "inf", repr(cost), tolerance, math.isinf(cost) and math.isfinite(state.cost)
    )


HE_COSTS = {
    0: "0.8830537463419761", 1000: "0.6879825919728063", 2000: "0.6751286264523371",
    3000: "0.6526117768893807", 4000: "0.6082958970572938", 5000: "0.5304944491717495",
    6000: "0.4138645817071795", 7000: "0.31178034648444414", 8000: "0.23696215330322562",
    9000: "0.18597287209206836", 10_000: "0.15015556280371808", 11_000: "0.12325079292273551",
    12_000: "0.09917746546525934", 13_000: "0.08457055954024277", 14_000: "0.07357895962677363",
}  # fmt: skip


def he() -> Iterator[PublishedRow | Progress]:
    """He's initialization on circles."""
    trainer = Trainer(shipped("circles-he"))
    yield from costs(trainer, HE_COSTS, 1e-9, ROUNDING)
    yield from accuracies(trainer, 15_000, "0.9933333333333333", "0.96")


FLOWER_COSTS = {
    0: "0.693048", 1000: "0.288083", 2000: "0.254385", 3000: "0.233864",
    4000: "0.226792", 5000: "0.222644", 6000: "0.219731", 7000: "0.217504",
}  # fmt: skip


def planar() -> Iterator[PublishedRow | Progress]:
    """Four tanh units on the flower."""
    trainer = Trainer(shipped("flower-normal"))
    for iteration, text in FLOWER_COSTS.items():
        yield from catch_up(trainer, iteration)
        yield printed(f"cost at {iteration}", text, trainer.cost(), because="the notebook prints six digits")
    yield from catch_up(trainer, 10_000)
    yield whole_percent("accuracy after 10000", "90 %", trainer)


def logistic_experiment() -> Experiment:
    """Logistic regression on the flower."""
    return shipped("flower-normal").with_hidden([]).with_(
        title="Flower, logistic regression", training={"iterations": 1000}
    )  # fmt: skip


def logistic() -> Iterator[PublishedRow | Progress]:
    """The run without a hidden layer on the flower."""
    trainer = Trainer(logistic_experiment())
    yield from catch_up(trainer, 1000)
    yield whole_percent("accuracy", "47 %", trainer)


def whole_percent(label: str, published: str, trainer: Trainer) -> PublishedRow:
    """A row for an accuracy printed in whole percents."""
    trainer.cost()
    share = 100.0 * trainer.train_accuracy()
    # a share of 400 is never nearer to a whole percent than 0.25 without being one
    passed = math.floor(share + 1e-6) == int(published.split()[0])
    return PublishedRow(label, published, f"{share:.2f} %", f"+ 1 % ({CUT})", passed)


HIDDEN = {1: "67.5", 2: "67.25", 3: "90.75", 4: "90.5", 5: "91.25", 20: "90.0", 50: "90.25"}


def hidden_sizes() -> Iterator[PublishedRow | Progress]:
    """Other numbers of tanh units on the flower, 5000 updates each."""
    for units, text in HIDDEN.items():
        layer = LayerSpec(units=units, activation="tanh")
        trainer = Trainer(shipped("flower-normal").with_hidden([layer]))
        yield from catch_up(trainer, 5000)
        trainer.cost()
        share = 100.0 * trainer.train_accuracy()
        label = f"accuracy of {units} hidden unit{'s' if units > 1 else ''}, in %"
        because = "two of the 400 points, which lie on the boundary, fall on either side as sums are rounded"
        yield near(label, text, share, within=0.5, because=because)


def circles_card(
    name: str, title: str, section: str, weights: str, compute: Computation, note: str
) -> PublishedCard:
    """One of the notebook's three initializations."""
    return PublishedCard(
        name=f"course-{name}",
        title=title,
        source=INITIALIZATION.format(section),
        setup=CIRCLES.format(weights),
        compute=compute,
        note=note,
        experiment=shipped(f"circles-{name}"),
    )


COURSE_CARDS = (
    circles_card(
        "zeros", "Zeros: the cost stays at ln 2", "Zero initialization", "every weight and bias 0", zeros,
        "Every gradient but b[3]'s has a factor that is 0, and b[3]'s cancels, for the classes are balanced.",
    ),
    circles_card(
        "large", "Ten times too large: 83 %", "Random initialization",
        "weights randn · 10 (seed 3), biases 0", large,
        "The notebook prints inf at 0: its sigmoid has rounded to 1, and it takes log(1 − 1). We compute the "
        "cost from z, before any rounding to 1: it is finite.",
    ),
    circles_card(
        "he", "He's weights: 99 %", "He initialization",
        "weights randn · √(2/n_in) (seed 3), biases 0", he, "",
    ),
    PublishedCard(
        name="planar",
        title="Four tanh units learn the flower",
        source=PLANAR.format("Neural Network model"),
        setup=FLOWER.format(
            "a 2-4-1 network of tanh units, weights randn · 0.01 (seed 2), learning rate 1.2, full batch."
        ),
        compute=planar,
        note="At 8000 and 9000 copies of the notebook differ from each other (0.219454 to 0.219504 at 8000): "
        "rounding depends on the processor.",
        experiment=shipped("flower-normal"),
    ),
    PublishedCard(
        name="planar-logistic",
        title="Logistic regression on the flower: 47 %",
        source=PLANAR.format("Simple Logistic Regression"),
        setup=FLOWER.format("no hidden layer, learning rate 1.2, 1000 updates."),
        compute=logistic,
        note="The notebook uses scikit-learn's LogisticRegressionCV; ours is trained by gradient descent.",
        experiment=logistic_experiment(),
        opens="Logistic regression on the flower",
    ),
    PublishedCard(
        name="planar-hidden",
        title="How many hidden units the flower takes",
        source=PLANAR.format("Tuning hidden layer size"),
        setup=FLOWER.format(
            "one hidden layer of 1 to 50 tanh units, weights randn · 0.01 (seed 2), learning rate 1.2, "
            "5000 updates."
        ),
        compute=hidden_sizes,
        note="Copies of the notebook print 90.0 or 90.5 for 20 units, and 90.25 or 90.75 for 50.",
        experiment=shipped("flower-normal").with_hidden([LayerSpec(units=1, activation="tanh")]).with_(
            title="Flower, one tanh unit", training={"iterations": 5000}
        ),
        opens="The first row: one hidden unit",
    ),
)  # fmt: skip
"""The notebooks' tables."""
