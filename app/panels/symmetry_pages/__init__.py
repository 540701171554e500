"""The dialog that takes the symmetries of a network apart, a page a question."""
