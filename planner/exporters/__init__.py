"""Exporters: one file each, a plan in, bytes out."""

from planner.exporters.context import ExportContext
from planner.exporters.registry import Exporter, exporter, exporters

__all__ = ["ExportContext", "Exporter", "exporter", "exporters"]
