"""Data sets: named generators and what the engine makes of them."""

from symgui.data.dataset import Dataset
from symgui.data.generators import GENERATORS, Generator
from symgui.data.load import data_label, load_data

__all__ = ["GENERATORS", "Dataset", "Generator", "data_label", "load_data"]
