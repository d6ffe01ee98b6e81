"""What broke this: the ranker of `impact` fed with signals, history and how complete the topology is.

| file | what it holds |
| --- | --- |
| neighbourhood.py | the part of a snapshot that can matter to a symptom, as the ranker's graph |
| evidence.py | signals as the ranker reads them; when the symptom began; pure |
| changes.py | changes and discovered differences before it, out of the history |
| asking.py | `Causes`: the question and its answer, for now or for a time |
| marks.py | what people say was the cause, kept for calibration and for incidents |

Decided 2026-11: what needs the symptom's suspects is looked at too, since silence there is evidence; alerts elsewhere
of the same hour are as well, since a relationship may be missing. Rejected: only what the symptom depends on.
"""
