"""Known unknowns."""
