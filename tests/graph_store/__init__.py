"""Tests of cmdb_server.graph_store."""
