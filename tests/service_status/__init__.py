"""Tests of service_status."""
