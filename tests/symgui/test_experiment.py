"""The experiment file: what goes in comes out, and whatever is wrong gets one sentence."""

from __future__ import annotations

import json
import math
import os
import pickle
from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symgui.experiment import (
    BiasInit,
    Change,
    DataSpec,
    Experiment,
    ExperimentError,
    InitializationSpec,
    LayerInit,
    LayerSpec,
    NetworkSpec,
    TrainingSpec,
    WeightInit,
    jsontext,
    opening_experiment,
    parameter_name,
    parse_parameter,
)
from symgui.experiment.parts import KIND_DEFAULTS, SCHEME_PARAMETERS, ActivationName, BiasScheme, WeightScheme
from symgui.experiment.text_files import MAX_FILE_BYTES
from symgui.training.changes import with_change

FINITE = st.floats(allow_nan=False, allow_infinity=False)
NOT_NEGATIVE = st.floats(min_value=0.0, allow_infinity=False, allow_nan=False)
SEEDS = st.integers(0, 2**32 - 1)
ACTIVATIONS = get_args(ActivationName)
SCHEMES = [name for name in get_args(WeightScheme) if name != "explicit"]


@st.composite
def data_specs(draw):
    kind = draw(st.sampled_from(sorted(set(KIND_DEFAULTS) - {"file"})))
    classes = draw(st.integers(2, 10)) if KIND_DEFAULTS[kind].many_classes else 2
    return DataSpec(
        kind=kind,
        samples=draw(st.integers(1, 300)),
        noise=draw(st.floats(0.0, 1e3)),
        balance=draw(st.floats(0.0, 1.0)) if classes == 2 else 0.5,
        classes=classes,
        seed=draw(SEEDS),
        test_samples=draw(st.integers(0, 300)),
        test_seed=draw(SEEDS),
        standardize=draw(st.booleans()),
    )


def rows(count):
    return st.lists(FINITE, min_size=count, max_size=count).map(tuple)


def matrices(height, width):
    return st.lists(rows(width), min_size=height, max_size=height).map(tuple)


@st.composite
def inits(draw, cls, explicit):
    """An initializer of any scheme; `explicit` draws the values of that one."""
    schemes = [*get_args(BiasScheme)] if cls is BiasInit else [*SCHEMES, "explicit"]
    scheme = draw(st.sampled_from(schemes))
    if scheme == "explicit":
        return cls(scheme=scheme, values=draw(explicit))
    name = SCHEME_PARAMETERS.get(scheme)
    if name is None:
        return cls(scheme=scheme)
    return cls(scheme=scheme, **{name: draw(st.none() | (FINITE if name == "value" else NOT_NEGATIVE))})


def read(**parts):
    """The experiment in a file with these parts."""
    return Experiment.loads(json.dumps({"format": "symgui/1", **parts}))


@st.composite
def experiments(draw):
    data = draw(data_specs())
    activation = st.sampled_from(
        ["sigmoid", "tanh", "relu", "leaky_relu", "elu", "linear", "softplus", "swish"]
    )
    hidden = draw(
        st.lists(st.builds(LayerSpec, units=st.integers(1, 4), activation=activation), max_size=3).map(tuple)
    )
    sizes = (data.inputs, *(layer.units for layer in hidden), 1 if data.classes == 2 else data.classes)
    numbers = range(1, len(sizes))
    weight_shapes = [(sizes[l], sizes[l - 1]) for l in numbers]
    layers = {}
    for l in numbers:
        if draw(st.booleans()):
            layers[str(l)] = LayerInit(
                weights=draw(st.none() | inits(WeightInit, matrices(*weight_shapes[l - 1]))),
                biases=draw(st.none() | inits(BiasInit, rows(sizes[l]))),
            )
    names = [
        *(f"W{l}[{j},{k}]" for l in numbers for j in range(sizes[l]) for k in range(sizes[l - 1])),
        *(f"b{l}[{j}]" for l in numbers for j in range(sizes[l])),
    ]
    at, rate = st.integers(0, 10**6), st.floats(0.0, 1e9)
    values = st.dictionaries(st.sampled_from(names), FINITE, min_size=1, max_size=3)
    change = st.builds(Change, at=at, learning_rate=st.none() | rate, set=values) | st.builds(
        Change, at=at, learning_rate=rate, set=st.none() | st.just({})
    )
    return Experiment(
        title=draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=20)),
        data=data,
        network=NetworkSpec(hidden=hidden),
        initialization=InitializationSpec(
            seed=draw(SEEDS),
            weights=draw(inits(WeightInit, st.tuples(*(matrices(*shape) for shape in weight_shapes)))),
            biases=draw(inits(BiasInit, st.tuples(*(rows(sizes[l]) for l in numbers)))),
            layers=layers,
        ),
        training=TrainingSpec(
            optimizer=draw(st.sampled_from(["gd", "momentum", "adam"])),
            learning_rate=draw(st.floats(0.0, 1e9)),
            batch_size=draw(st.none() | st.integers(1, data.samples)),
            batch_seed=draw(SEEDS),
            l2=draw(NOT_NEGATIVE),
            iterations=draw(st.integers(0, 10**9)),
        ),
        arithmetic=draw(st.sampled_from(["per-unit", "blas"])),
        changes=tuple(draw(st.lists(change, max_size=3, unique_by=lambda made: made.at))),
    )


