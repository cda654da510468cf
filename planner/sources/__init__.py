"""Open data sources, one file each, and the build of a municipality dataset folder from them."""
