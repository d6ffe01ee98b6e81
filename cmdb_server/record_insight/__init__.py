"""What the graph, signals and other records say of a record: suggestions, affected time, groups, major incidents.

| file | what it holds |
| --- | --- |
| suggesting.py | CIs and services that a record may be about too, each with the reason |
| affected_time.py | the services that an incident hits, from its start to its restoration |
| clusters.py | which incidents may have one problem behind them; pure |
| problems.py | `Problems`: opens them behind incidents, offers known errors, verifies fixes |
| major_rule.py | which incidents are major by themselves |
| major.py | `Majors`: declares them, tells whom they concern, status updates to begin with |
| bulk.py | one thing done to many records |
| family.py | incidents that end together with the one that they are part of |

Decided 2026-11: a reason is a sentence without the name of any CI, since it is kept with the record, which people read
who see different CIs. Rejected: adding by itself what is suggested; a wrong CI on a record makes its impact wrong.
"""
