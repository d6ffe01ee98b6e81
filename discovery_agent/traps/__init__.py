"""Traps and informs: what devices send by themselves, taken only with proof, and told to the server in few words."""
