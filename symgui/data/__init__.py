"""Data sets: named generators and what the engine makes of them."""

from symgui.data.dataset import Dataset
from symgui.data.generators import GENERATORS, Generator
from symgui.data.load import load_data

__all__ = ["GENERATORS", "Dataset", "Generator", "load_data"]
