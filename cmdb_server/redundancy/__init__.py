"""Redundancy as it is declared, and where it is less than it seems.

| file | what it does |
| --- | --- |
| auditing.py | what is wrong with a group: a pure function of its members |
| shared.py | what members share: a host, a network device, power, a place, a certificate, storage |
| wiring.py | to which devices machines are wired |
| audit.py | all groups in use, the worst first |
"""
