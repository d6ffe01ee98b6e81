"""Why something is not well: evidence, the part of the graph that can matter, changes."""
