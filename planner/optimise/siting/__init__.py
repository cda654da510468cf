"""Siting alone: the p-median and its equitable kin, exact, for any travel matrix.

from planner.optimise import p_median, equitable_p_median
"""

from planner.optimise.siting.certificate import Case, Certificate, divides
from planner.optimise.siting.equitable import equitable_p_median
from planner.optimise.siting.median import p_median
from planner.optimise.siting.result import EquitableSiting, Siting

__all__ = ["Case", "Certificate", "EquitableSiting", "Siting", "divides", "equitable_p_median", "p_median"]
