"""What the product costs: ONE FILE per bench, each a function that prints its figures."""
