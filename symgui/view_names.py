"""The views of the window, as lessons name them."""

VIEWS = (
    "network", "weights", "activations", "gradients", "score",
    "boundary", "cost", "why", "induction", "symmetry", "signal", "values", "phases",
    "collapse", "nudge", "race", "checklist",
    "runs", "plane", "path", "flat",
)  # fmt: skip
"""What a step can show. ``score`` is the rows together; ``collapse`` and ``nudge`` are pages of Prove.

``runs`` are those of the step's grid, ``plane`` that of deep networks, ``path`` leads to a second network,
``flat`` shows the eigenvalues of the Hessian.
"""
