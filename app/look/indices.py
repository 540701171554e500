"""Names with an index below, as Qt's rich text has them."""

from __future__ import annotations

import html
import re

_SIGMA = re.compile("σ_([wb])")


def with_indices(text: str) -> str:
    """Rich text in which σ_w is an italic σ with w below it.

    Examples
    --------
    >>> with_indices("σ_w < 2")
    '<i>σ</i><sub>w</sub> &lt; 2'
    """
    return _SIGMA.sub(r"<i>σ</i><sub>\1</sub>", html.escape(text, quote=False))


def indexed_if_any(text: str) -> str:
    """The same where there is such a name; any other text stays plain.

    Examples
    --------
    >>> indexed_if_any("a < b")
    'a < b'
    """
    return with_indices(text) if _SIGMA.search(text) else text


def tip_with_indices(text: str) -> str:
    """The same as a tool tip, its lines as they are; plain text stays plain.

    Examples
    --------
    >>> tip_with_indices("a < b")
    'a < b'
    """
    return f"<p style='white-space: pre'>{with_indices(text)}</p>" if _SIGMA.search(text) else text
