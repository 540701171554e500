"""The lesson file: what is read from it, and one sentence with file, line and field for what is wrong."""

# ruff: noqa: E501 - tables of one case a line
from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symgui.experiment import Experiment, LayerSpec, opening_experiment
from symgui.lessons import LessonError, block, load_lesson, parse_lesson
from symgui.lessons.claim import Claim
from symgui.lessons.lesson import DEFAULT_VIEWS
from symgui.lessons.lesson_document import MAX_FILE_BYTES
from symgui.lessons.text import Span, length, paragraphs, plain, spans
from symgui.resources import resource_folder

LESSON = """+++
format = "symgui-lesson/1"
id = "hidden-layer"
title = "The hidden layer may not"
question = "Why do zero weights never learn?"
part = "core"
number = 2
+++

# For whoever reads the file

Not for the class.

## All weights zero

Every *W* is `0`: nothing moves.

$$dW[1] = 1/m · dZ[1] Xᵀ$$

> Say it twice.
> - really

<!-- a comment -->

```toml
experiment = "flower-zeros"
run = 1000
until = "frozen"
start = 3
pace = "10"
views = ["weights", "gradients"]
select = "W1[0,0]"
highlight = ["W1", "unit 1.2", "dW2", "b2[0]", "verdict"]
question = {text = "What moves?", choices = [
  {text = "Everything", holds = [{quantity = "verdict", equals = "healthy"}]},
  {text = "Nothing", holds = [{quantity = "verdict", equals = "frozen"}]},
]}
claims = [
  {quantity = "largest |dW|", layer = 1, equals = 0, until = 1000},
  {quantity = "cost", at = 1000, equals = 0.693147, within = 5e-7, says = "It stays."},
  {quantity = "W1[0,1]", equals = 0},
]
```

## Random

It learns.

```toml
run = 1000
[initialization]
weights = {scheme = "normal", scale = 0.01}
[[claims]]
quantity = "train accuracy"
at_least = 0.9
```

## Against each other

```toml
run = 100
race = [
  {initialization = {weights = {scheme = "zeros"}}},
  {},
]
[[claims]]
quantity = "cost"
lane = "B"
less_than = {quantity = "cost", lane = "A", times = 0.5}
```
"""
ONE_STEP = """+++
format = "symgui-lesson/1"
id = "x"
title = "X"
+++
## One

Text.

```toml
experiment = "flower-zeros"
{}
```
"""


def flower(name: str) -> Experiment:
    return Experiment.load(resource_folder() / "experiments" / f"flower-{name}.symgui.json")


def one(settings_text: str) -> str:
    return ONE_STEP.format(settings_text)


def test_a_whole_lesson():
    lesson = parse_lesson(LESSON, "02-hidden-layer.lesson.md")
    assert (lesson.id, lesson.part, lesson.number) == ("hidden-layer", "core", 2)
    assert (lesson.title, lesson.question) == ("The hidden layer may not", "Why do zero weights never learn?")
    assert str(lesson.path) == "02-hidden-layer.lesson.md"
    first, second, third = lesson.steps
    assert first.title == "All weights zero"
    assert first.line == LESSON.split("\n").index("## All weights zero") + 1
    assert first.text == "Every *W* is `0`: nothing moves.\n\n$$dW[1] = 1/m · dZ[1] Xᵀ$$"
    assert first.notes == "Say it twice.\n- really"
    assert first.experiment == flower("zeros").with_(training={"iterations": 1000})
    assert (first.goal.iteration, first.goal.event, first.start, first.pace) == (1000, "frozen", 3, "10")
    assert first.views == ("weights", "gradients")
    assert first.select == "W1[0,0]"
    assert first.highlight == ("W1", "unit 1.2", "dW2", "b2[0]", "verdict")
    assert first.question is not None
    assert [choice.text for choice in first.question.choices] == ["Everything", "Nothing"]
    assert first.question.choices[1].holds[0].expected == "frozen"
    moved, cost, parameter = first.claims
    line = next(i for i, text in enumerate(LESSON.split("\n"), 1) if "largest |dW|" in text)
    assert moved == Claim("largest |dW|", "equals", 0.0, {"layer": 1}, at=1000, throughout=True, line=line)
    assert (cost.at, cost.within, cost.says, cost.line) == (1000, 5e-7, "It stays.", line + 1)
    assert (parameter.quantity, parameter.arguments) == ("parameter", {"name": "W1[0,1]"})

    assert second.experiment.initialization.weights.scale == 0.01
    assert second.experiment.title == "Random"
    assert second.experiment.data == first.experiment.data
    assert (second.views, second.notes, second.lanes) == (DEFAULT_VIEWS, "", ())
    assert second.claims[0].relation == "at least"

    assert [lane.letter for lane in third.lanes] == ["A", "B"]
    assert third.lanes[1].experiment == third.experiment
    assert third.lanes[0].experiment.training.iterations == 100
    assert third.views == ("race",)
    other = third.claims[0].expected
    assert isinstance(other, Claim)
    assert (other.lane, other.times, third.claims[0].lane) == ("A", 0.5, "B")


