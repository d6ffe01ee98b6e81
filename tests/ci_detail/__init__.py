"""Tests of what is told of one CI."""
