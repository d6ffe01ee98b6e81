"""Templates of records: what they begin with, and changes that were approved once for all times that they are made.

| file | what it holds |
| --- | --- |
| template.py | a template, and how it lies in the graph |
| standing.py | whether a change from it needs no approval any more, and why not: pure |
| keeping.py | reads and changes templates, counts how changes from them went |
"""
