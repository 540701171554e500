"""The experiment file: what it is made of, how it is checked, read and written."""

from symgui.experiment.experiment import (
    SUFFIX,
    BiasInit,
    Change,
    DataSpec,
    Experiment,
    ExperimentError,
    InitializationSpec,
    LayerInit,
    LayerSpec,
    NetworkSpec,
    Parameter,
    TrainingSpec,
    WeightInit,
    opening_experiment,
    parameter_name,
    parse_parameter,
)

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
