"""The decision boundary among the examples; for inputs that are no plane, the answers by class."""
