"""Tests of cmdb_server.export."""
