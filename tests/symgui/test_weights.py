"""Weights of one's own: read from NPZ, safetensors and JSON, told apart by names and shapes."""

from __future__ import annotations

import io
import json
import os
import pickle
import struct
import tracemalloc
import zipfile
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symgui import Experiment, Run, with_weights
from symgui.cli import main
from symgui.experiment import DataSpec, ExperimentError
from symgui.export.number_files import npz, parameters_of, safetensors
from symgui.weights import holds_weights, layers_for, read_weights, sizes_of

RNG = np.random.RandomState(3)
W1, b1, W2, b2 = RNG.randn(4, 2), RNG.randn(4), RNG.randn(1, 4), RNG.randn(1)
OPEN = Experiment().with_(network={"hidden": [{"units": 4, "activation": "tanh"}]})

FILES: dict[str, dict[str, Any]] = {
    "course": {"W1": W1, "b1": b1[:, None], "W2": W2, "b2": b2[:, None]},
    "torch": {"net.0.weight": W1, "net.0.bias": b1, "net.2.weight": W2, "net.2.bias": b2},
    "torch, by name": {"fc1.bias": b1, "fc1.weight": W1, "out.bias": b2, "out.weight": W2},
    "sklearn": {"coefs_0": W1.T, "coefs_1": W2.T, "intercepts_0": b1, "intercepts_1": b2},
    "keras": {"dense/kernel:0": W1.T, "dense/bias:0": b1, "dense_1/kernel:0": W2.T, "dense_1/bias:0": b2},
    "savez": {"arr_0": W1, "arr_1": b1, "arr_2": W2, "arr_3": b2},
    "rows are inputs": {"w1": W1.T, "b1": b1[None], "w2": W2.T, "b2": b2},
}


def saved(folder: Path, name: str, arrays: dict[str, Any]) -> Path:
    path = folder / name
    if path.suffix == ".npz":
        np.savez(path, **arrays)
    elif path.suffix == ".json":
        path.write_text(json.dumps({key: np.asarray(value).tolist() for key, value in arrays.items()}))
    else:
        path.write_bytes(safetensors({key: np.asarray(value) for key, value in arrays.items()}))
    return path


def starts_at(experiment: Experiment) -> list[Any]:
    run = Run(experiment)
    return [run.W[1], run.b[1].ravel(), run.W[2], run.b[2].ravel()]


@pytest.mark.parametrize("suffix", [".npz", ".safetensors", ".json"])
@pytest.mark.parametrize("names", FILES)
def test_a_network_is_found_whatever_its_arrays_are_called(tmp_path: Path, names: str, suffix: str) -> None:
    path = saved(tmp_path, f"net{suffix}", FILES[names])
    experiment = with_weights(OPEN, path)
    assert experiment.sizes == (2, 4, 1)
    for ours, theirs in zip(starts_at(experiment), (W1, b1, W2, b2), strict=True):
        np.testing.assert_array_equal(ours, theirs)
    assert Experiment.loads(experiment.dumps()) == experiment, "the file holds them"
    assert holds_weights(path) or names == "savez"


def test_lists_of_arrays_and_objects_inside_each_other(tmp_path: Path) -> None:
    lists = {"coefs_": [W1.T, W2.T], "intercepts_": [b1, b2], "note": "mine"}
    nested = {"layers": [{"weight": W1, "bias": b1}, {"weight": W2, "bias": b2}]}
    for k, raw in enumerate((lists, nested)):
        path = tmp_path / f"{k}.json"
        path.write_text(json.dumps(raw, default=lambda array: array.tolist()))
        np.testing.assert_array_equal(starts_at(with_weights(OPEN, path))[0], W1)


def test_smaller_numbers_become_the_same_floats(tmp_path: Path) -> None:
    small = np.array([[1.5, -2.0]], dtype="<f4")
    halves = (small.view("<u4") >> 16).astype("<u2")
    for dtype, array in (("F32", small), ("F16", small.astype("<f2")), ("BF16", halves)):
        raw = array.tobytes()
        path = tmp_path / "small.safetensors"
        path.write_bytes(in_safetensors({"W1": (dtype, [1, 2], [0, len(raw)])}, raw))
        np.testing.assert_array_equal(read_weights(path)["W1"], small)


