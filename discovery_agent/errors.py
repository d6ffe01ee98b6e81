"""The root of the agent's errors. Subclasses live beside the code that raises them and say what to do."""


class DiscoveryError(Exception):
    """Something the agent cannot do; the text names what is wrong and the remedy."""
