"""Single points of failure of the whole estate: what they take down, what would mend them, which risks are accepted.

| file | what it does |
| --- | --- |
| answers.py | the report as plain values, with the names of the API |
| computing.py | whom each CI takes down alone: once a state of the graph, in the background where it takes long |
| ranking.py | the CIs that take others with them, the heaviest first; what has changed since another time |
| mending.py | which requirement would have to be another one, for people |
| accepted.py | risks that somebody accepts for a time |
| counting.py | how many there are, day by day |
| reports.py | `SinglePointReports`: the door for API and jobs |
"""
