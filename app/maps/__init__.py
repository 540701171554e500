"""The map of many runs: a grid over settings and seeds, filled in while one looks."""

from app.maps.maps import Maps

__all__ = ["Maps"]
