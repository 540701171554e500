"""Words of a stranger's file that would be more than words: markup, links, formulas, code, unseen signs."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from symgui.experiment import Experiment, opening_experiment
from symgui.training.lanes import lanes_of
from symgui.training.race_file import RaceFile

WORDS = {
    "picture": "<img src=http://127.0.0.1:9/x.png>",
    "link": "<a href='file:///etc/passwd'>SymGUI: click</a>",
    "script": "</text></svg><script>alert(1)</script>",
    "entity": "<b>A & B &lt;b&gt; &amp;",
    "markdown": "<b>![x](http://127.0.0.1:9/x) [y](javascript:z)",
    "code": "\"\"\"'''\\\n__import__('os').system('id') # ]]> <b>",
    "formula": '=HYPERLINK("http://127.0.0.1:9") <b>',
    "format": "<b>%s{0}{}$(id)`id`",
    "terminal": "\x1b]0;x\x07\x1b[2J\x9b2J <b>",
}
"""By what they would be."""


def with_words(words: str) -> Experiment:
    """An experiment whose title, data, features and classes are these words."""
    table = {
        "name": words[:60],
        "features": [f"{words[:40]} {k}" for k in (1, 2)],
        "classes": [f"{words[:40]} {k}" for k in (1, 2)],
        "rows": [[k, k * k % 5, k % 2] for k in range(8)],
    }
    data = {"kind": "file", "table": table, "samples": 6, "test_samples": 2}
    return opening_experiment().with_(title=words, data=data, training={"iterations": 5, "batch_size": None})


def race_with_words(words: str) -> RaceFile:
    """A race of two such experiments."""
    return RaceFile.of(lanes_of(with_words(words), [{}, {"training": {"l2": 1.0}}]), words)


def table_with_words(words: str) -> str:
    """A table whose columns and classes are called so."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([f"{words} 1", f"{words} 2", "y"])
    writer.writerows([k, k * k % 5, f"{words} {k % 2}"] for k in range(8))
    return file.getvalue()


def lesson_with_words(words: str) -> str:
    """A lesson all of whose words are these, as far as a lesson may have them."""
    line, text = " ".join(words.split()), json.dumps(" ".join(words.split())[:50])
    return f"""+++
format = "symgui-lesson/1"
id = "strange"
title = {text}
question = {text}
+++

## {line[:55]}

Text {line}.

> Note {line}

```toml
experiment = {{title = {text}, training = {{iterations = 5}}}}
run = 5
question = {{text = {text}, choices = [
  {{text = {text}, holds = [{{quantity = "cost", at_least = 0}}]}},
  {{text = "no", holds = [{{quantity = "cost", at_most = 0}}]}},
]}}
claims = [{{quantity = "cost", at_least = 0, says = {text}}}]
```
"""


def write_all(words: str, folder: Path) -> dict[str, Path]:
    """A file of each kind, by the kind."""
    found = {
        "experiment": folder / "strange.symgui.json",
        "race": folder / "race.symgui.json",
        "lesson": folder / "strange.lesson.md",
        "table": folder / "strange.csv",
    }
    with_words(words).save(found["experiment"])
    race_with_words(words).save(found["race"])
    found["lesson"].write_text(lesson_with_words(words), encoding="utf-8")
    found["table"].write_text(table_with_words(words), encoding="utf-8", newline="")
    return found
