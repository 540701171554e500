"""A sweep on a Dask cluster whose scheduler and two workers are processes of their own."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from symgui.cli.main import main
from symgui.experiment import Experiment, ExperimentError
from symgui.sweep import GridAxis, ResultsFile, RunGrid, compute, dask_cluster
from symgui.sweep.chunk import Found
from symgui.sweep.dask_cluster import DaskCluster, made_elsewhere, software

WITHOUT = "distributed is not installed here"
needs_dask = pytest.mark.skipif(importlib.util.find_spec("distributed") is None, reason=WITHOUT)
GRID = RunGrid(
    experiment=Experiment().with_(
        data={"kind": "moons", "samples": 40},
        network={"hidden": [{"units": 3, "activation": "tanh"}]},
        training={"learning_rate": 0.5},
    ),
    axes=(
        GridAxis(setting="weight-scale", low=1e-3, high=10.0, steps=5, spacing="log"),
        GridAxis(setting="width", values=(1, 2, 4)),
    ),
    seeds=4,
    updates=20,
)
LONG = RunGrid(experiment=GRID.experiment, axes=GRID.axes, seeds=200, updates=3000)
"""One that nobody waits for."""


class Cluster:
    """A scheduler and its workers."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "scheduler.json"
        self._log = (folder / "log.txt").open("wb")
        self.scheduler = self._begun("scheduler", "--host", "127.0.0.1", "--port", "0")
        self.workers = [self._begun("worker", "--nthreads", "1", "--no-nanny") for _ in range(2)]
        while not self.file.exists():
            assert self.scheduler.poll() is None
            time.sleep(0.02)
        self.address = str(json.loads(self.file.read_text())["address"])

    def _begun(self, what: str, *arguments: str) -> subprocess.Popen[bytes]:
        program = [sys.executable, "-m", f"distributed.cli.dask_{what}", "--no-dashboard"]
        return subprocess.Popen(
            [*program, "--scheduler-file", str(self.file), *arguments],
            stdout=self._log, stderr=self._log, cwd=self.file.parent,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        )  # fmt: skip

    def end(self) -> None:
        for process in (self.scheduler, *self.workers):
            process.kill()
            process.wait()
        self._log.close()


@contextmanager
def begun_cluster(folder: Path) -> Iterator[Cluster]:
    cluster = Cluster(folder)
    try:
        yield cluster
    finally:
        cluster.end()


@needs_dask
def test_a_cluster_gives_the_same_bytes_also_without_a_worker_and_says_that_it_has_gone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    GRID.save(tmp_path / "grid.json")
    here = tmp_path / "here.csv"
    assert main(["sweep", str(tmp_path / "grid.json"), "--out", str(tmp_path / "here"), "--csv", str(here),
                 "--workers", "1"]) == 0  # fmt: skip
    with begun_cluster(tmp_path) as cluster:
        there = tmp_path / "there.csv"
        arguments = ["--out", str(tmp_path / "there"), "--csv", str(there), "--dask", cluster.address]
        assert main(["sweep", str(tmp_path / "grid.json"), *arguments]) == 0
        assert there.read_bytes() == here.read_bytes()
        assert len(there.read_text().splitlines()) == 1 + 60

        killed: list[int] = []

        def told(found: Found) -> None:
            if not killed:
                killed.append(len(found))
                cluster.workers[0].kill()

        with ResultsFile(tmp_path / "with-one", GRID) as results:
            compute(GRID, results, pool=DaskCluster(cluster.address), told=told)
            assert results.as_csv() == here.read_text()
        assert killed

        made: Found = []

        def gone(found: Found) -> None:
            made.extend(found)
            cluster.scheduler.kill()

        with ResultsFile(tmp_path / "gone", LONG) as results:
            with pytest.raises(ExperimentError, match=r"stopped in the middle: .*; what was made is kept"):
                compute(LONG, results, pool=DaskCluster(cluster.address), told=gone)
            assert results.count() == len(made) > 0
    assert capsys.readouterr().err == ""


def test_a_cluster_that_is_not_there_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dask_cluster, "PATIENCE", 0.2)
    GRID.save(tmp_path / "grid.json")
    arguments = ["sweep", str(tmp_path / "grid.json"), "--out", str(tmp_path / "out"), "--dask"]
    assert main([*arguments, "tcp://127.0.0.1:9"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("symgui: --dask ")
    assert said.count("\n") == 1


def test_a_worker_of_another_version_makes_nothing() -> None:
    made = made_elsewhere(software(), GRID, [])
    assert made == []
    with pytest.raises(ExperimentError, match=r"has a worker of SymGUI .*, and this is SymGUI 0.1 with"):
        made_elsewhere("SymGUI 0.1 with its compiled kernel", GRID, [])
