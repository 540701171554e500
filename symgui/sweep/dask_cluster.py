"""The runs of a grid on a Dask cluster that is there already (``pip install symgui[cluster]``)."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from concurrent.futures import CancelledError, Future
from time import monotonic

from symgui import __version__
from symgui.experiment import ExperimentError
from symgui.nn.kernel import missing
from symgui.sweep.chunk import Found, chunk_outcomes
from symgui.sweep.grid import RunGrid
from symgui.sweep.results_file import Place

PATIENCE = 10.0
"""Seconds to wait for the scheduler."""
ALONE = 60.0
"""Seconds to wait for a worker where there is none."""
LOOK = 2.0
"""Seconds between two looks at how many workers there are."""


class DaskCluster:
    """Processes of a Dask cluster, on which SymGUI is installed.

    Parameters
    ----------
    address : str
        Of the scheduler: ``"tcp://10.0.0.1:8786"``.

    Attributes
    ----------
    count : int
        Chunks that its workers make at once.

    Raises
    ------
    ExperimentError
        If nothing answers there.
    """

    def __init__(self, address: str) -> None:
        from distributed import Client

        _be_silent()
        self.address = address
        try:
            self._client = Client(address, timeout=PATIENCE, set_as_default=False)
        except (OSError, ValueError, TimeoutError) as error:
            raise ExperimentError(f"{address} does not answer: {error}", "--dask") from None
        self._executor = self._client.get_executor(pure=False, retries=2)
        self.count = 1
        self._looked, self._had_workers = 0.0, monotonic()
        self.look()

    def submit(self, grid: RunGrid, places: Sequence[Place]) -> Future[Found]:
        """Begin a chunk; Dask itself gives it to another process if one dies."""
        try:
            future: Future[Found] = self._executor.submit(made_elsewhere, software(), grid, list(places))
        except Exception as error:
            raise self._gone(error) from None
        return future

    def result(self, future: Future[Found]) -> Found:
        """What came of a chunk.

        Raises
        ------
        ExperimentError
            If the cluster is no more, or its workers cannot make it.
        """
        try:
            return future.result()
        except ExperimentError:
            raise
        except Exception as error:
            raise self._gone(error) from None

    def look(self) -> None:
        """See how many workers there are.

        Raises
        ------
        ExperimentError
            If there has been none for a minute, or nothing answers.
        """
        if monotonic() - self._looked < LOOK:
            return
        try:
            threads = sum(self._client.nthreads().values())
        except Exception as error:
            raise self._gone(error) from None
        self._looked = monotonic()
        self.count = max(1, threads)
        if threads:
            self._had_workers = self._looked
        elif self._looked - self._had_workers > ALONE:
            raise ExperimentError(f"{self.address} has had no worker for {ALONE:g} s; {KEPT}", "--dask")

    def restart(self) -> None:
        """Do nothing: the cluster replaces its processes."""

    def shut(self) -> None:
        """Leave the cluster; it goes on."""
        self._client.close(timeout=PATIENCE)

    def _gone(self, error: Exception) -> ExperimentError:
        """Say why a chunk did not come; Dask's own words may be many, or none."""
        said = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        why = "its scheduler does not answer any more" if isinstance(error, CancelledError) else said
        return ExperimentError(f"{self.address} has stopped in the middle: {why}; {KEPT}", "--dask")


KEPT = "what was made is kept, and the same command goes on from there"


def software() -> str:
    """What computes in this process, as far as its digits depend on it."""
    return f"SymGUI {__version__} {'without' if missing() else 'with'} its compiled kernel"


def made_elsewhere(wanted: str, grid: RunGrid, places: list[Place]) -> Found:
    """Make a chunk on a worker, if it gives the digits that this process would.

    Raises
    ------
    ExperimentError
        If it does not.
    """
    if software() != wanted:
        raise ExperimentError(f"has a worker of {software()}, and this is {wanted}", "--dask")
    return chunk_outcomes(grid, places)


def _be_silent() -> None:
    """Dask tells its log of each broken connection, at length; here it is said once, in a sentence."""
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] in ("distributed", "tornado", "asyncio"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
