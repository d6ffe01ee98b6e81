"""Tests of programs that touch others only to look at them."""
