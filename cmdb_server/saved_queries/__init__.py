"""Named questions of the filter language, private or shared: nodes of the graph.

| file | what it holds |
| --- | --- |
| saved.py | `SavedQueries`: list, save, change and delete |
"""
