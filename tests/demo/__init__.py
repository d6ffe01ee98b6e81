"""Tests of the demonstration estate."""