@given(experiments())
@settings(max_examples=150)
def test_a_written_experiment_reads_back_the_same(experiment):
    text = experiment.dumps()
    again = Experiment.loads(text)
    assert again == experiment
    assert repr(again) == repr(experiment)  # −0.0 and 0.0 are equal, but not the same bits
    assert again.dumps() == text
    assert Experiment.loads(text.encode()) == experiment


def test_a_file_reads_back_the_same(tmp_path):
    path = tmp_path / "run.symgui.json"
    opening_experiment().save(path)
    assert Experiment.load(path) == opening_experiment() == Experiment.load(str(path))
    assert [entry.name for entry in tmp_path.iterdir()] == ["run.symgui.json"]


def test_the_file_of_the_documentation_is_read():
    experiment = Experiment.loads(
        """
        {"format": "symgui/1", "title": "He on circles",
         "data": {"kind": "circles", "samples": 300, "noise": 0.05, "balance": 0.5, "seed": 1,
                  "test_samples": 100, "test_seed": 2},
         "network": {"hidden": [{"units": 10, "activation": "relu"}, {"units": 5, "activation": "relu"}]},
         "initialization": {"seed": 3, "weights": {"scheme": "he"}, "biases": {"scheme": "zeros"},
                            "layers": {"2": {"weights": {"scheme": "constant", "value": 0.01}}}},
         "training": {"optimizer": "gd", "learning_rate": 0.01, "batch_size": null, "batch_seed": 0,
                      "l2": 0.0, "iterations": 15000},
         "arithmetic": "per-unit",
         "changes": [{"at": 1500, "set": {"W1[0,1]": 0.3}}, {"at": 1200, "learning_rate": 0.1}]}
        """
    )
    assert experiment.sizes == (2, 10, 5, 1)
    assert experiment.data.test_samples == 100
    assert experiment.initialization.layers["2"].weights == WeightInit(scheme="constant", value=0.01)
    assert [change.at for change in experiment.changes] == [1200, 1500]


def test_what_is_left_out_has_a_default():
    assert read() == Experiment()
    assert read(data={"kind": "circles"}).data.noise == 0.05
    assert read(data={"kind": "circles", "noise": None}).data.noise == 0.05
    assert read(data={"kind": "circles", "noise": 0}).data.noise == 0.0


def test_a_file_must_say_its_format_and_python_need_not():
    with pytest.raises(ExperimentError, match=r'format is missing: an experiment file says "symgui/1"'):
        Experiment.loads("{}")
    assert Experiment(title="Mine").format == Experiment().with_(title="Mine").format == "symgui/1"
    assert Experiment.loads(Experiment().dumps()) == Experiment()


