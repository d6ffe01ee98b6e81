"""Tests of cmdb_server.auth."""
