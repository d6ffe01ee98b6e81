"""Tests of cmdb_server.assets."""
