"""Small experiments on an experiment: collapse it, nudge it, round it otherwise, set it otherwise.

Each is a generator: it yields what it finds as it goes, and a `Progress` at least every hundredth of a
second, so that a caller can show how far it is and stop it at any point.
"""

from symgui.training.studies.drift import Drift, both_drifts, drift, rounding_case
from symgui.training.studies.nudge import BreakTime, break_times, nudge
from symgui.training.studies.progress import Progress
from symgui.training.studies.side_by_side import BothPlanes, SideBySide, collapse_study
from symgui.training.studies.start import VISIBLE, StartingTwins, starting_network
from symgui.training.studies.what_if import Suspect, WhatIf, suspect, what_if

__all__ = [
    "VISIBLE",
    "BothPlanes",
    "BreakTime",
    "Drift",
    "Progress",
    "SideBySide",
    "StartingTwins",
    "Suspect",
    "WhatIf",
    "both_drifts",
    "break_times",
    "collapse_study",
    "drift",
    "nudge",
    "rounding_case",
    "starting_network",
    "suspect",
    "what_if",
]
