"""Tests of class packs in a server."""
