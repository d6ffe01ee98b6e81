"""Tests of cmdb_server.topology."""
