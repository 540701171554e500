"""Colours, in light and dark: two hues mean sign and class, the rest is ink."""

from __future__ import annotations

import msgspec


class Palette(msgspec.Struct, frozen=True):
    """The colours of one theme, as ``#rrggbb``."""

    name: str
    dark: bool  # light ink on a dark ground
    ground: str  # behind the cards
    paper: str  # cards
    field: str  # inputs, plot backgrounds
    line: str  # hairlines between cards and rows
    positive: str  # + and class 1
    negative: str  # − and class 0
    neutral: str  # zero on a diverging scale
    ink: str
    muted: str
    edge: str  # the rim of a hollow cell


LIGHT = Palette(
    name="light", dark=False, ground="#F4F6F9", paper="#FFFFFF", field="#F6F7F9", line="#E3E7EC",
    positive="#1268AE", negative="#BC5A00", neutral="#EDF0F4",
    ink="#1B2330", muted="#5B6575", edge="#6F7B8B",
)  # fmt: skip
DARK = Palette(
    name="dark", dark=True, ground="#14181F", paper="#1C222C", field="#151A22", line="#2F3846",
    positive="#55AEF0", negative="#F0922B", neutral="#2F3846",
    ink="#E8ECF2", muted="#A3AEBD", edge="#8793A3",
)  # fmt: skip
THEMES = {palette.name: palette for palette in (LIGHT, DARK)}
"""Every palette that a person may choose, by its name."""
