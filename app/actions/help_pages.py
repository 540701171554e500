"""The pages of the help: what a part of the window shows, what can be done there, and its keys."""

from __future__ import annotations

import msgspec


class HelpPage(msgspec.Struct, frozen=True):
    """A page about one part of the window.

    Attributes
    ----------
    title : str
    parts : tuple of str
        Object names of the widgets that it is about: what has the focus lies in one of them.
    text : tuple of str
        Paragraphs, plain text.
    commands : tuple of str
        Names of the commands whose keys stand below.
    """

    title: str
    parts: tuple[str, ...]
    text: tuple[str, ...]
    commands: tuple[str, ...] = ()


PAGES = (
    HelpPage(
        "The window", ("main-window",),
        (
            "The centre shows the network, a column a layer: the diagram, below it weights and biases, "
            "activations, and gradients. At the left stands all that determines a run: data, network, "
            "start and training. At the right: the decision boundary and the cost. At the foot: the "
            "timeline.",
            "Every number is computed from the run that is open. The same file gives the same numbers "
            "again.",
            "F1 opens the page of the part that has the focus. Tab goes from part to part.",
        ),
        ("action-help", "action-shortcuts", "action-tour", "action-open", "action-save", "action-undo",
         "action-export", "action-copy-table"),
    ),
    HelpPage(
        "Data", ("section-data",),
        (
            "Which examples the network learns from: a kind of data, how many examples, noise, and the "
            "seed of the random numbers. The same seed gives the same examples again; the die draws "
            "another one.",
            "Test examples are never trained on. Another setting here begins a new run.",
        ),
        ("action-import", "action-paste-data", "action-draw", "action-undo"),
    ),
    HelpPage(
        "Network", ("section-network",),
        (
            "How many hidden layers there are, how many units each has, and its activation g. Without a "
            "hidden layer the network is logistic regression.",
            "The output follows from the data: a sigmoid unit for two classes, softmax for more.",
        ),
        ("action-undo",),
    ),
    HelpPage(
        "Start", ("section-start",),
        (
            "Where the weights W and the biases b start: a scheme, and its one value if it takes any. The "
            "tool tip of a scheme has its formula and source.",
            "“per layer” gives single layers a start of their own. A layer that differs is written in "
            "bold, with its scheme.",
            "Open weights… in the menu takes the weights of a trained network of your own.",
            "If every layer starts with one value for all its weights and one for all its biases, the "
            "units of a hidden layer are twins. They stay equal bit for bit while sums are computed “per "
            "unit” and nobody changes a weight.",
        ),
        ("action-reset", "action-open-weights", "action-undo"),
    ),
    HelpPage(
        "Training", ("section-training",),
        (
            "Gradient descent is W ← W − α dW with the rate α. A batch of fewer examples than all makes "
            "an update from some of them. Under “more”: the optimizer, L2, and how sums are computed.",
            "The rate and L2 may be changed while a run goes on, and the file records where. Any other "
            "setting begins a new run.",
        ),
        ("action-undo",),
    ),
    HelpPage(
        "Run and step", ("toolbar",),
        (
            "Run trains up to the planned iterations; Run again adds as many. The pace says how fast: by "
            "decades, which take 3 seconds each, or so many updates a second. Step makes as many updates "
            "as the step size says.",
            "A click on the iteration's number lets you type another one on record. The verdict says what "
            "is wrong, if anything; a click on it shows the evidence.",
        ),
        ("action-run", "action-step", "action-back", "action-reset", "action-finish", "action-go-to",
         "action-slow-step"),
    ),
    HelpPage(
        "Diagram", ("network-view",),
        (
            "A tile is what a unit computes over the plane of the inputs, in colour: blue above g(0), "
            "orange below, grey at it. A line is a weight: its colour is the sign, its width the size.",
            "Units in one ring with a letter are twins or act as one. A click on a line or a unit selects "
            "it.",
        ),
        ("action-edit",),
    ),
    HelpPage(
        "Weights", ("weights-view",),
        (
            "W[l] has a row for each unit and a column for each input of the layer. Blue is positive, "
            "orange negative; an exact 0 is hollow. The scale is printed at the left.",
            "Arrows move from entry to entry. Enter or F2 changes the selected one: the run pauses, and "
            "the change is recorded.",
        ),
        ("action-edit", "action-undo"),
    ),
    HelpPage(
        "Activations and gradients", ("activations-view", "gradients-view"),
        (
            "The histograms show how A[l], and how dW[l] and db[l], are spread. Exact zeros have a hollow "
            "bar of their own. In a narrow column a dot for each layer stands in their place.",
        ),
        ("action-gradients",),
    ),
    HelpPage(
        "Decision boundary", ("boundary-view", "draw-board"),
        (
            "What the network answers for every input, among the examples. The line is where it is "
            "undecided between two classes. Hollow markers are test examples.",
            "Draw lets you change the examples. Click or drag to add some, erase with the right button. With "
            "the keyboard: arrows move the cross, a digit chooses the class, Space draws, Backspace erases, "
            "Enter uses the points, Esc leaves. What is left is kept for the next time.",
        ),
        ("action-draw",),
    ),
    HelpPage(
        "Cost", ("cost-view", "cost-plot", "race-cost"),
        (
            "The mean cross-entropy over the training examples, by iteration, without the L2 penalty. The "
            "dotted line is the cost of guessing: of answering every input with the class frequencies.",
            "The pointer reads the nearest recorded point, a click goes there. With the keyboard: arrows, "
            "Home and End, then Enter.",
        ),
        ("action-log-axis", "action-go-to"),
    ),
    HelpPage(
        "Why", ("why-view",),
        (
            "The gradient of the selected weight, taken apart into its factors with the numbers of now. "
            "If it is 0 it says which: a factor is 0, the terms cancel, or rounding made it so.",
            "Point at a second weight to compare the two. “Induction” shows why equal units stay equal.",
        ),
        ("action-edit",),
    ),
    HelpPage(
        "Symmetry", ("symmetry-view",),
        (
            "Effective units are how many groups of units a layer has that act as one. The view shows "
            "them by layer, and when that changed.",
        ),
    ),
    HelpPage(
        "Values", ("values-view",),
        (
            "Every weight, bias and gradient as a number. Copy a matrix, type into a cell, or paste a "
            "matrix from a spreadsheet or from NumPy.",
        ),
        ("action-edit", "action-undo"),
    ),
    HelpPage(
        "Slow step", ("phases-view",),
        ("One update in its parts: forward, loss, backward, update. Each press shows the next part.",),
        ("action-slow-step",),
    ),
    HelpPage(
        "Prove", ("prove-view",),
        (
            "Small experiments that test what the program says of this network: one unit in the place of "
            "each group, a nudge of one weight, sums in another order, and what would be if a weight were "
            "another.",
        ),
    ),
    HelpPage(
        "Moments and results", ("moments-view", "results"),
        (
            "Pin a moment to keep it under a name: to go back to it, and to compare it with another unit "
            "by unit. The results sheet has all lanes of a race, or the run and its pinned moments, as "
            "one table to copy.",
        ),
        ("action-pin", "action-results"),
    ),
    HelpPage(
        "Race", ("race-view", "signal-view"),
        (
            "Several starts side by side on the same data, with the same batches, on one clock: a lane "
            "each. The card of a lane changes it. Each lane's numbers are those that it has alone.",
        ),
        ("action-compare", "action-results", "action-run"),
    ),
    HelpPage(
        "Map of many runs", ("map",),
        (
            "Each cell is the open experiment with other settings, run from several seeds. The map is there "
            "at once, coarse, and becomes finer. A cell has the colour of its most frequent verdict; the "
            "stronger the colour, the more of its seeds agree. “colour by” shows the mean of a number "
            "instead.",
            "Arrows move from cell to cell (with Shift ten at once), Home and End to the first and the last "
            "of a row. The runs of the cell are dots at the right; one that stands out has a dashed ring. "
            "Tab goes there, arrows choose a dot, and the up arrow the one that stands out. Enter, or a "
            "click on a dot, opens that very run at the iteration where it ended; Undo brings back what was "
            "open.",
            "With no axis and many seeds all runs are dots beside a histogram. “Save results…” keeps "
            "everything in a folder, to go on with later, or by `symgui sweep` without a window.",
        ),
        ("action-map", "action-undo"),
    ),
    HelpPage(
        "Timeline", ("timeline", "foot"),
        (
            "Where the run is, how far it has been, and what happened on the way. Drag the knob, or "
            "click, to go to an iteration on record. Running on from there does the same again, bit for "
            "bit; a change made there takes another way, and what came later is gone.",
        ),
        ("action-play-back", "action-previous-event", "action-next-event", "action-go-to", "action-pin"),
    ),
    HelpPage(
        "Lessons", ("lesson-panel",),
        (
            "A lesson is a row of steps. A step runs, and its claims are checked on the run; before that "
            "it may ask a question. Your own experiment is kept as it is until you leave the lesson.",
        ),
        ("action-lessons", "action-lesson-next", "action-lesson-previous", "action-lesson-leave",
         "action-present", "action-lesson-questions"),
    ),
)  # fmt: skip
"""In the order of the list; the first is shown where nothing says more."""


def page_of(names: list[str], racing: bool = False) -> HelpPage:
    """The page about the innermost part among `names`.

    Parameters
    ----------
    names : list of str
        Object names of what has the focus and of all it lies in, from the inside.
    racing : bool
        Whether there is a race, which is what the page is about where no part says more.
    """
    for name in names:
        for page in PAGES[1:]:
            if name in page.parts:
                return page
    return next(page for page in PAGES if "race-view" in page.parts) if racing else PAGES[0]
