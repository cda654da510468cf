"""Makes ``tests/tiny.py`` and ``tests/small.py`` importable: tests are no package, so they are loaded by path."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

for _name in ("tiny", "small"):
    _SPEC = importlib.util.spec_from_file_location(_name, Path(__file__).parent / f"{_name}.py")
    assert _SPEC is not None
    assert _SPEC.loader is not None
    sys.modules[_name] = importlib.util.module_from_spec(_SPEC)
    _SPEC.loader.exec_module(sys.modules[_name])
