"""The municipality dataset folder: read, write and check (see ``layout`` for every column)."""

from planner.dataset.read import check_dataset, load_dataset
from planner.dataset.write import write_dataset

__all__ = ["check_dataset", "load_dataset", "write_dataset"]
