"""Tests of service_levels."""
