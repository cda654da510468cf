"""The face with pictures: ``streamlit run app.py``.

The pages register themselves in :mod:`planner.ui.entry.main`; what the server adds to
every page (language, policy) is in :mod:`planner.ui.server`.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from planner.ui.mapfiles import ROUTES
from planner.ui.packed import Packed
from planner.ui.server import Norwegian
from planner.ui.warm import lifespan

ENTRY = Path(__file__).with_name("planner") / "ui" / "entry" / "main.py"
app = st.App(ENTRY, routes=ROUTES, middleware=[Middleware(Packed), Middleware(Norwegian)], lifespan=lifespan)