def test_a_number_without_a_fraction_is_an_integer_wherever_one_is_wanted():
    experiment = read(
        training={"iterations": 3.0, "batch_size": 2e1}, data={"samples": 40.0}, changes=[
            {"at": 1.0, "learning_rate": 1}
        ]
    )  # fmt: skip
    written = json.loads(experiment.dumps())
    values = (
        written["training"]["iterations"], written["training"]["batch_size"],
        written["data"]["samples"], written["changes"][0]["at"],
    )  # fmt: skip
    assert values == (3, 20, 40, 1)
    assert all(type(value) is int for value in values)
    assert experiment.training == TrainingSpec(iterations=3.0, batch_size=20.0)
    with pytest.raises(ExperimentError, match="must be an integer"):
        read(training={"iterations": 3.5})


def test_a_truth_table_has_four_points():
    data = read(data={"kind": "and"}).data
    assert (data.samples, data.test_samples, data.balance) == (4, 0, 0.25)
    assert DataSpec(kind="or").balance == 0.75
    assert DataSpec(kind="or", samples=400, balance=0.5, test_samples=9).test_samples == 4
    same = {"kind": "and", "samples": 4, "balance": 0.25, "test_samples": 4}
    assert read(data=same).data == DataSpec(kind="and", test_samples=4)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("samples", 400, 'data.samples must be 4 for the truth table "and", not 400'),
        ("balance", 0.5, 'data.balance must be 0.25 for the truth table "and", not 0.5'),
        ("test_samples", 9, 'data.test_samples must be 0 or 4 for the truth table "and", not 9'),
    ],
)
def test_a_file_may_not_say_of_a_truth_table_what_it_is_not(field, value, said):
    with pytest.raises(ExperimentError) as caught:
        read(data={"kind": "and", field: value})
    assert str(caught.value) == said


def test_more_changes_than_a_window_can_hold_are_refused():
    """By their number, before any is looked at: the last is none."""
    changes = [{"at": at, "set": {"W1[0,1]": at / 2}} for at in range(10_000)]
    assert len(read(changes=changes).changes) == 10_000
    with pytest.raises(ExperimentError) as caught:
        read(changes=[*changes, "nothing"])
    assert str(caught.value) == "changes must have at most 10000 entries, not 10001"


def test_fields_that_are_missing_are_named_for_every_record_anew():
    for _ in range(2):
        with pytest.raises(ExperimentError, match=r"changes\[1\]\.at is missing"):
            read(changes=[{"at": 1, "learning_rate": 0.1}, {"learning_rate": 0.1}])


def test_the_same_thing_changed_twice_at_one_iteration_is_refused():
    changes = [{"at": 7, "learning_rate": 0.1, "set": {"b1[0]": 1}}, {"at": 7, "set": {"b1[0]": 2}}]
    with pytest.raises(ExperimentError) as caught:
        read(changes=changes)
    said = "changes[1].set.b1[0] must be 1, as changes[0].set.b1[0] has it at the same iteration, not 2.0"
    assert str(caught.value) == said
    changes[1] = {"at": 7, "learning_rate": 0.2}
    with pytest.raises(ExperimentError, match=r"changes\[1\]\.learning_rate must be 0\.1"):
        read(changes=changes)
    changes[1]["at"] = 8
    assert len(read(changes=changes).changes) == 2


def test_a_change_of_nothing_is_not_recorded():
    changes = (Change(at=2, learning_rate=0.5), Change(at=9, learning_rate=0.1))
    assert with_change(Experiment(changes=changes), 5).changes == changes[:1]


@pytest.mark.parametrize(("classes", "outputs"), [(2, 1), (3, 3), (10, 10)])
def test_sizes_count_inputs_and_outputs(classes, outputs):
    hidden = NetworkSpec(hidden=(LayerSpec(units=7),))
    experiment = Experiment(data=DataSpec(kind="blobs", classes=classes), network=hidden)
    assert experiment.sizes == (2, 7, outputs)


# --- what is wrong, and how it is said ------------------------------------------------------------------

