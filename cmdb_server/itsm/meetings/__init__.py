"""Meetings of the board of changes: who was there, what was decided of each change, and the minutes of that.

| file | what it holds |
| --- | --- |
| meeting.py | a meeting, its agenda and what its minutes say; the decision on a change, as it is told |
| keeping.py | `Meetings`: keeps them; minutes that are closed are never changed |
"""
