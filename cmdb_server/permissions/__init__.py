"""What somebody may see and change of the CIs: pure decisions over grants, the same for every question.

| file | what it holds |
| --- | --- |
| grants.py | `Grant`: a class with all that inherit from it, sites, attribute groups to read and to write |
| sight.py | `Sight`: grants compiled for the declared classes; answers what is seen, read and written |
| roles.py | `Role`: grants and permissions under a name; the built-in ones |

A grant on a site reaches the CIs that stand there, not those that stand nowhere (services, releases of software).
Whoever may read anything of a CI sees that it exists and what it is called; `general` attributes are always among it.
Rights are those of now, also where the past is asked about (2026-11): else a change of rights would change nothing
for old data.
"""