WRONG = {
    '{"training": {"learning_rate": "fast"}}': ["training.learning_rate", '"fast"', "a number"],
    '{"training": {"learning_rate": true}}': ["training.learning_rate", "true"],
    '{"training": {"learning_rate": -0.1}}': ["training.learning_rate", "-0.1", "from 0"],
    '{"training": {"learning_rte": 0.1}}': ["training.learning_rte", "0.1", "did you mean learning_rate"],
    '{"training": {"zzz": [1, 2, 3, 4]}}': ["training.zzz", "[1, 2, 3, …]", "learning_rate, batch_size"],
    '{"data": {"noise": -1}}': ["data.noise", "-1", "from 0 to 1000"],
    '{"data": {"noise": 1e999}}': ["data.noise", "1e999"],
    '{"data": {"noise": NaN}}': ["data.noise", "NaN"],
    '{"data": {"noise": -Infinity}}': ["data.noise", "-Infinity"],
    '{"data": {"samples": 1000000000}}': ["data.samples", "1000000000", "20000"],
    '{"data": {"samples": 0}}': ["data.samples", "not 0"],
    '{"data": {"samples": 2.5}}': ["data.samples", "2.5", "integer"],
    '{"data": {"seed": true}}': ["data.seed", "true"],
    '{"data": {"seed": 1, "seed": 2}}': ["data.seed", "only once", "2"],
    '{"data": {"kind": "circls"}}': ["data.kind", '"circls"', "did you mean circles"],
    '{"data": {"standardize": "yes"}}': ["data.standardize", '"yes"', "true or false"],
    '{"data": {"kind": "flower", "classes": 3}}': ["data.classes", "3", "blobs"],
    '{"data": {"kind": "blobs", "classes": 3, "balance": 0.3}}': ["data.balance", "0.3"],
    '{"data": null}': ["data", "null"],
    '{"data": []}': ["data", "[]"],
    '{"network": {"hidden": [{"units": 4}, {"units": 0}]}}': ["network.hidden[1].units", "not 0", "512"],
    '{"network": {"hidden": [{"activation": "tahn"}]}}': ["network.hidden[0].activation", '"tahn"', "tanh?"],
    '{"network": {"hidden": {"units": 4}}}': ["network.hidden", "list"],
    '{"network": {"hidden": [{},{},{},{},{},{},{},{},{},{},{},{},{}]}}': ["network.hidden", "12", "13"],
    '{"format": "symgui/2"}': ["format", '"symgui/2"', '"symgui/1"'],
    '{"title": 3}': ["title", "3", "text"],
    r'{"title": "\ud800"}': ["title", "text"],
    '{"arithmetic": "fast"}': ["arithmetic", '"fast"', '"per-unit"'],
    '{"training": {"batch_size": 500}}': ["training.batch_size", "500", "400"],
    '{"training": {"iterations": 1' + "0" * 5000 + "}}": ["training.iterations", "1000000"],
    '{"initialization": {"weights": {"scheme": "he", "value": 1}}}':
        ["initialization.weights.value", "1", '"he"'],
    '{"initialization": {"weights": {"scheme": "constant", "scale": 1}}}':
        ["initialization.weights.scale", "takes value"],
    '{"initialization": {"weights": {"scheme": "explicit"}}}': ["initialization.weights.values", "missing"],
    '{"initialization": {"biases": {"scheme": "he"}}}': ["initialization.biases.scheme", '"he"'],
    '{"initialization": {"layers": {"2": {}}}}': ["initialization.layers", "2", "from 1 to 1"],
    '{"initialization": {"layers": {"01": {}}}}': ["initialization.layers.01", "from 1 to 1"],
    '{"initialization": {"layers": {"1": {"weights": {"scheme": "torch_default", "gain": 1}}}}}':
        ["initialization.layers.1.weights.gain", "1"],
    '{"changes": [{"learning_rate": 1}]}': ["changes[0].at", "missing"],
    '{"changes": [{"at": 1}]}': ["changes[0]", "nothing", "learning_rate", "set"],
    '{"changes": [{"at": 1, "set": {}}]}': ["changes[0]", "nothing"],
    '{"changes": [{"at": 1, "learning_rate": 1}, {"at": 5, "set": {"W1[0,2]": 7}}]}':
        ["changes[1].set.W1[0,2]", "7", "1 × 2"],
    '{"changes": [{"at": 5, "set": {"b2[0]": 7}}]}': ["changes[0].set.b2[0]", "7", "1 layer"],
    '{"changes": [{"at": 5, "set": {"W1[0]": 7}}]}': ["changes[0].set", "W1[0]", "W1[0,1]"],
    '{"changes": [{"at": 5, "set": {"W1[0,1]": "x"}}]}': ["changes[0].set", "W1[0,1]", '"x"'],
    "[1, 2]": ["[1, 2]", "object"],
    "": ["empty"],
    " \n": ["empty"],
    "{": ["cut off", "line 1"],
    '{\n "title": "abc': ["cut off", "line 2"],
    '{"training": {"l2": 0.': ["cut off"],
    '{"data": {},}': ["not JSON", "line 1, column 1"],
    "learning_rate = 3": ["not JSON", "line 1"],
    '{"title": "a"} {': ["not JSON", "extra data"],
    "[" * 100_000: ["nested too deep"],
    '{"data":' * 40_000: ["nested too deep"],
}  # fmt: skip


