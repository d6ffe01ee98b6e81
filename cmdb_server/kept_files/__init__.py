"""Files that belong to something: kept in the graph, so that backups have them; only ever given out as downloads.

| file | what it holds |
| --- | --- |
| checking.py | which files are taken, and names that hurt no file system and no reader; pure |
| keeping.py | `KeptFiles`: takes files in, gives them out, removes them, whoever they belong to |

Decided 2026-11: a file's kind follows from its ending, and its content has to begin as that kind does. What a browser
or a machine would run is refused. Rejected: looking for viruses, which is for a scanner on the reader's machine.
Records and entitlements keep their files in the same way (2026-11); who may is for each of them to say.
"""
