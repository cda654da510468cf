"""What announcement, leaflets and report share: languages, drawings, places in groups."""
