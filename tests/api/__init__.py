"""Tests of the API over HTTP: a real server on the run's engine."""
