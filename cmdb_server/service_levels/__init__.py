"""How soon records have to be taken up and resolved, and how they stand: clocks that run by calendars.

| file | what it holds |
| --- | --- |
| calendars.py | pure: working hours, holidays and time zones as times that count |
| levels.py | `Levels`: calendars and targets as data, as somebody agreed on them, and their checks |
| clocks.py | pure: a clock of a record, with every interval that counted or did not, and why |
| timing.py | `Clocks`: the clocks of records, by their trails and the levels in force |
| standing.py | open records by what is due first, and what became of the clocks of each target |

A clock is computed when it is asked for, out of the timeline of its record: a target or a holiday that is put right
later puts all clocks right, too (2026-11; rejected: timers that are kept, which would have to be rewound).
"""
