"""Many runs instead of one: a grid over settings and seeds, each run's outcome in one results file.

`Grid` says which runs; `outcome` makes one of them; `ResultsFile` keeps what came out; `compute` does what is
missing, on as many processes as one likes, with the same results.
"""

from symgui.sweep.grid import Axis, Cell, Grid
from symgui.sweep.outcome import Outcome, outcome
from symgui.sweep.results_file import ResultsFile
from symgui.sweep.workers import compute

__all__ = ["Axis", "Cell", "Grid", "Outcome", "ResultsFile", "compute", "outcome"]
