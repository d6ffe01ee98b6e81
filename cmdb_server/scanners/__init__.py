"""Programs that touch others only to look at them: port scanners, health checkers, monitoring.

| file | what it holds |
| --- | --- |
| touching.py | `reason_of`: why a program is taken for one, from whom it touches: a pure decision |
| recognition.py | `Scanners`: decides of those that may have changed, and says so as a data source of its own |

What is recognised is an attribute of the program (`is_scanner`) like any other: explained, and overruled by an edit.
From connections of a scanner nothing is derived (ingest/derivation.py), so impact, services and suggestions need not
know of it. Connections that a configuration names, and those to the own machine, count all the same. (2026-11;
rejected: leaving the relationships out of each view, which any new view would forget.)
"""
