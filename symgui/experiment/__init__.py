"""The experiment file: what it is made of, how it is checked, read and written."""

from symgui.experiment.experiment import SUFFIX, Experiment, opening_experiment
from symgui.experiment.parameter import Parameter, parameter_name, parse_parameter
from symgui.experiment.parts import (
    BiasInit,
    Change,
    DataSpec,
    InitializationSpec,
    LayerInit,
    LayerSpec,
    NetworkSpec,
    TrainingSpec,
    WeightInit,
)
from symgui.experiment.spec import ExperimentError

__all__ = [
    "SUFFIX",
    "BiasInit",
    "Change",
    "DataSpec",
    "Experiment",
    "ExperimentError",
    "InitializationSpec",
    "LayerInit",
    "LayerSpec",
    "NetworkSpec",
    "Parameter",
    "TrainingSpec",
    "WeightInit",
    "opening_experiment",
    "parameter_name",
    "parse_parameter",
]
