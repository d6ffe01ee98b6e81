"""Tests of the names of software."""
