"""Undoing one event: what it changed is said by a person to be again as it was before, by edits like any other.

| file | what it holds |
| --- | --- |
| plan.py | pure: which edits undo an event, and which newer change stands against it |
| undoing.py | `Undo`: looks an event up, plans, edits |

An undo says values, it does not take a source's words back: those stay known, and the undo is undone by withdrawing
its edits (2026-11; rejected: removing the observation behind an event, which its source would send again). Where a
person said otherwise than the sources still say, that is released: a value said once more would outvote them for good.
"""
