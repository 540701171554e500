"""The view signal."""