def test_a_layer_without_a_bias_starts_at_zero_and_what_is_no_layer_is_named(tmp_path: Path) -> None:
    arrays = {"W1": W1, "W2": W2, "bn.running_mean": b1, "conv.weight": np.zeros((2, 2, 2))}
    path = saved(tmp_path, "net.npz", arrays)
    layers = layers_for(OPEN.data, read_weights(path))
    assert layers.left_out == ("bn.running_mean (4)", "conv.weight (2 × 2 × 2)")
    assert not starts_at(with_weights(OPEN, path))[1].any()


def test_what_neither_names_nor_shapes_tell_is_asked(tmp_path: Path) -> None:
    square = saved(tmp_path, "square.npz", {"W1": np.array([[0.0, 1.0], [2.0, 3.0]]), "W2": np.eye(2)})
    blobs = OPEN.with_(data=DataSpec(kind="blobs", classes=2), network={"hidden": [{"units": 2}]})
    with pytest.raises(ExperimentError, match=r"square\.npz does not tell whether a row of W is a unit"):
        with_weights(blobs, square)
    wide = saved(tmp_path, "wide.npz", {"W1": np.ones((3, 2)), "W2": np.ones((2, 3)), "W3": np.ones((3, 2))})
    three = blobs.with_(data={"classes": 3}, network={"hidden": [{"units": 3}, {"units": 2}]})
    assert with_weights(three, wide).sizes == (2, 3, 2, 3)
    swapped = {"a.weight": np.ones((2, 2)), "b.weight": np.zeros((2, 2)), "out.weight": np.ones((1, 2))}
    deep = OPEN.with_(network={"hidden": [{"units": 2}, {"units": 2}]})
    both = r"a\.weight → b\.weight → out\.weight and b\.weight → a\.weight → out\.weight both fit"
    with pytest.raises(ExperimentError, match=both):
        with_weights(deep, saved(tmp_path, "order.safetensors", swapped))
    with pytest.raises(ExperimentError, match="does not say the activation of its hidden layers"):
        with_weights(Experiment(), saved(tmp_path, "net.npz", FILES["course"]))


def test_the_data_tell_where_nothing_else_does(tmp_path: Path) -> None:
    path = saved(tmp_path, "net.npz", {"W1": np.ones((8, 2)), "W2": np.ones((2, 8))})
    rows = [[float(k == j) for k in range(8)] + [j % 2] for j in range(4)]
    features, classes = [f"x{k}" for k in range(8)], ["a", "b"]
    wide = DataSpec(kind="file", table={"features": features, "classes": classes, "rows": rows})  # type: ignore[arg-type]
    arrays = read_weights(path)
    assert layers_for(wide, arrays).fitting == ("out-in", "in-out")
    three = saved(tmp_path, "three.npz", {"W1": np.ones((2, 3)), "W2": np.ones((3, 2))})
    blobs = DataSpec(kind="blobs", classes=3)
    found = layers_for(blobs, read_weights(three))
    assert (found.fitting, found.why) == (("out-in", "in-out"), "")


def test_the_run_says_what_is_wrong_with_their_network(tmp_path: Path) -> None:
    twins = {"0.weight": np.ones((3, 2)), "0.bias": np.zeros(3), "2.weight": np.ones((1, 3))}
    run = Run(with_weights(OPEN, saved(tmp_path, "net.safetensors", twins), activation="tanh"))
    assert (run.verdict.name, run.effective_units) == ("symmetric", (1,))
    dead = {"W1": np.ones((3, 2)) * 0.1, "b1": np.full(3, -99.0), "W2": np.zeros((1, 3))}
    assert Run(with_weights(OPEN, saved(tmp_path, "d.npz", dead), activation="relu")).verdict.name == "dead"


