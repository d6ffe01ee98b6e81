"""Incidents that signals open by themselves: one for each cause, however many signals it brings.

| file | what it holds |
| --- | --- |
| grouping.py | which open signals have the same cause, and which incident each group belongs to; pure |
| following.py | `SignalIncidents`: opens, joins, tells causes and ends, as a job asks it to |

Decided 2026-11: signals are grouped anew as a whole whenever one comes that no incident has, since what comes first is
seldom the cause. What people have taken over keeps the CIs that they know of: only incidents that nobody has begun to
work on are given another cause, or closed as duplicates. Rejected: joining by relationships alone, since shared
infrastructure connects everything.
"""