@pytest.mark.parametrize(("text", "said"), WRONG.items(), ids=[text[:60] for text in WRONG])
def test_what_is_wrong_is_said_in_one_sentence(text, said, tmp_path):
    with pytest.raises(ExperimentError) as caught:
        Experiment.loads(text)
    message = str(caught.value)
    assert all(part in message for part in said), message
    assert "\n" not in message
    assert len(message) < 400

    path = tmp_path / "wrong.symgui.json"
    path.write_bytes(text.encode())
    with pytest.raises(ExperimentError) as caught:
        Experiment.load(path)
    assert str(path) in str(caught.value)
    assert all(part in str(caught.value) for part in said)


def test_whatever_is_cut_off_is_said_to_be():
    text = opening_experiment().dumps().strip()
    for length in range(1, len(text)):
        with pytest.raises(ExperimentError, match="is cut off"):
            Experiment.loads(text[:length])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0", "byte 0 is 0x89"),
        (b'{"title": "caf\xe9"}', "byte 14 is 0xe9"),
        (b"\0" * 100, "not JSON"),
        (b"", "empty"),
    ],
)
def test_a_file_that_is_no_text_is_refused(content, said):
    with pytest.raises(ExperimentError, match=said):
        Experiment.loads(content)


def test_a_byte_order_mark_is_no_reason_to_refuse():
    assert Experiment.loads(b'\xef\xbb\xbf{"format": "symgui/1"}') == Experiment()


def test_a_huge_file_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "huge.symgui.json"
    with path.open("wb") as file:
        file.truncate(2**40)  # a terabyte of nothing, which takes no room
    with pytest.raises(ExperimentError, match=f"{2**40} bytes, and {MAX_FILE_BYTES}"):
        Experiment.load(path)


def test_a_large_hostile_file_is_refused_quickly():
    repeated = "{" + ",".join(['"a":1,"b":2'] * 100_000) + "}"
    with pytest.raises(ExperimentError, match="a is not a known field"):
        Experiment.loads(repeated)
    wide = '{"title":' + json.dumps([[[i] for i in range(5)]] * 1000) + "}"
    with pytest.raises(ExperimentError) as caught:
        Experiment.loads(wide)
    assert len(str(caught.value)) < 200


def test_files_that_cannot_be_read_are_named(tmp_path):
    for path, said in [
        (tmp_path / "nowhere.json", "no such file"),
        (tmp_path, "it is a folder"),
        ("a\0b", "null"),
        ("x" * 5000, "too long"),
    ]:
        with pytest.raises(ExperimentError, match=said) as caught:
            Experiment.load(path)
        assert len(str(caught.value)) < 400


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in the file system")
def test_a_pipe_is_refused_instead_of_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ExperimentError, match="no regular file"):
        Experiment.load(tmp_path / "pipe")


def test_a_failed_save_leaves_everything_as_it_was(tmp_path):
    with pytest.raises(ExperimentError, match="it is a folder"):
        opening_experiment().save(tmp_path)
    with pytest.raises(ExperimentError, match="nowhere"):
        opening_experiment().save(tmp_path / "nowhere" / "run.json")
    assert list(tmp_path.iterdir()) == []


