"""A run or a race between two iterations as moving pictures: GIF, animated PNG, MP4."""

from symgui.export.animation.encoders import ANIMATIONS, Animation, Pixels
from symgui.export.animation.making import Made, Making, made_of
from symgui.export.animation.plan import MOST_FRAMES, Plan

__all__ = ["ANIMATIONS", "MOST_FRAMES", "Animation", "Made", "Making", "Pixels", "Plan", "made_of"]
