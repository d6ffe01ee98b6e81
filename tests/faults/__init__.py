"""Tests of what survives when processes die and disks are full."""
