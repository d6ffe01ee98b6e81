"""Tests of cmdb_server.baselines."""