def test_what_could_not_be_read_again_is_not_saved(tmp_path, monkeypatch):
    path = tmp_path / "run.symgui.json"
    monkeypatch.setattr("symgui.experiment.text_files.MAX_FILE_BYTES", len(opening_experiment().dumps()))
    opening_experiment().save(path)
    with pytest.raises(ExperimentError, match="that can be read again"):
        opening_experiment().with_(title="a longer title than before").save(path)
    assert Experiment.load(path) == opening_experiment()


def test_saving_through_a_link_keeps_the_link(tmp_path):
    target, link = tmp_path / "target.json", tmp_path / "link.json"
    target.write_text("old")
    link.symlink_to(target)
    opening_experiment().save(link)
    assert link.is_symlink()
    assert Experiment.load(target) == opening_experiment()


def test_memory_is_bounded():
    wide = tuple(LayerSpec(units=512) for _ in range(12))
    with pytest.raises(ExperimentError, match=r"network\.hidden is too large for 20000 examples"):
        Experiment(data=DataSpec(samples=20_000), network=NetworkSpec(hidden=wide))
    with pytest.raises(ExperimentError, match="20000 examples"):
        Experiment(data=DataSpec(test_samples=20_000), network=NetworkSpec(hidden=wide))
    assert Experiment(network=NetworkSpec(hidden=wide)).sizes == (2, *[512] * 12, 1)


def test_records_made_in_python_are_checked_alike():
    with pytest.raises(ExperimentError, match=r"^noise must be a number from 0 to 1000, not -1"):
        DataSpec(noise=-1.0)
    with pytest.raises(ExperimentError, match="units must be an integer from 1 to 512, not 0"):
        LayerSpec(units=0)
    with pytest.raises(ExperimentError, match="learning_rate"):
        TrainingSpec(learning_rate=math.nan)
    with pytest.raises(ExperimentError, match="value cannot stand beside"):
        BiasInit(scheme="zeros", value=1.0)
    assert LayerSpec(units=np.int64(3)).units == 3
    assert type(TrainingSpec(learning_rate=1).learning_rate) is float


def test_errors_can_be_pickled():
    error = ExperimentError("must be 1, not 2", "data.seed", "a.json")
    assert str(pickle.loads(pickle.dumps(error))) == str(error) == "a.json: data.seed must be 1, not 2"


# --- explicit values --------------------------------------------------------------------------------------


def own(values):
    return {"scheme": "explicit", "values": values}


def start(hidden, weights=None, biases=None, layers=None, classes=2):
    """An experiment of these hidden units, read from a file with explicit values."""
    explicit = {"seed": 0, "layers": layers or {}}
    for name, values in (("weights", weights), ("biases", biases)):
        if values is not None:
            explicit[name] = {"scheme": "explicit", "values": values}
    return read(
        data={"kind": "blobs", "classes": classes},
        network={"hidden": [{"units": n} for n in hidden]},
        initialization=explicit,
    ).initialization


def test_explicit_values_are_held_in_the_shapes_of_the_layers():
    spec = start([2], weights=[[[1, 2], [3, 4.5]], [[5, 6]]], biases=[[1, 2], [[3]]])
    assert spec.weights.values == (((1.0, 2.0), (3.0, 4.5)), ((5.0, 6.0),))
    assert spec.biases.values == ((1.0, 2.0), (3.0,))


def test_one_layer_may_give_its_values_alone():
    assert start([], weights=[[1, 2]]).weights.values == (((1.0, 2.0),),)
    assert start([], weights=[[[1, 2]]]).weights.values == (((1.0, 2.0),),)
    for biases in ([3], [[3]], [[[3]]]):
        assert start([], biases=biases).biases.values == ((3.0,),)
    for biases in ([1, 2, 3], [[1], [2], [3]], [[1, 2, 3]], [[[1], [2], [3]]]):
        assert start([], biases=biases, classes=3).biases.values == ((1.0, 2.0, 3.0),)


def test_a_single_layer_takes_a_matrix_and_a_list_or_column():
    own = {
        "weights": {"scheme": "explicit", "values": [[1, 2]]},
        "biases": {"scheme": "explicit", "values": [[3]]},
    }
    layer = start([1], layers={"1": own}).layers["1"]
    assert layer.weights.values == ((1.0, 2.0),)
    assert layer.biases.values == (3.0,)


