"""What the failure of the cause of an incident should have done, against what signals told meanwhile.

| file | what it holds |
| --- | --- |
| comparing.py | `IncidentPredictions`: keeps what incidents that are over came to |

What a change does is foretold before it begins (`change_runs`). The cause of an incident is known at its end: then it
is told what its failure takes down, by the map of that time. Both are counted alike.
"""
