"""Exports of other tools: ONE FILE per format, data only; `export_format.py` says what is told of each."""
