"""Any value in any place of a file of an experiment or a race: it is read, or refused in one sentence."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from symgui.experiment import Experiment, ExperimentError, opening_experiment
from symgui.experiment.jsontext import pretty
from symgui.training.lanes import lanes_of
from symgui.training.race_file import RaceFile, loads

LONGEST = 2_000
"""Characters of a sentence: nothing that a file holds is quoted whole."""
RUN = json.loads(
    opening_experiment()
    .with_(
        title="All there is",
        changes=[{"at": 3, "learning_rate": 0.5}, {"at": 5, "set": {"W1[0,1]": 0.25}}],
        initialization={"layers": {"1": {"weights": {"scheme": "he"}}}},
    )
    .dumps()
)
RACE = json.loads(RaceFile.of(lanes_of(opening_experiment(), [{}, {"training": {"l2": 1.0}}])).dumps())
TABLE = json.loads(
    Experiment()
    .with_(
        data={
            "kind": "file", "samples": 3, "test_samples": 1,
            "table": {"name": "mine", "features": ["a", "b"], "classes": ["u", "v"],
                      "rows": [[1, 2, 0], [2, 1, 1], [3, 0.5, 1], [4, 5, 0]]},
        }
    )
    .dumps()
)  # fmt: skip
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**40), 10**40)
    | st.floats()
    | st.text(max_size=6)
    | st.just("x" * 5_000),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)


def places(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The ways to everything in a file."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [way, *(place for key, item in inner for place in places(item, (*way, key)))]


def read(text: str | bytes) -> None:
    """It is an experiment or a race again and again, or one sentence says why not."""
    try:
        content = loads(text)
    except ExperimentError as error:
        assert "\n" not in str(error)  # noqa: PT017
        assert len(str(error)) < LONGEST  # noqa: PT017
    else:
        assert loads(content.dumps()) == content


@settings(max_examples=60)
@given(st.data(), st.sampled_from([RUN, RACE, TABLE]), ANYTHING)
def test_any_value_in_any_place(data: st.DataObject, file: Any, value: Any) -> None:
    changed = json.loads(json.dumps(file))
    way = data.draw(st.sampled_from(places(file)))
    if way:
        inner = changed
        for key in way[:-1]:
            inner = inner[key]
        if data.draw(st.booleans()):
            inner[way[-1]] = value
        elif isinstance(inner, dict):
            inner[str(value)[:20]] = inner.pop(way[-1])
        else:
            inner.append(value)
    else:
        changed = value
    read(json.dumps(changed))


@settings(max_examples=30)
@given(st.data(), st.sampled_from([RUN, RACE]), st.text(max_size=4) | st.binary(max_size=4))
def test_any_letters_in_any_place(data: st.DataObject, file: Any, piece: str | bytes) -> None:
    text = pretty(file).encode()
    start = data.draw(st.integers(0, len(text)))
    length = data.draw(st.integers(0, 20))
    new = piece if isinstance(piece, bytes) else piece.encode("utf-8", "surrogatepass")
    read(text[:start] + new + text[start + length :])