def test_arrays_are_taken_as_explicit_values():
    W = np.arange(8.0).reshape(4, 2)
    experiment = opening_experiment().with_(
        initialization={"layers": {"1": LayerInit(weights=WeightInit(scheme="explicit", values=W))}}
    )
    assert experiment.initialization.layers["1"].weights.values == tuple(map(tuple, W.tolist()))
    assert Experiment.loads(experiment.dumps()) == experiment


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            {"weights": [[[1, 2], [3, 4]]]},
            r"weights\.values must be a list of 2 entries.*, not of 1",
        ),
        ({"weights": [[[1, 2]], [[5, 6]]]}, r"weights\.values\[0\] must be a 2 × 2 matrix .*, not of 1"),
        ({"weights": [[[1, 2], [3]], [[5, 6]]]}, r"weights\.values\[0\]\[1\] must be a row of 2"),
        (
            {"weights": [[[1, 2], [3, "x"]], [[5, 6]]]},
            r'weights\.values\[0\]\[1\]\[1\] must be a number, not "x"',
        ),
        ({"weights": [[[1, 2], [3, True]], [[5, 6]]]}, "not true"),
        ({"weights": [[[1, 2], [3, [4]]], [[5, 6]]]}, r"not \[4\]"),
        ({"weights": []}, "not of 0"),
        ({"weights": [1, 2]}, "a 2 × 2 matrix"),
        ({"weights": 3}, r"weights\.values must be a list"),
        ({"biases": [[1, 2]]}, r"biases\.values must be a list of 2 entries"),
        ({"biases": [[1, 2, 3], [1]]}, r"biases\.values\[0\] must be a list or a column of 2"),
        ({"biases": [[[1, 2]], [1]]}, r"biases\.values\[0\]"),
        ({"biases": [[], []]}, r"biases\.values\[0\]"),
        (
            {"layers": {"1": {"weights": {"scheme": "explicit", "values": [[1, 2]]}}}},
            r"layers\.1\.weights\.values",
        ),
        (
            {"layers": {"2": {"biases": {"scheme": "explicit", "values": [1, 2]}}}},
            r"layers\.2\.biases\.values",
        ),
    ],
)
def test_explicit_values_of_a_wrong_shape_are_refused(arguments, said):
    with pytest.raises(ExperimentError, match=said):
        start([2], **arguments)


# --- parameters -------------------------------------------------------------------------------------------


@given(st.sampled_from("Wb"), st.integers(1, 13), st.integers(0, 511), st.integers(0, 511))
def test_parameter_names_read_back(letter, layer, row, column):
    column = column if letter == "W" else 0
    assert parse_parameter(parameter_name(letter, layer, row, column)) == (letter, layer, row, column)


@pytest.mark.parametrize(
    "name", ["", "W", "W1", "W0[0,0]", "W1[0]", "b1[0,0]", "W1[-1,0]", "W1[0,0] ", "w1[0,0]", "W1[٣,0]"]
)
def test_what_names_no_parameter_is_refused(name):
    with pytest.raises(ExperimentError, match="names no parameter"):
        parse_parameter(name)


# --- changing an experiment -------------------------------------------------------------------------------


def test_a_mapping_replaces_fields_of_a_part():
    before = opening_experiment()
    after = before.with_(training={"learning_rate": 0.5}, title="Slower")
    assert after.training == TrainingSpec(learning_rate=0.5, iterations=10_000)
    assert (after.title, after.data, after.network) == ("Slower", before.data, before.network)
    assert before == opening_experiment()


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"training": {"learning_rate": -1}}, "training.learning_rate must be"),
        ({"training": {"batch_size": 401}}, "training.batch_size must be at most"),
        ({"trainig": {}}, "did you mean training"),
        ({"data": {"sampels": 3}}, "data.sampels is not a known field"),
        ({"network": {"hidden": (LayerSpec(),) * 13}}, "at most 12 entries, not 13"),
    ],
)
def test_a_change_that_makes_no_experiment_is_refused(parts, said):
    with pytest.raises(ExperimentError, match=said):
        opening_experiment().with_(**parts)