def test_changes_are_merged_with_care():
    lesson = parse_lesson(
        one(
            'initialization.layers.1.weights.scheme = "he"\n'
            "training.batch_size = 32\n"
            "changes = [{at = 5, learning_rate = 0.1}]\n"
        )
        + """
## A parameter alone

```toml
initialization.weights = {scheme = "constant"}
```

## Its value, and fewer layers

```toml
changes = []
[initialization]
weights = {value = 0.3}
[training]
batch_size = "full"
[network]
hidden = [{units = 2, activation = "relu"}, {units = 3}]
```

## Other data

```toml
data.kind = "moons"
initialization.layers = {}
```

## All at once

```toml
preset = "scale"
```
"""
    )
    a, b, c, d, e = (step.experiment for step in lesson.steps)
    assert a.training.batch_size == 32
    assert list(a.initialization.layers) == ["1"]
    assert b.initialization.weights.value is None
    assert b.changes == a.changes != ()
    assert c.initialization.weights.value == 0.3
    assert c.network.hidden == (LayerSpec(units=2, activation="relu"), LayerSpec(units=3))
    assert list(c.initialization.layers) == ["1"]
    assert c.training.batch_size is None
    assert c.changes == ()
    assert (d.data.kind, d.data.noise, d.data.samples) == ("moons", 0.1, 400)
    assert d.initialization.layers == {}
    assert e == d
    assert len(lesson.steps[4].lanes) == 3


def test_overrides_of_layers_that_are_gone_go_too():
    lesson = parse_lesson(
        one('initialization.layers.2.weights.scheme = "he"\n')
        + "\n## None\n\n```toml\nnetwork.hidden = []\n```\n"
    )
    assert lesson.steps[1].experiment.initialization.layers == {}


def test_one_activation_for_all_hidden_layers():
    lesson = parse_lesson(one('network = {hidden = [{units = 3}, {units = 2}], activation = "relu"}'))
    assert lesson.steps[0].experiment.network.hidden == (
        LayerSpec(units=3, activation="relu"),
        LayerSpec(units=2, activation="relu"),
    )
    lesson = parse_lesson(one('race = [{network.activation = "elu"}, {}]'))
    assert [lane.experiment.network.hidden[0].activation for lane in lesson.steps[0].lanes] == ["elu", "tanh"]
    with pytest.raises(LessonError, match=r"line 12: network\.hidden\[0\]\.activation must be one of"):
        parse_lesson(one("network.activation = 3"))


def test_a_study_may_go_farther_than_the_step():
    text = one('claims = [{quantity = "collapse difference", at = 500, equals = 0}]')
    (step,) = parse_lesson(text).steps
    assert (step.goal.iteration, step.claims[0].at) == (0, 500)


