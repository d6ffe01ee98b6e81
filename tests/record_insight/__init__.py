"""Tests of record_insight."""
