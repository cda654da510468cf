"""Documents for people: content as blocks, and one renderer per file format."""
