"""Tests of the command line as real programs beside a real server."""
