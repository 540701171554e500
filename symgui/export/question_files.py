"""A lesson's questions for a learning platform: Moodle XML, GIFT, QTI 2.1."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape

from symgui.export.qti import qti_package
from symgui.export.questions import Asked
from symgui.figures.svg import printable

SPECIAL = re.compile(r"([~=#{}:\\])")
"""Signs that mean something in GIFT."""


def written(name: str, title: str, questions: Sequence[Asked]) -> bytes:
    """The questions of a lesson as ``"moodle"``, ``"gift"`` or ``"qti"``."""
    if name == "qti":
        return qti_package(title, questions)
    return (moodle_xml(questions) if name == "moodle" else gift(questions)).encode()


def moodle_xml(questions: Sequence[Asked]) -> str:
    """Multiple choice questions in Moodle's XML; the figures are the answers' feedback."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>"]
    for question in questions:
        lines += [
            '  <question type="multichoice">',
            f"    <name>{_xml(question.name)}</name>",
            f'    <questiontext format="plain_text">{_xml(question.text)}</questiontext>',
            "    <single>true</single>",
            "    <shuffleanswers>true</shuffleanswers>",
            "    <answernumbering>abc</answernumbering>",
        ]
        for answer in question.answers:
            share = 100 if answer.right else 0
            lines += [
                f'    <answer fraction="{share}" format="plain_text">{_xml(answer.text)}',
                f'      <feedback format="plain_text">{_xml(answer.why)}</feedback>',
                "    </answer>",
            ]
        lines.append("  </question>")
    return "\n".join([*lines, "</quiz>", ""])


def gift(questions: Sequence[Asked]) -> str:
    """Multiple choice questions in GIFT, which most platforms read."""
    blocks = []
    for question in questions:
        choices = [
            f"\t{'=' if answer.right else '~'}{_gift(answer.text)}#{_gift(answer.why)}"
            for answer in question.answers
        ]
        body = "\n".join(choices)
        blocks.append(f"::{_gift(question.name)}::[plain]{_gift(question.text)} {{\n{body}\n}}\n")
    return "\n".join(blocks)


def _xml(words: str) -> str:
    parts = words.split("\n")  # a new line is part of the text, other control signs are not
    return "<text>" + escape("\n".join(printable(part) for part in parts)) + "</text>"


def _gift(words: str) -> str:
    """Words on one line, their special signs as they are meant."""
    escaped = SPECIAL.sub(r"\\\1", words)
    return "\\n".join(printable(part) for part in escaped.split("\n"))
