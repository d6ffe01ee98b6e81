"""SNMP: what a device answers, recorded or live, and what that means."""
