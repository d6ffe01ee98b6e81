"""Tests of the graph as it was."""