def test_an_experiment_by_path_and_as_a_table(tmp_path):
    mine = flower("zeros").with_(title="Mine", training={"learning_rate": 0.5})
    mine.save(tmp_path / "mine.symgui.json")
    path = tmp_path / "own.lesson.md"
    text = one("").replace('"flower-zeros"', '"mine.symgui.json"')
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert load_lesson(path).steps[0].experiment == mine
    table = one("[experiment.data]\nkind = 'xor'\n[experiment.training]\nlearning_rate = 2").replace(
        'experiment = "flower-zeros"\n', ""
    )
    experiment = parse_lesson(table).steps[0].experiment
    assert (experiment.data.kind, experiment.training.learning_rate) == ("xor", 2.0)


@pytest.mark.parametrize(
    ("settings_text", "line", "place", "problem"),
    [
        ("runs = 3", 12, "runs", "is not a known field (received 3): did you mean run?"),
        ("run = 'far'", 12, "run", 'must be an integer from 0 to 1000000, not "far"'),
        ("run = 10\nuntil = 'bored'", 13, "until", 'not "bored"'),
        ("until = 'frozen'", 12, "until", "needs run"),
        ("run = 10\nstart = 11", 13, "start", "must be at most run = 10, not 11"),
        ("pace = 'quick'", 12, "pace", 'must be one of "log"'),
        ("views = ['weights',\n 'sky']", 13, "views[1]", 'not "sky"'),
        ("views = ['cost', 'cost']", 12, "views", 'twice "cost"'),
        ("views = []", 12, "views", "one or two views"),
        ("views = ['race']", 12, "views", "neither race nor preset"),
        ("views = ['cost', 'why', 'values']", 12, "views", "at most 2 entries"),
        ("select = 'W1'", 12, "select", "names no parameter"),
        ("select = 'W1[9,0]'", 12, "select", '(received "W1[9,0]")'),
        ("highlight = ['verdict', 'W7']", 12, "highlight[1]", "is not in the network 2-4-1"),
        ("highlight = ['unit 1.5']", 12, "highlight[0]", "is not in the network"),
        ("highlight = ['sun']", 12, "highlight[0]", 'not "sun"'),
        ("preset = 'big'", 12, "preset", 'must be one of "start"'),
        ("preset = 'scale'\nrace = [{}, {}]", 12, "preset", "beside race"),
        ("race = [{}]", 12, "race", "2 to 6 lanes, got 1"),
        ("preset = 'depth'\nviews = ['signal', 'cost']", 13, "views[1]", '"race" or "signal", which show a race'),
        ("race = [{},\n {data = {seed = 7}}]", 12, "race", "lane B: lanes race on the same data"),
        ("race = [{},\n {training = {l2 = -1}}]", 13, "race[1].training.l2", "must be a number of at least 0"),
        ("race = [{}, {run = 3}]", 12, "race[1]", "must be a table with some of data, network"),
        ("[initialization]\nweights = {scheme = 'hee'}", 13, "initialization.weights.scheme", "did you mean he?"),
        ("[initialization]\nseed = 3\nweights = {value = 1}", 14, "initialization.weights.value", "beside scheme"),
        ("[[network.hidden]]\nunits = 3\n[[network.hidden]]\nunits = 0", 15, "network.hidden[1].units", "not 0"),
        ("data = {kind = 'and', samples = 9}", 12, "data.samples", 'must be 4 for the truth table "and", not 9'),
        ("data = 3", 12, "data", "must be an object with fields, not 3"),
        ("training.learning_rate = nan", 12, "training.learning_rate", "must be a number"),
        ("training.learning_rate = 2020-01-01", 12, "training.learning_rate", "not a date"),
        ("select = 'W1[9,9]'", 12, "select", 'counted from 0 (received "W1[9,9]")'),
        ("changes = [{at = 1, set = {'W1[9,9]' = 1}}]", 12, "changes[0].set.W1[9,9]", "outside the network"),
        ("question = {text = 'q', choices = []}", 12, "question.choices", "must be at least two, not 0"),
        ("[question]\ntext = 'q'\n[[question.choices]]\ntext = 'a'\nholds = []\n"
         "[[question.choices]]\ntext = 'b'\nholds = []", 14, "question.choices[0].holds", "at least one claim"),
        ("[question]\ntext = 'q'\nchoices = [\n{text = 'a', holds = [{quantity = 'cots', equals = 1}]},\n"
         "{text = 'b', holds = [{quantity = 'cost', equals = 1}]}]", 15,
         "question.choices[0].holds[0].quantity", 'did you mean "cost"?'),
        ("claims = [{quantity = 'cost'}]", 12, "claims[0]", "needs exactly one of equals"),
        ("claims = [{quantity = 'cost', equals = 1, at_least = 1}]", 12, "claims[0]", "has 2 of them"),
        ("claims = [\n{quantity = 'cost', equals = 1},\n{quantity = 'cost', equal = 1}]", 14,
         "claims[1].equal", "did you mean equals?"),
        ("claims = [{quantity = 'cost', equals = 'frozen'}]", 12, "claims[0].equals", "must be a number"),
        ("claims = [{quantity = 'verdict', equals = 1}]", 12, "claims[0].equals", "must be a word"),
        ("claims = [{quantity = 'verdict', not_equal = 'frosen'}]", 12, "claims[0].not_equal", '"frosen"'),
        ("claims = [{quantity = 'verdict', at_least = 'dead'}]", 12, "claims[0].at_least", "is for numbers"),
        ("claims = [{quantity = 'cost', equals = [1]}]", 12, "claims[0].equals", "a number, a word"),
        ("claims = [{quantity = 'cost', equals = nan}]", 12, "claims[0].equals", "a number, a word"),
        ("claims = [{quantity = 'cost', at_least = 1, within = 1}]", 12, "claims[0].within", "that are equal"),
        ("claims = [{quantity = 'cost', equals = 1, within = -1}]", 12, "claims[0].within", "not -1"),
        ("run = 5\nclaims = [{quantity = 'cost', equals = 1, at = 6}]", 13, "claims[0].at", "at most 5"),
        ("claims = [{quantity = 'cost', equals = 1, at = 0, until = 0}]", 12, "claims[0].until", "beside at"),
        ("claims = [{quantity = 'cost', equals = 1, layer = 2}]", 12, "claims[0].layer", "is nothing that"),
        ("claims = [{quantity = 'std of A', equals = 1}]", 12, "claims[0].layer", "is missing"),
        ("claims = [{quantity = 'std of A', layer = 'last', equals = 1}]", 12, "claims[0].layer", 'or "output"'),
        ("claims = [{quantity = 'mean', of = 'Q1', equals = 1}]", 12, "claims[0].of", 'not "Q1"'),
        ("claims = [{quantity = 'parameter', name = 'W', equals = 1}]", 12, "claims[0].name", '(received "W")'),
        ("claims = [{quantity = 'iteration of event', kind = 'x', equals = 1}]", 12, "claims[0].kind", "event"),
        ("claims = [{quantity = 'updates to break', epsilon = 0, equals = 1}]", 12, "claims[0].epsilon", "above 0"),
        ("claims = [{quantity = 'seeds that reach', seeds = 0, accuracy = 1, equals = 1}]", 12, "claims[0].seeds", "to 1000"),
        ("claims = [{quantity = 'seeds that reach', seeds = 9, accuracy = 2, equals = 1}]", 12, "claims[0].accuracy",
         "at most 1"),
        ("claims = [{quantity = 'cost', lane = 'A', equals = 1}]", 12, "claims[0].lane", "it is no race"),
        ("race = [{}, {}]\nclaims = [{quantity = 'cost', equals = 1}]", 13, "claims[0].lane", "is missing"),
        ("race = [{}, {}]\nclaims = [{quantity = 'cost', lane = 'C', equals = 1}]", 13, "claims[0].lane", 'not "C"'),
        ("claims = [{quantity = 'cost', times = 2, equals = 1}]", 12, "claims[0].times", "compared with"),
        ("claims = [{quantity = 'cost', equals = {quantity = 'cost', equals = 1}}]", 12,
         "claims[0].equals.equals", "is nothing that what one compares with takes"),
        ("claims = [{quantity = 'cost', equals = {quantity = 'verdict'}}]", 12, "claims[0].equals", "must be a number"),
        ("views = ['runs']", 11, "grid", 'is missing: the view "runs" shows its runs'),
        ("grid = {seeds = 3}", 12, "grid", 'is for the views "runs" and "plane"'),
        ("views = ['runs']\ngrid = {seeds = 0}", 13, "grid.seeds", "must be an integer from 1 to 4000"),
        ("views = ['runs']\ngrid = {seeds = 4, axes = [{setting = 'size', values = [1, 2]}]}", 13,
         "grid.axes[0].setting", "must be one of weight-scale"),
        ("views = ['runs']\ngrid = {seeds = 3000, axes = [{setting = 'width', values = [1, 2]}]}", 13, "grid",
         "has 6000 runs, 2 cells of 3000 seeds; 4000 are the most"),
        ("views = ['runs']\ngrid = {show = 'length'}", 13, "grid.show", 'in the view runs, not "length"'),
        ("views = ['plane']\ngrid = {show = 'length'}", 13, "grid", "has the axes weight-scale and bias-scale"),
        ("views = ['path']", 11, "second", "is missing: the view path goes there"),
        ("views = ['path']\nsecond = 'other'", 13, "second", 'or "shuffled", not "other"'),
        ("second = 2", 12, "second", "is for the view path"),
        ("claims = [{quantity = 'seeds that reach', seeds = 3, accuracy = 1, where = {size = 3}, equals = 1}]", 12,
         "claims[0].where", "must be one of weight-scale"),
        ("claims = [{quantity = 'different costs', seeds = 3, where = {width = 'wide'}, equals = 1}]", 12,
         "claims[0].where.width", "must be a number"),
        ("claims = [{quantity = 'barrier', equals = 1}]", 12, "claims[0].second", "is missing"),
        ("run = ", 12, "this", 'is not TOML: invalid value, where "run =" stands'),
        ("run = 1\nrun = 2", 13, "this", "is not TOML"),
        ("a = " + "[" * 3000 + "]" * 3000, 12, "the TOML", "is nested more than 16 deep"),
        ("a = " + "9" * 5000, 12, "the TOML", "has a number of more than 400 digits"),
        ("experiment = 'x'", 12, "this", "is not TOML"),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_one_sentence_with_line_and_field(settings_text, line, place, problem):
    with pytest.raises(LessonError) as caught:
        parse_lesson(one(settings_text), "folder/my.lesson.md")
    error, sentence = caught.value, str(caught.value)
    assert sentence.startswith(f"my.lesson.md, line {line}: {place} ")
    assert (error.line, error.place, error.source) == (line, place, "my.lesson.md")
    assert problem in sentence
    assert "\n" not in sentence
    assert len(sentence) < 600


@pytest.mark.parametrize(
    ("old", "new", "line", "place", "problem"),
    [
        ("+++\nformat", "format", 1, "", 'must begin with a line "+++"'),
        ('title = "X"\n+++', 'title = "X"', 1, "", "no second line"),
        ('"symgui-lesson/1"', '"symgui-lesson/2"', 2, "format", 'not "symgui-lesson/2"'),
        ('id = "x"\n', "", 2, "id", "is missing"),
        ('id = "x"', 'id = "X y"', 3, "id", "small letters"),
        ('id = "x"', 'id = "x"\nauthor = "me"', 4, "author", "is not a known field"),
        ('title = "X"', "title = 5", 4, "title", "not 5"),
        ('title = "X"', 'title = "X"\npart = "third"', 5, "part", 'not "third"'),
        ('title = "X"', 'title = "X', 4, "this", "is not TOML"),
        ("## One\n", "", 9, "the block", "before the first step"),
        ("## One", "## " + "o" * 61, 6, "a step's title", "not 61"),
        ("## One", "##", 6, "a step's title", "not 0"),
        ("Text.", "### Deeper", 8, "the heading", "## Title"),
        ("Text.", "# Deeper", 8, "the heading", "## Title"),
        ("Text.", "word " * 25, 6, 'the text of "One"', "of words, and 90"),
        ("Text.", "$$" + "x" * 91 + "$$", 6, 'the text of "One"', "91 characters of formulas"),
        (
            "Text.",
            "Half $$W[1] = 0",
            6,
            'the text of "One"',
            'not end: $$ stands before and behind it (received "$$W[1] = 0")',
        ),
        (
            "Text.",
            "```toml\nrun = 1\n\n## Two\n\nIt moves.",
            13,
            "this",
            'the block that begins on line 8 ends before that, the line "```" is missing',
        ),
        ("Text.", "- a\n- b", 8, "a list", "nothing that a step can show"),
        ("Text.", "<table>\n</table>", 8, "this", "nothing that a step can show"),
        ("Text.", "    indented", 8, "this", "nothing that a step can show"),
        ("Text.", "***", 8, "this", "nothing that a step can show"),
        ("Text.", "```python\n```", 8, "the block", 'not "python"'),
        ("Text.", "```toml\n```", 11, "the toml block", "the first is on line 8"),
        ('experiment = "flower-zeros"', "", 11, "experiment", "is missing in the first step"),
        ('"flower-zeros"', '"flower-nulls"', 11, "experiment", 'not "flower-nulls"'),
        (
            '"flower-zeros"',
            '"none.symgui.json"',
            11,
            "experiment",
            'cannot be used: "none.symgui.json" cannot be read',
        ),
        ('"flower-zeros"', '"/etc/none.json"', 11, "experiment", "beside or below the lesson"),
        ('"flower-zeros"', "[1]", 11, "experiment", "or a table, not [1]"),
        ('"flower-zeros"', "{data = {kind = 'x'}}", 11, "experiment.data.kind", 'not "x"'),
        ('"flower-zeros"', "{weights = 1}", 11, "experiment.weights", "is not a known field"),
    ],
)
def test_a_wrong_file_is_one_sentence_with_its_line(old, new, line, place, problem):
    text = one("")
    assert old in ONE_STEP
    with pytest.raises(LessonError) as caught:
        parse_lesson(text.replace(old, new), "my.lesson.md")
    assert problem in str(caught.value)
    assert (caught.value.line, caught.value.place) == (line, place)


def test_what_cannot_be_read_says_why(tmp_path):
    with pytest.raises(LessonError, match=r"^none\.lesson\.md cannot be read: no such file"):
        load_lesson(tmp_path / "none.lesson.md")
    with pytest.raises(LessonError, match="it is a folder"):
        load_lesson(tmp_path)
    large = tmp_path / "large.lesson.md"
    large.write_bytes(b"x" * (MAX_FILE_BYTES + 1))
    with pytest.raises(LessonError, match=f"bytes, and {MAX_FILE_BYTES} are the most"):
        load_lesson(large)
    with pytest.raises(LessonError, match=f"bytes, and {MAX_FILE_BYTES} are the most"):
        parse_lesson("x" * (MAX_FILE_BYTES + 1))
    with pytest.raises(LessonError, match="byte 3 is 0xff"):
        parse_lesson(b"+++\xff")
    with pytest.raises(LessonError, match="half a character"):
        parse_lesson("+++\ud800")
    with pytest.raises(LessonError, match=r"^my\.lesson\.md has no step: a step begins with ## Title"):
        parse_lesson(one("").partition("##")[0], "my.lesson.md")
    with pytest.raises(LessonError, match="more than 40 steps"):
        parse_lesson(one("") + "## More\n" * 40)


def mangled(draw):
    """A lesson with a few pieces dropped, doubled or replaced."""
    text = LESSON
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 30)))
        piece = draw(
            st.sampled_from(
                ["", text[start:end] * 2, "\n", '"', "{", "[", "=", "```", "+++", "nan", "1e999", "\0"]
            )
            | st.text(max_size=8)
        )
        text = text[:start] + piece + text[end:]
    return text


