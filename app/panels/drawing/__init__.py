"""Points drawn by hand, in the place of the decision boundary: they become the data."""
