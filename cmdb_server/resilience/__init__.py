"""How well the estate holds: availability, cut sets, what cannot start, changes in each other's way.

| file | what it answers |
| --- | --- |
| answers.py | all answers as plain values, with the names of the API |
| often.py | how often a CI is in each state, what that rests on, and whose improvement helps most |
| cuts.py | the smallest sets of CIs that together take one down |
| starting.py | what never comes back when everything starts from nothing, and why |
| windows.py | which windows have a moment in common: a pure function |
| colliding.py | whether changes in overlapping windows get in each other's way |
"""
