"""Lessons: steps that set up experiments, run them, and claims that are checked against the run."""