def test_another_kind_of_data_brings_its_own_noise_and_keeps_the_rest():
    data = {"samples": 120, "balance": 0.6, "seed": 9}
    start = opening_experiment().with_(data=data, training={"batch_size": 32})
    circles = start.with_kind("circles")
    assert circles.data == DataSpec(kind="circles", samples=120, balance=0.6, seed=9, noise=0.05)
    assert circles.training == start.training

    gate = circles.with_kind("and")
    assert (gate.data.samples, gate.training.batch_size) == (4, None)
    assert gate.with_kind("flower").data == DataSpec(kind="flower", seed=9)

    spiral = circles.with_(data={"kind": "spiral", "classes": 4, "balance": 0.5})
    assert spiral.with_kind("blobs").data.classes == 4
    assert spiral.with_kind("xor").data.classes == 2


TABLE = {"features": ["a", "b", "c"], "classes": ["x", "y", "z"], "rows": [[1, 2, 3, 0], [4, 5, 6, 2]]}


def test_own_data_give_way_to_a_kind_and_do_not_come_from_one():
    own = Experiment(data=DataSpec(kind="file", table=TABLE, test_samples=1))
    assert (own.sizes, own.data.samples) == ((3, 3), 1)
    assert own.with_kind("moons").data == DataSpec(kind="moons")
    assert own.with_kind("digits").data == DataSpec(kind="digits")
    assert own.with_kind("file") == own
    with pytest.raises(ExperimentError, match=r'data\.table is missing: the kind "file" needs its data'):
        Experiment().with_kind("file")


@given(experiments(), st.sampled_from(sorted(set(KIND_DEFAULTS) - {"file"})))
@settings(max_examples=60)
def test_any_kind_can_follow_any_other(experiment, kind):
    plain = experiment.with_(initialization=InitializationSpec(), changes=())  # explicit values fix the shape
    assert plain.with_kind(kind).data.kind == kind


def test_a_layer_that_goes_takes_its_override_along_and_the_output_keeps_its_own():
    hidden, output = (LayerInit(weights=WeightInit(scheme=name)) for name in ("he", "zeros"))
    experiment = opening_experiment().with_(initialization={"layers": {"1": hidden, "2": output}})
    assert experiment.with_hidden([]).initialization.layers == {"1": output}
    two = experiment.with_hidden([LayerSpec(units=4), LayerSpec(units=4)])
    assert two.initialization.layers == {"1": hidden, "3": output}
    assert two.with_hidden([LayerSpec(units=4)]) == experiment.with_hidden([LayerSpec(units=4)])
    assert experiment.with_hidden([LayerSpec(units=3)]).sizes == (2, 3, 1)


def test_a_device_is_never_replaced_by_a_file(tmp_path):
    pipe = tmp_path / "pipe.symgui.json"
    os.mkfifo(pipe)
    with pytest.raises(ExperimentError, match="cannot be written: it is no regular file"):
        Experiment().save(pipe)
    assert pipe.is_fifo()
    assert list(tmp_path.iterdir()) == [pipe]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '{"a": [' + "0, " * 1_000_001 + "0]}",
            "has about 1000001 values, and 1000000 are the most that can be read",
        ),
        ("{" + '"a": 0' * 300_001, "has about 300001 fields, and 300000 are the most that can be read"),
        ("[" + "{}" * 50_001, "has about 50001 objects, and 50000 are the most that can be read"),
    ],
)
def test_what_would_take_too_long_is_refused_unread(
    text: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(*_: object, **__: object) -> None:
        raise AssertionError("it was read")

    monkeypatch.setattr(jsontext.json, "loads", read)
    with pytest.raises(ExperimentError) as error:
        Experiment.loads(text)
    assert error.value.problem == said


def test_what_would_take_too_long_to_read_again_is_not_saved(tmp_path, monkeypatch):
    monkeypatch.setitem(jsontext.MOST, ":", ("fields", 10))
    with pytest.raises(ExperimentError, match="fields, and 10 are the most that can be read again"):
        opening_experiment().save(tmp_path / "mine.symgui.json")
    assert list(tmp_path.iterdir()) == []
