"""Parts of pages. Each takes what it shows and holds no state of its own."""
