"""Many runs instead of one: a grid over settings and seeds, each run's outcome in one results file.

`RunGrid` says which runs; `outcome` makes one of them; `ResultsFile` keeps what came out; `compute` does what
is missing, on as many processes as one likes, with the same results.
"""

from symgui.sweep.grid import Cell, GridAxis, RunGrid
from symgui.sweep.outcome import RunOutcome, outcome
from symgui.sweep.results_file import ResultsFile
from symgui.sweep.workers import compute

__all__ = ["Cell", "GridAxis", "ResultsFile", "RunGrid", "RunOutcome", "compute", "outcome"]
