"""Tasks: what has to be done for a record, by whom and until when, and what it holds up while it is open.

A task is part of its record: under the same lock, revision and timeline, in the same transaction (2026-11; rejected: a
node of its own, which would need a second lock for the guard of every transition).

| file | what it holds |
| --- | --- |
| task.py | the guard, the fields of a task, and what becomes of tasks: pure |
| tasking.py | `Tasks`: adds, changes and ends them, as far as somebody may |
| index.py | open tasks of all records by whom they are for, in the index of records |
"""
