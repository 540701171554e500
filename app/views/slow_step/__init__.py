"""The view slow_step."""
