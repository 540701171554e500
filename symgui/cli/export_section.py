"""Which plane through more than two inputs ``symgui export`` draws."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from symgui.experiment import ExperimentError
from symgui.experiment.spec import shown
from symgui.training.section import InputSection

WITH_PLANE = ("boundary", "race")
"""Pictures that show the answers over a plane."""
NAMES_LISTED = 12
"""Of the features, where one that was asked for is none of them."""


def section_of(arguments: argparse.Namespace, picture: str, features: Sequence[str]) -> InputSection | None:
    """The plane that is asked for; of two inputs none is needed, of one there is none.

    Parameters
    ----------
    arguments : Namespace
    picture : str
        What is drawn; not every picture has a plane.
    features : sequence of str

    Raises
    ------
    ExperimentError
        If there are no such features.
    """
    wanted = arguments.features
    if picture not in WITH_PLANE:
        if wanted is not None:
            raise ExperimentError(
                f"is for {' and '.join(WITH_PLANE)}, and {picture} has no plane", "--features"
            )
        return None
    if wanted is None:
        return InputSection() if len(features) > 2 else None
    unknown = next((name for name in wanted if name not in features), None)
    if unknown is not None:
        some = ", ".join(map(shown, features[:NAMES_LISTED]))
        more = f" and {len(features) - NAMES_LISTED} more" if len(features) > NAMES_LISTED else ""
        raise ExperimentError(f"{shown(unknown)} is none of the features, {some}{more}", "--features")
    if wanted[0] == wanted[1]:
        raise ExperimentError(f"has {shown(wanted[0])} twice", "--features")
    first, second = map(list(features).index, wanted)
    return InputSection("features", first, second) if len(features) > 2 else None
