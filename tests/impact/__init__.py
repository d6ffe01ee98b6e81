"""The laws of impact, checked against an independent brute force."""
