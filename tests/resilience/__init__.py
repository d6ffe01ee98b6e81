"""How well the estate holds."""