@settings(max_examples=300)
@given(text=st.text() | st.binary() | st.composite(mangled)())
def test_a_malformed_file_raises_nothing_but_its_error(text):
    try:
        lesson = parse_lesson(text, "f.lesson.md")
    except LessonError as error:
        assert str(error).startswith("f.lesson.md")  # noqa: PT017
        assert "\n" not in str(error)  # noqa: PT017
    else:
        assert lesson.steps


SETTINGS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["scheme", "value", "kind", "at", "set", "units", "quantity", "x"]), inner
        )
    ),
    max_leaves=6,
)


def toml(value) -> str:
    """A value as TOML."""
    if value is None:
        return '"none"'
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name} = {toml(item)}" for name, item in value.items()) + "}"
    if isinstance(value, str):
        return "'" + "".join(c for c in value if c.isprintable() and c != "'") + "'"
    return repr(value)


@settings(max_examples=300)
@given(
    name=st.sampled_from(
        ["experiment", "data", "network", "initialization", "training", "arithmetic", "changes", "race", "preset",
         "run", "until", "start", "pace", "views", "select", "highlight", "question", "claims",
         "initialization.weights", "initialization.layers", "network.hidden", "data.kind", "training.batch_size"]
    ),
    value=SETTINGS,
)  # fmt: skip
def test_any_value_in_any_field_is_read_or_refused_with_its_line(name, value):
    text = one(f"{name} = {toml(value)}")
    if name == "experiment":
        text = text.replace('experiment = "flower-zeros"\n', "")
    try:
        parse_lesson(text)
    except LessonError as error:
        assert error.line is not None  # noqa: PT017


