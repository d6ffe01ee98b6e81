"""Files at records: kept in the graph, so that backups and replicas have them; only ever given out as downloads.

| file | what it holds |
| --- | --- |
| checking.py | which files are taken, and names that hurt no file system and no reader; pure |
| keeping.py | `RecordFiles`: takes files in, gives them out, removes them |

Decided 2026-11: a file's kind follows from its ending, and its content has to begin as that kind does. What a browser
or a machine would run is refused. Rejected: looking for viruses, which is for a scanner on the reader's machine.
"""
