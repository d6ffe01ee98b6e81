"""Tests of duplicates: cases, quarantine, decisions."""
