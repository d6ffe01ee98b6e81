"""The graph as it was: current facts with the events since a time undone, newest first.

| file | what it holds |
| --- | --- |
| past.py | pure: a CI and a relationship before the events since a time |
| reading.py | `Past`: reads CIs and relationships as they were; what changed since a time |
| instants.py | times of the history: final ones, to which nothing can be added any more |
| joining.py, retention.py | old events that become one (pure), and carrying that out per class |
| classes.py | of which class a CI was when |
| rules.py | how many days single events are kept, by class, as declared or set |
| comparison.py | pure: what differs between two instants, out of the events between them |

Undoing sets values, it never counts: an event that was committed between reading a CI and reading its events does no
harm, so nothing has to be locked. A relationship is stored once and reopened, so its last interval is in the
relationship, the earlier ones in the events (2026-11; rejected: a copy of each CI per change, which makes "now" pay
for history).
"""
