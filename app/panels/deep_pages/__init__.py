"""The dialog of deep random networks, a page a question."""
