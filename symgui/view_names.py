"""The views of the window, as lessons name them."""

VIEWS = (
    "network", "weights", "activations", "gradients", "score",
    "boundary", "cost", "why", "induction", "symmetry", "signal", "values", "phases",
    "collapse", "nudge", "race", "checklist",
)  # fmt: skip
"""What a step can show. ``score`` is the rows together; ``collapse`` and ``nudge`` are pages of Prove."""
