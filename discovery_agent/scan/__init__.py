"""Scans: many targets at once, each with every method and credential that fits, and an outcome for every address."""
