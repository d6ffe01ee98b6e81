"""Named what-if scenarios, private or shared: nodes of the graph, to be compared with how things are.

| file | what it holds |
| --- | --- |
| scenarios.py | `Scenarios`: list, keep, replace and delete |
"""
