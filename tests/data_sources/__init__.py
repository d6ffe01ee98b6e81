"""Tests of cmdb_server.data_sources."""
