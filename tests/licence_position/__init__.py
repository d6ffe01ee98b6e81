"""Tests of the effective licence position."""
