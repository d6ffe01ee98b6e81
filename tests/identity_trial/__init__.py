"""Tests of identity_trial."""
