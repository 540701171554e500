"""An experiment as a program of its own: NumPy in the course's style, a notebook, PyTorch."""

from symgui.export.code.notebook import notebook
from symgui.export.code.numpy_code import numpy_script
from symgui.export.code.torch_code import torch_script

__all__ = ["notebook", "numpy_script", "torch_script"]
