"""How well incidents, changes and predictions went, as numbers that open what they are counted from.

| file | what it holds |
| --- | --- |
| declare.py | `Number`: a name, a formula in words, and the pure function that says what one case adds to it |
| kinds/ | ONE FILE per number |
| cases.py | `Cases`: the records of a time with their trails, services and what they came to |
| figuring.py | pure: what measured cases come to, whole and by service, team, month, class |

A number is the weighted mean of what its cases measure; a case that a number does not measure is not behind it. So a
list of what is behind a figure always has as many entries as it counts (2026-11; rejected: a query for each number,
of which figure and list would be two, and could differ).
"""
