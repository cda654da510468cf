"""Sheets and numbers of the packing workbook."""
