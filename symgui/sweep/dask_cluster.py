"""The runs of a grid on a Dask cluster that is there already (``pip install symgui[cluster]``)."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future

from symgui.experiment import ExperimentError
from symgui.sweep.chunk import Found, chunk_outcomes
from symgui.sweep.grid import RunGrid
from symgui.sweep.results_file import Place

PATIENCE = 10
"""Seconds to wait for the scheduler."""


class DaskCluster:
    """Processes of a Dask cluster, on which SymGUI is installed.

    Parameters
    ----------
    address : str
        Of the scheduler: ``"tcp://10.0.0.1:8786"``.

    Raises
    ------
    ExperimentError
        If nothing answers there.
    """

    def __init__(self, address: str) -> None:
        from distributed import Client

        self.address = address
        try:
            self._client = Client(address, timeout=PATIENCE)
        except (OSError, ValueError, TimeoutError) as error:
            raise ExperimentError(f"{address} does not answer: {error}", "--dask") from None

    def submit(self, grid: RunGrid, places: Sequence[Place]) -> Future[Found]:
        """Begin a chunk; Dask itself gives it to another process if one dies."""
        executor = self._client.get_executor(pure=False, retries=2)
        future: Future[Found] = executor.submit(chunk_outcomes, grid, list(places))
        return future

    def restart(self) -> None:
        """Nothing: the cluster replaces its processes."""

    def shut(self) -> None:
        """Leave the cluster; it goes on."""
        self._client.close()
