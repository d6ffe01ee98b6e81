"""Traps and informs: the receiver of a collector."""
