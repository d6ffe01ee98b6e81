"""Incidents that signals open by themselves: one for each cause, however many signals it brings.

| file | what it holds |
| --- | --- |
| grouping.py | which open signals have the same cause, and which incident each group belongs to; pure |
| following.py | `SignalIncidents`: opens, joins, tells causes and ends, as a job asks it to |

Decided 2026-11: what an incident's CIs take down or degrade joins it; what is left is grouped by the suspect that fits
best to who tells and who keeps silent, and may give an incident its cause at last, since what comes first is seldom
the cause. What people have to do with keeps the CIs that they know of: others are given another cause, or closed as
duplicates. Rejected: joining by all that relationships reach, since shared infrastructure connects everything;
grouping all signals anew each time, which costs as many questions as there are outages.
"""
