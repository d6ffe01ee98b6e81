"""Services and their members."""
