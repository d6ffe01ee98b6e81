"""Tests of cmdb_server.undo."""
