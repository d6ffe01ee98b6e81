"""Sweeps: who is there at all, asked by ICMP, ARP and TCP."""
