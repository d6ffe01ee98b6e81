"""Classes of one's own from a directory of class packs (`graph_schema/class_packs.py` says what a pack holds).

| file | what it holds |
| --- | --- |
| loading.py | the packs of a directory, and the registry with them |
| checking.py | what a pack would do to the CIs that are stored |
"""
