"""A dialog with pages, each of which shows what the training thread computes for it."""
