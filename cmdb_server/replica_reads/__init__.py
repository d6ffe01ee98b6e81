"""Programs that read from a replica and could as well ask its primary, to which they are connected too.

| file | what it does |
| --- | --- |
| deciding.py | which of the needs of a program are such reads: pure |
| recognition.py | says so, as a data source of its own |

Decided 2026-11: a source of its own, which says soft with a reason, so that it outweighs what is assumed of a
connection, and nothing where somebody stated how much the replica is needed. Rejected: deciding it while a report is
stored, where not all of a program's needs are read.
"""
