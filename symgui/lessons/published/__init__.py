"""Published numbers, each with its source, computed anew: the gallery."""

from symgui.lessons.published.card import PublishedCard, PublishedRow
from symgui.lessons.published.course import COURSE_CARDS
from symgui.lessons.published.dead import DEAD_CARDS
from symgui.lessons.published.depth import DEPTH_CARDS
from symgui.lessons.published.escape import ESCAPE_CARDS
from symgui.lessons.published.every_machine import BITS_CARDS
from symgui.lessons.published.formulas import FORMULA_CARDS
from symgui.lessons.published.glorot import GLOROT_CARDS
from symgui.lessons.published.overflow import OVERFLOW_CARDS
from symgui.lessons.published.same_network import SAME_CARDS
from symgui.lessons.published.single_functions import PIECE_CARDS
from symgui.lessons.published.wide_layers import WIDE_CARDS

CARDS: tuple[PublishedCard, ...] = (
    *COURSE_CARDS,
    *DEPTH_CARDS,
    *GLOROT_CARDS,
    *DEAD_CARDS,
    *OVERFLOW_CARDS,
    *FORMULA_CARDS,
    *PIECE_CARDS,
    *WIDE_CARDS,
    *SAME_CARDS,
    *ESCAPE_CARDS,
    *BITS_CARDS,
)
"""Every card, in the order of the gallery."""

__all__ = ["CARDS", "PublishedCard", "PublishedRow"]
