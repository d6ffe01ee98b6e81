"""Tests of cmdb_server.ingest."""
