"""Makes ``tests/tiny.py`` importable as ``tiny``: tests are no package, so it is loaded by its path."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

_SPEC = importlib.util.spec_from_file_location("tiny", Path(__file__).parent / "tiny.py")
assert _SPEC is not None
assert _SPEC.loader is not None
sys.modules["tiny"] = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(sys.modules["tiny"])
