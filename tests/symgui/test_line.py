"""An experiment as one line: it comes back whole, and whatever is not one is a sentence."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import re
import tracemalloc
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symgui.experiment import Experiment, ExperimentError, WeightInit, opening_experiment
from symgui.experiment.line import (
    CHECKED,
    DICTIONARY,
    LONGEST,
    MOST_BYTES,
    PREFIX,
    from_line,
    is_line,
    to_line,
)
from symgui.resources import example_files, resource_folder
from symgui.training.lanes import lanes_of
from symgui.training.race_file import RaceFile, load_line

OPENING = to_line(opening_experiment())
FINITE = st.floats(allow_nan=False, allow_infinity=False)

experiments = st.builds(
    lambda title, seed, units, activation, scheme, rate, changes: Experiment().with_(
        title=title,
        data={"seed": seed},
        network={"hidden": [{"units": n, "activation": activation} for n in units]},
        initialization={"weights": scheme},
        training={"learning_rate": rate},
        changes=changes,
    ),
    st.text(st.characters(codec="utf-8"), max_size=60),
    st.integers(0, 2**32 - 1),
    st.lists(st.integers(1, 20), max_size=4),
    st.sampled_from(["tanh", "relu", "swish"]),
    st.builds(lambda x: WeightInit(scheme="constant", value=x), FINITE),
    st.floats(0, 1e9),
    st.lists(st.builds(lambda at, x: {"at": at, "learning_rate": x}, st.integers(0, 99), st.just(0.5)),
             max_size=3),
)  # fmt: skip


def made_of(text: bytes, checksum: bytes | None = None) -> str:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, zdict=DICTIONARY)
    packed = packer.compress(text) + packer.flush()
    checksum = hashlib.sha256(text).digest()[:CHECKED] if checksum is None else checksum
    return PREFIX + base64.urlsafe_b64encode(checksum + packed).rstrip(b"=").decode()


@given(experiments)
@settings(deadline=None, max_examples=40)
def test_an_experiment_comes_back(experiment: Experiment) -> None:
    line = to_line(experiment)
    assert re.fullmatch(r"symgui1:[A-Za-z0-9_-]+", line)
    assert load_line(line) == experiment
    assert to_line(experiment) == line


def test_the_shipped_experiments_are_short_lines() -> None:
    lines = [to_line(Experiment.load(path)) for path in example_files()]
    assert all(
        load_line(line) == Experiment.load(path) for line, path in zip(lines, example_files(), strict=True)
    )
    assert max(map(len, lines)) < 250
    assert len(OPENING) < 100


def test_a_line_of_this_version_is_read_for_ever() -> None:
    """A line that was written when the format was made."""
    assert load_line("symgui1:oYoY5cMfqW7gKNRRSC1LLapUgASCAshvo7E9JGMbAA") == opening_experiment()
    he = (
        "symgui1:f3qUFsMfqc6QXKej4JGqXqwACwSMmIZlTqSoNkaJagNTMuLa0IAKsY0jxSOyhCn2HIEnORhjTw7AjEir"
        "tAAqZMhODKbEJwYA"
    )
    assert load_line(he) == Experiment.load(resource_folder() / "experiments" / "circles-he.symgui.json")


def test_a_race_comes_back() -> None:
    lanes = lanes_of(opening_experiment(), [{}, {"initialization": {"weights": WeightInit("he")}}])
    race = RaceFile.of(lanes, "Zeros and He")
    assert load_line(to_line(race)) == race


def test_mail_may_break_it() -> None:
    broken = "  " + "\r\n".join(OPENING[i : i + 30] for i in range(0, len(OPENING), 30)) + "\n"
    assert load_line(broken) == opening_experiment()


@given(st.data())
def test_one_wrong_letter_never_makes_another_experiment(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(OPENING) - 1))
    letter = data.draw(st.characters(min_codepoint=33, max_codepoint=126))
    changed = OPENING[:at] + letter + OPENING[at + 1 :]
    if changed == OPENING:
        return
    with contextlib.suppress(ExperimentError):
        # the last bits of a deflated stream mean nothing
        assert load_line(changed) == opening_experiment()


@given(st.integers(0, 120))
def test_a_line_cut_off_is_noticed(end: int) -> None:
    if end < len(OPENING):
        with pytest.raises(ExperimentError, match=r"^the line "):
            load_line(OPENING[:end])


@given(
    st.text(max_size=80) | st.binary(max_size=80).map(lambda b: PREFIX + base64.urlsafe_b64encode(b).decode())
)
def test_anything_else_is_a_sentence(text: str) -> None:
    with pytest.raises(ExperimentError, match=r"^the line ") as caught:
        load_line(text)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("", 'the line must begin with "symgui1:", not ""'),
        ("https://example.org", 'the line must begin with "symgui1:", not "https://example.org"'),
        ("symgui2:abcd", 'the line is of another version, "symgui2": this program reads "symgui1"'),
        (PREFIX + "ab$d", 'the line is damaged: "$" is no letter of it'),
        (PREFIX, "the line is cut off: its end is missing"),
        (PREFIX + "x" * 3 * LONGEST, f"the line has {3 * LONGEST + 8} characters, and 40000 are the most"),
        (made_of(b"{}", b"abcd"), "the line is damaged: its checksum is not that of what it holds"),
        (made_of(b"{}"), "the line: format is missing: an experiment file says \"symgui/1\""),
        (made_of(b"\xff"), "the line holds no text"),
        (made_of(b'{"format": "symgui/1", "trainin": 1}'),
         "the line: trainin is not a known field (received 1): did you mean training?"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(line: str, sentence: str) -> None:
    with pytest.raises(ExperimentError) as caught:
        load_line(line)
    assert str(caught.value) == sentence


def test_a_line_that_unfolds_to_very_much_is_refused_with_little_memory() -> None:
    bomb = made_of(b"0" * (20 * MOST_BYTES))
    bomb = bomb[: len(bomb) - len(bomb) % 4][: 2 * LONGEST]
    tracemalloc.start()
    with pytest.raises(ExperimentError, match="unfolds to more than 4194304 bytes"):
        from_line(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 * MOST_BYTES


def test_what_is_too_long_for_a_line_is_a_file() -> None:
    stream = np.random.RandomState(1)
    values = [stream.randn(*shape).tolist() for shape in ((512, 2), (512, 512), (1, 512))]
    experiment = Experiment().with_(
        network={"hidden": [{"units": 512, "activation": "tanh"}] * 2},
        initialization={"weights": WeightInit(scheme="explicit", values=tuple(values))},
    )
    with pytest.raises(ExperimentError, match=r"would be a line of .* characters, and 40000 are the most"):
        to_line(experiment)


def test_what_means_to_be_a_line() -> None:
    assert is_line(OPENING)
    assert is_line("symgui7:x")
    for path in ("circles.symgui.json", "symgui/1", "C:symgui1", "symgui:x", "./symgui1:x"):
        assert not is_line(path)
