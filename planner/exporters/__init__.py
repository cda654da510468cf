"""Exporters: one file each, a plan in, bytes out."""

from planner.exporters.context import ExportContext
from planner.exporters.registry import Content, Exporter, exporter, exporters

__all__ = ["Content", "ExportContext", "Exporter", "exporter", "exporters"]