def test_html_in_a_line_is_words():
    assert parse_lesson(one("").replace("Text.", "a <b> b")).steps[0].text == "a <b> b"


def test_marks_in_a_text():
    assert spans("Every *W* is **`0`**:\n$$a*b*c  = d$$ \\* a_b") == (
        Span("text", "Every "),
        Span("emphasis", "W"),
        Span("text", " is "),
        Span("code", "0"),
        Span("text", ": "),
        Span("formula", "a*b*c = d"),
        Span("text", " * a_b"),
    )
    assert spans("half $$ a") == (Span("text", "half $$ a"),)
    assert [len(part) for part in paragraphs("a *b*\n\n\n\n$$c$$")] == [2, 1]
    assert plain("a *b*\n\n$$c$$") == "a b\n\nc"
    assert length("a *b*\n\n$$cde$$") == (2, 3)


# --- bounds ------------------------------------------------------------------------------------------

LONG_KEY = ".".join(["a"] * 20_000)
BOUNDED = {
    f"{LONG_KEY} = 1": "the TOML has a key of more than 16 parts",
    f"[{LONG_KEY}]": "the TOML has a key of more than 16 parts",
    f"[[{LONG_KEY}]]": "the TOML has a key of more than 16 parts",
    f"a = {{{LONG_KEY} = 1}}": "the TOML has a key of more than 16 parts",
    ' . '.join(['"a"'] * 5000) + " = 1": "the TOML has a key of more than 16 parts",
    "a = " + "[" * 60_000: "the TOML is nested more than 16 deep",
    "a = " + "[" * 17 + "]" * 17: "the TOML is nested more than 16 deep",
    "a = " + "{a = " * 20_000: "the TOML is nested more than 16 deep",
    "run = " + "1" * 401: "the TOML has a number of more than 400 digits",
}  # fmt: skip


