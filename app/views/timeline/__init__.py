"""The view timeline."""
