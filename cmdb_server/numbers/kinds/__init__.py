"""Numbers, one file each: a declaration that the loader finds."""
