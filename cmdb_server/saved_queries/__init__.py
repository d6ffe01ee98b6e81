"""Named questions of the filter language, private or shared: nodes of the graph.

| file | what it holds |
| --- | --- |
| views.py | views of pages that list records: what their address says; pure |
| saved.py | `SavedQueries`: list, save, change and delete |
"""
