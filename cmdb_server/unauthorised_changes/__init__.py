"""Differences that discovery finds on watched attributes without a change behind them.

| file | what it holds |
| --- | --- |
| judging.py | what of an event is watched, and whether a change stands behind it; pure |
| inbox.py | `UnauthorisedChanges`: what waits for somebody's decision, decisions, and filters learnt from them |
| watching.py | `Watching`: goes on where it ended, as a job asks it to |

Watched (2026-11) is what an attribute is declared as (`watched=True` in `graph_schema`: operating system, kernel,
firmware, memory, processors, serial number, addresses, versions of programs), a new endpoint of a machine that is known
for an hour, and a new dependency of a service of high criticality. A person's edit is none: it has its reason and is in
the audit log. A change stands behind a difference of its CIs, of their parts and of what lies on their machines, from
its begin until a day after its end: discovery may tell late. Rejected: watching every attribute, which nobody reads.
"""
