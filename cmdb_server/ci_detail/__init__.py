"""Everything about one CI for the page of it: read from the graph, never from the index.

| file | what it holds |
| --- | --- |
| detail.py | `CIDetails`: the questions the API asks |
| past.py | `PastCIDetails`: the same questions about the CI as it was at a time |
| answers.py | the answers as plain values, with the names of the API |
| attributes.py | pure: each attribute's value, who said it, what others claim |
| relationships.py, software.py, connections.py, history.py | one tab of the page each |
| references.py | CIs as others refer to them |
"""