@given(st.data())
@settings(max_examples=40)
def test_any_network_comes_back_from_any_file(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    sizes = data.draw(st.lists(st.integers(1, 6), min_size=2, max_size=5))
    rng = np.random.RandomState(data.draw(st.integers(0, 99)))
    matrices = [rng.randn(n, k) for k, n in pairwise(sizes)]
    biases = [rng.randn(n) for n in sizes[1:]]
    weight, bias, turned = data.draw(st.sampled_from(NAMES))
    arrays = {weight.format(l): (W.T if turned else W) for l, W in enumerate(matrices)}
    arrays |= {bias.format(l): b for l, b in enumerate(biases)}
    suffix = data.draw(st.sampled_from([".npz", ".safetensors", ".json"]))
    path = saved(tmp_path_factory.mktemp("net", numbered=True), f"net{suffix}", arrays)
    found = layers_for(OPEN.data, read_weights(path))
    (order,) = found.orders
    assert ("in-out" if turned else "out-in") in found.fitting
    assert sizes_of(arrays, order, "in-out" if turned else "out-in") == tuple(sizes)
    read = read_weights(path)
    for layer, W, b in zip(order, matrices, biases, strict=True):
        np.testing.assert_array_equal(read[layer.weights].T if turned else read[layer.weights], W)
        assert layer.bias is not None
        np.testing.assert_array_equal(read[layer.bias], b)


NAMES = (
    ("W{}", "b{}", False), ("weights_{}", "biases_{}", True), ("net.{}.weight", "net.{}.bias", False),
    ("layer{}/kernel:0", "layer{}/bias:0", True), ("coefs_{}", "intercepts_{}", True),
)  # fmt: skip


@given(st.data())
@settings(max_examples=40)
def test_damaged_files_are_arrays_or_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    suffix = data.draw(st.sampled_from([".npz", ".safetensors", ".json"]))
    path = saved(tmp_path_factory.mktemp("hurt", numbered=True), f"hurt{suffix}", FILES["torch"])
    whole = bytearray(path.read_bytes())
    for at in data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=4)):
        whole[at] = data.draw(st.integers(0, 255))
    path.write_bytes(whole[: data.draw(st.integers(0, len(whole)))] if data.draw(st.booleans()) else whole)
    tracemalloc.start()
    said = path.name
    try:
        with_weights(OPEN, path, activation="tanh", orientation="out-in")
    except ExperimentError as error:
        said = str(error)
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert said.startswith(path.name)
    assert "\n" not in said
    assert peak < MOST_MEMORY, "what a header claims is not made room for"


MOST_MEMORY = 32 * 2**20


