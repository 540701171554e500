"""The view why."""
