"""The view boundary."""