class Dropper:
    """Runs when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self.path,)


def test_nothing_in_a_file_runs(tmp_path: Path) -> None:
    trace = tmp_path / "ran"
    poison = np.array([Dropper(trace)], dtype=object)
    np.savez(tmp_path / "net.npz", W1=poison)
    (tmp_path / "net.pt").write_bytes(pickle.dumps({"W1": Dropper(trace)}))
    (tmp_path / "net.zip.npz").write_bytes(in_zip([("a/data.pkl", pickle.dumps(Dropper(trace)))]))
    for path in sorted(tmp_path.glob("net*")):
        with pytest.raises(ExperimentError, match="Python objects"):
            read_weights(path)
        holds_weights(path)
    assert not trace.exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system with pipes")
def test_a_pipe_or_a_device_does_not_keep_anybody_waiting(tmp_path: Path) -> None:
    for suffix in (".npz", ".json", ".safetensors"):
        pipe = tmp_path / f"pipe{suffix}"
        os.mkfifo(pipe)
        holds_weights(pipe)
        with pytest.raises(ExperimentError, match="no regular file"):
            read_weights(pipe)
    for path, why in ((Path("/dev/zero"), "no regular file"), (tmp_path, "a folder")):
        with pytest.raises(ExperimentError, match=why):
            read_weights(path)


def in_safetensors(entries: dict[str, Any], numbers: bytes = b"", text: str = "") -> bytes:
    fields = {n: {"dtype": d, "shape": s, "data_offsets": o} for n, (d, s, o) in entries.items()}
    head = (text or json.dumps(fields)).encode()
    return struct.pack("<Q", len(head)) + head + numbers


def in_zip(entries: list[tuple[str, bytes]]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return file.getvalue()


def in_npy(array: Any, **claims: Any) -> bytes:
    file = io.BytesIO()
    head = {"descr": array.dtype.str, "fortran_order": False, "shape": array.shape, **claims}
    np.lib.format.write_array_header_1_0(file, head)
    return file.getvalue() + array.tobytes()


HUGE = [50_000, 50_000]
TEN_GB = 8 * 50_000 * 25_000
REFUSED = {
    "claims.safetensors": (
        in_safetensors({"W1": ("F64", [50_000, 25_000], [0, TEN_GB])}),
        f"claims.safetensors: W1.data_offsets must be two places from 0 to 0, not [0, {TEN_GB}]",
    ),
    "header.safetensors": (
        struct.pack("<Q", 10**10) + b"{}",
        "header.safetensors: the header claims 10000000000 bytes, and 1048576 are the most",
    ),
    "cut.safetensors": (
        struct.pack("<Q", 500) + b'{"W1": ',
        "cut.safetensors: the header claims 500 bytes, and the file has 15",
    ),
    "dtype.safetensors": (
        in_safetensors({"W1": ("C64", [1], [0, 8])}, bytes(8)),
        'dtype.safetensors: W1.dtype must be one of F64, F32, F16, BF16, I64, I32, I16, I8, U8, not "C64"',
    ),
    "shape.safetensors": (
        in_safetensors({"W1": ("F64", [2, 2], [0, 8])}, bytes(8)),
        "shape.safetensors: W1 claims 32 bytes by its shape [2, 2], and has 8",
    ),
    "overlap.safetensors": (
        in_safetensors({"W1": ("F64", [1, 1], [0, 8]), "W2": ("F64", [1, 1], [0, 8])}, bytes(8)),
        "overlap.safetensors: W2 begins at byte 0, and the one before it ends at 8",
    ),
    "rest.safetensors": (
        in_safetensors({"W1": ("F64", [1, 1], [0, 8])}, bytes(9)),
        "rest.safetensors: the header describes 8 bytes of numbers, and there are 9",
    ),
    "twice.safetensors": (
        in_safetensors({}, text='{"W1": {}, "W1": {}}'),
        'twice.safetensors: the header has "W1" twice',
    ),
    "nan.safetensors": (
        in_safetensors({"W1": ("F64", [1, 2], [0, 16])}, struct.pack("<dd", 1.0, float("nan"))),
        "nan.safetensors: W1[0,1] must be a finite number, not nan",
    ),
    "claims.npz": (
        in_zip([("W1.npy", in_npy(np.zeros(2), shape=tuple(HUGE)))]),
        "claims.npz: W1.npy claims 50000×50000 of float64, ",
    ),
    "objects.npz": (
        in_zip([("W1.npy", in_npy(np.zeros(1), descr="|O"))]),
        "holds Python objects, which are not read: they could run a program",
    ),
    "words.npz": (
        in_zip([("W1.npy", in_npy(np.array([["a", "b"]])))]),
        "words.npz: W1 must hold numbers, not <U1",
    ),
    "torch.npz": (
        in_zip([("archive/data.pkl", pickle.dumps([1]))]),
        "torch.npz holds Python objects (pickle), which are not read",
    ),
    "model.pt": (pickle.dumps({"W1": [1.0]}), "model.pt holds Python objects (pickle), which are not read"),
    "model.h5": (b"\x89HDF\r\n\x1a\n", "model.h5 is HDF5, which is not read"),
    "cut.npz": (in_zip([("W1.npy", in_npy(np.ones((2, 2))))])[:-30], "cut.npz is cut off or damaged"),
    "large.npz": (
        in_zip([("W1.npy", in_npy(np.zeros((1000, 1000))))]),
        "large.npz has 1000000 numbers, and 500000 are the most an experiment holds",
    ),
    "empty.json": (b"", "empty.json is empty"),
    "ragged.json": (b'{"W1": [[1, 2], [3]]}', "W1[1] must be a row of 2 numbers, as [0] is, not [3]"),
    "word.json": (b'{"W1": [[1, "x"]]}', 'word.json: W1[0][1] must be a number, not "x"'),
    "nan.json": (b'{"W1": [[1, NaN]]}', "nan.json: W1[0][1] must be a number, not NaN"),
    "twice.json": (b'{"W1": [[1]], "W1": [[2]]}', 'twice.json: the file has "W1" twice'),
    "both.json": (
        b'{"W1": [[1, 2]], "w1": [[1, 2]]}',
        'both.json has two arrays for one place: "W1" and "w1"',
    ),
    "none.json": (b'{"a": [[1, 2]]}', 'none.json has no weights by a known name'),
    "deep.json": (b'{"a":' * 9 + b"[1]" + b"}" * 9, "\"a.a.a.a.a.a.a\" is nested more than 6 deep"),
    "misfit.json": (
        b'{"W1": [[1, 2], [3, 4], [5, 6]], "W2": [[1, 2, 3, 4]]}',
        "misfit.json does not hold layers that fit one after another: "
        '"W2" is 1 × 4, and the layer before it has 3 units',
    ),
    "bias.json": (
        b'{"W1": [[1, 2]], "b1": [1, 2, 3]}',
        'bias.json does not hold layers that fit one after another: "W1" is 1 × 2, and "b1" has 3 numbers',
    ),
    "inputs.json": (
        b'{"W1": [[1, 2, 3]], "b1": [1]}',
        "inputs.json takes 3 inputs, and the open data have 2: open data of 3 first",
    ),
    "two.json": (b'{"W1": [[1, 2], [3, 4]], "b1": [0, 0]}', "two.json does not tell whether a row"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_is_a_sentence(tmp_path: Path, name: str) -> None:
    content, sentence = REFUSED[name]
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ExperimentError) as caught:
        with_weights(Experiment(), tmp_path / name, activation="tanh")
    assert sentence in str(caught.value)


def test_two_softmax_units_become_one_sigmoid_unit_only_if_that_is_wanted(tmp_path: Path) -> None:
    out, bias = RNG.randn(2, 4), RNG.randn(2)
    arrays = {"0.weight": W1, "0.bias": b1, "2.weight": out, "2.bias": bias}
    path = saved(tmp_path, "two.safetensors", arrays)
    with pytest.raises(ExperimentError, match="ends in 2 units: of 2 classes the output here"):
        with_weights(OPEN, path)
    run = Run(with_weights(OPEN, path, as_sigmoid=True))
    Z = out @ np.tanh(W1 @ run.A[0] + b1[:, None]) + bias[:, None]
    softmax = np.exp(Z) / np.exp(Z).sum(axis=0)
    np.testing.assert_allclose(run.A[2][0], softmax[1], rtol=1e-12)


def test_the_command_line_runs_from_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, out = tmp_path / "open.symgui.json", tmp_path / "out.npz"
    Experiment().with_(training={"iterations": 3}).save(file)
    path = str(saved(tmp_path, "net.safetensors", FILES["torch"]))
    assert main(["run", str(file), "--weights", path]) == 2
    assert "does not say the activation" in capsys.readouterr().err
    run = ["run", str(file), "--weights", path, "--activation", "tanh", "--iterations", "0"]
    assert main([*run, "--save-params", str(out)]) == 0
    np.testing.assert_array_equal(np.load(out)["W1"], W1)
    assert main(["run", str(file), "--activation", "tanh"]) == 2
    assert "--activation says something of --weights, which is missing" in capsys.readouterr().err


def test_what_symgui_exports_comes_back(tmp_path: Path) -> None:
    run = Run(with_weights(OPEN, saved(tmp_path, "net.npz", FILES["course"])))
    run.advance(5)
    arrays = parameters_of(run.trainer.network_state())
    for name, written in (("again.npz", npz(arrays)), ("again.safetensors", safetensors(arrays))):
        (tmp_path / name).write_bytes(written)
        again = Run(with_weights(OPEN, tmp_path / name))
        assert again.W[1].tobytes() == run.W[1].tobytes()
        assert again.cost == run.cost
