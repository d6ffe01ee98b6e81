"""Whether services work, and how long they did not: from incidents and from changes that are carried out.

| file | what it holds |
| --- | --- |
| intervals.py | pure: what overlapping outages of a service come to, and its availability in a time |
| days.py | pure: the same day by day, by the clock on the wall of a place |
| outages.py | `Outages`: what incidents and changes take down or degrade and when, kept once an incident is over |

What an incident hits follows from the graph of when it was over. That is computed once and kept beside it, by a job, as
a past graph costs more than a page may (2026-11; rejected: keeping each change of a service's state as it is computed,
since what is learnt later of when an incident began, or of what it was about, would never reach the figures). Work that
is planned does not count against a service as far as it was foretold: a service that is down where it was foretold to
be degraded counts.
"""
