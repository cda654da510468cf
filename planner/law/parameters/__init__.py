"""Every number of the law, one dated YAML file each; see :mod:`planner.law.parameters.loader`."""

from planner.law.parameters.loader import (
    FOLDER,
    DatedValue,
    Parameter,
    ParameterSet,
    Unit,
    law_parameters,
    load_parameters,
)

__all__ = ["FOLDER", "DatedValue", "Parameter", "ParameterSet", "Unit", "law_parameters", "load_parameters"]
