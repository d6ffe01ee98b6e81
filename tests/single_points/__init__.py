"""Single points of failure of the whole estate."""
