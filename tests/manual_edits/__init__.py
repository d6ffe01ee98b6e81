"""Tests of cmdb_server.manual_edits."""
