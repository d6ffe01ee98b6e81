"""Tests of cmdb_server.reconciliation_rules."""
