"""Files of the face that are served as they are."""

from pathlib import Path

ICON = str(Path(__file__).with_name("icon.svg"))
"""A file of our own: an emoji or a named icon would be fetched from elsewhere."""
