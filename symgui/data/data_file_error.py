"""What goes wrong with data that lie in a file."""

from __future__ import annotations

from symgui.experiment import ExperimentError


class DataFileError(ExperimentError):
    """The file that an experiment's data lie in is gone, cannot be read, or has changed."""
