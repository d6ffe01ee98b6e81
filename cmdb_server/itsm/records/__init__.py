"""Record types, one file each: a declaration that the loader finds."""
