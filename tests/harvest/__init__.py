"""Tests of what may go because nobody runs it."""
