"""Reads from replicas."""
