"""The data sources of the graph: which there are, and taking back all that one of them said.

| file | what it does |
| --- | --- |
| sources.py | list sources, withdraw one step by step, let edits expire |
"""
