"""Tests of calls that traces tell of."""
