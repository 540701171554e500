"""A lesson file taken apart: its head, and the words and settings of each step."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from symgui.experiment.spec import ExperimentError, check_straight, shown
from symgui.lessons.block import Block, read_block
from symgui.lessons.error import LessonError

MAX_FILE_BYTES = 2**17
MAX_STEPS = 40
LONGEST_TITLE = 60


@dataclass
class RawStep:
    """A step as it stands in the Markdown.

    Attributes
    ----------
    title : str
    line : int
        Where it begins, from 1.
    text, notes : list of str
        Paragraphs, and quotes, as they are written.
    block : Block or None
        Its settings.
    """

    title: str
    line: int
    text: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    block: Block | None = None


def read_document(text: str | bytes) -> tuple[Block, list[RawStep]]:
    """The head of a lesson file, and its steps.

    Raises
    ------
    LessonError
        If it has none.
    """
    lines = _lines(text)
    head, first = _head(lines)
    return head, _steps(lines, first)


def _head(lines: list[str]) -> tuple[Block, int]:
    """The head, and the index of the line after it."""
    if not lines or lines[0].rstrip() != "+++":
        received = shown(lines[0]) if lines and lines[0] else "nothing"
        raise LessonError(f'must begin with a line "+++", not {received}', "", 1)
    for index, line in enumerate(lines[1:], start=1):
        if line.rstrip() == "+++":
            return read_block("\n".join(lines[1:index]), 2), index + 1
    raise LessonError('has no second line "+++" that ends the head', "", 1)


def _steps(lines: list[str], first: int) -> list[RawStep]:
    text = "\n" * first + "\n".join(lines[first:])
    steps: list[RawStep] = []
    tokens = [token for token in markdown().parse(text) if token.level == 0 or token.type == "inline"]
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            _heading(token, tokens[index + 1], steps)
        elif token.level == 0 and token.nesting >= 0 and steps:
            _part(lines, token, steps[-1])
        elif token.type == "fence":
            raise LessonError("stands before the first step: a step begins with ## Title", "the block",
                              _line(token))  # fmt: skip
    if not steps:
        raise LessonError("has no step: a step begins with ## Title")
    return steps


def _heading(token: Token, inline: Token, steps: list[RawStep]) -> None:
    title, line = inline.content.strip(), _line(token)
    if token.tag == "h2":
        if not 0 < len(title) <= LONGEST_TITLE:
            problem = f"must have 1 to {LONGEST_TITLE} characters, not {len(title)}: {shown(title)}"
            raise LessonError(problem, "a step's title", line)
        steps.append(RawStep(title, line))
        if len(steps) > MAX_STEPS:
            raise LessonError(f"has more than {MAX_STEPS} steps")
    elif token.tag != "h1" or steps:
        problem = f"has no meaning here: a step begins with ## Title (received {shown(token.markup)})"
        raise LessonError(problem, "the heading", line)


def _part(lines: list[str], token: Token, step: RawStep) -> None:
    """What stands under a step's title."""
    assert token.map is not None
    source = lines[token.map[0] : token.map[1]]
    if token.type == "paragraph_open":
        step.text.append("\n".join(line.strip() for line in source))
    elif token.type == "blockquote_open":
        step.notes.append("\n".join(re.sub(r"^ {0,3}> ?", "", line) for line in source).strip())
    elif token.type == "fence" and token.info.strip() == "toml":
        if step.block is not None:
            problem = f"is the second one in this step; the first is on line {step.block.first - 1}"
            raise LessonError(problem, "the toml block", _line(token))
        step.block = read_block(token.content, _line(token) + 1)
    elif token.type == "fence":
        problem = f'must be marked "toml", not {shown(token.info.strip())}'
        raise LessonError(problem, "the block", _line(token))
    elif not (token.type == "html_block" and _is_comment(token.content)):
        what = {"bullet_list_open": "a list", "ordered_list_open": "a list"}.get(token.type, "this")
        problem = f"is nothing that a step can show ({shown(source[0].strip())}): it has paragraphs, notes "
        raise LessonError(problem + "(>) and one toml block", what, _line(token))


def _lines(text: str | bytes) -> list[str]:
    """The text's lines, whatever ends them."""
    size = len(text) if isinstance(text, bytes) else len(text.encode("utf-8", "surrogatepass"))
    if size > MAX_FILE_BYTES:
        raise LessonError(f"has {size} bytes, and {MAX_FILE_BYTES} are the most")
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            byte = f"byte {error.start} is 0x{text[error.start]:02x}"
            raise LessonError(f"is not text: {byte}, and a lesson is Markdown in UTF-8") from None
    elif any("\ud800" <= c <= "\udfff" for c in text):
        raise LessonError("is not text: it holds half a character")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate(lines, start=1):
        try:
            check_straight(line, "")
        except ExperimentError as error:
            raise LessonError(error.problem, "", number) from None
    return lines


def _line(token: Token) -> int:
    assert token.map is not None
    return token.map[0] + 1


def _is_comment(html: str) -> bool:
    return html.strip().startswith("<!--") and html.strip().endswith("-->")


@cache
def markdown() -> MarkdownIt:
    """CommonMark's blocks, without underlined headings, which a formula could make."""
    return MarkdownIt("commonmark").disable(["lheading", "reference", "inline"])