@pytest.mark.parametrize("toml", BOUNDED)
def test_what_is_beyond_bounds_is_refused_unread(toml: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(_: str) -> None:
        raise AssertionError("it was read")

    monkeypatch.setattr(block.tomllib, "loads", read)
    with pytest.raises(LessonError) as said:
        block.read_block(toml, 7)
    assert (said.value.line, f"{said.value.place} {said.value.problem}") == (7, BOUNDED[toml])


@pytest.mark.parametrize(
    "toml",
    [
        f'says = "{LONG_KEY}"',
        f"says = '{LONG_KEY}'",
        f'says = """\n{LONG_KEY}\n"""',
        f"a = 1 # {LONG_KEY} {'[' * 100}",
        "a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p = 1",
        "a = [1.5, -2.5e-3, 1979-05-27T00:32:00.999]",
        "a = [[[[1.0]]]]",
    ],
)
def test_what_only_looks_so_is_read(toml: str) -> None:
    assert block.read_block(toml, 1).table


@pytest.mark.parametrize("toml", ["[a]\n" * 20_000, "a = 1\n" * 20_000])
def test_long_blocks_end_in_a_sentence(toml: str) -> None:
    with pytest.raises(LessonError, match="is not TOML"):
        block.read_block(toml, 1)


# --- experiments in other files ------------------------------------------------------------------------

MINIMAL = """+++
format = "symgui-lesson/1"
id = "mine"
title = "Mine"
+++

## One

```toml
experiment = "{experiment}"
```
"""
SECRET = '{"password": "sesame"}'


def lesson_beside(folder: Path, experiment: str) -> LessonError:
    """What is said of a lesson that names `experiment`."""
    path = folder / "mine.lesson.md"
    path.write_text(MINIMAL.format(experiment=experiment), encoding="utf-8")
    with pytest.raises(LessonError) as said:
        load_lesson(path)
    return said.value


@pytest.mark.parametrize(
    "name",
    [
        "../secret.json",
        "below/../../secret.json",
        "{outside}",
        "link.json",
        "folder/secret.json",
        "a\\u0000.json",
    ],
)
def test_a_lesson_reads_only_beside_or_below_itself(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "lessons"
    (folder / "below").mkdir(parents=True)
    secret = tmp_path / "secret.json"
    secret.write_text(SECRET, encoding="utf-8")
    (folder / "link.json").symlink_to(secret)
    (folder / "folder").symlink_to(tmp_path)
    error = lesson_beside(folder, name.replace("{outside}", str(secret)))
    assert error.place == "experiment"
    assert "a path beside or below the lesson" in error.problem
    assert "sesame" not in str(error)


@pytest.mark.parametrize("text", [SECRET, "sesame", "", '{"format": "symgui/1", "title": ["sesame"]}'])
def test_what_is_in_another_file_is_not_quoted(tmp_path: Path, text: str) -> None:
    (tmp_path / "other.json").write_text(text, encoding="utf-8")
    error = lesson_beside(tmp_path, "other.json")
    assert error.problem == (
        'cannot be used: "other.json" holds no experiment; symgui run says of a file what is wrong with it'
    )


def test_an_experiment_below_the_lesson_is_read(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    opening_experiment().with_(title="Below").save(tmp_path / "below" / "other.symgui.json")
    path = tmp_path / "mine.lesson.md"
    path.write_text(MINIMAL.format(experiment="below/other.symgui.json"), encoding="utf-8")
    assert load_lesson(path).steps[0].experiment.title == "Below"
