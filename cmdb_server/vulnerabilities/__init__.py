"""Which vulnerabilities what is installed has, by tables that are taken in as files; nothing is asked on the network.

| file | what it holds |
| --- | --- |
| entry.py | `Vulnerability`: what a table tells, checked field by field; pure |
| formats/ | ONE FILE per format of tables |
| format.py | which format a document is of |
| json_values.py, cpe_matches.py | what the formats have in common |
| table_file.py | the documents of a file: JSON, lines of it, gzip, zip; limits |
| batch.py, keeping.py | `Tables`: taken into the graph batch by batch |
| ecosystems.py | where an installed package is looked up; pure |
| versions.py, apk_version.py | the orders of versions, and whether one is affected; pure |
| matching.py | packages against tables; pure |
| installed.py | `InstalledPackages`: each product and version once, with its machines |
| known.py | `KnownVulnerabilities`: what is known now, kept in step |
| listing.py | the list, narrowed and in order |
| resting.py | the services that rest on machines |
| exceptions.py | risks that are accepted |
| lifecycle.py, support.py | how long versions are supported, and what of what is installed |

Matches are computed, not stored (2026-11): for each product and version once, when a table or a version is new, of the
entries of that package only, which the graph finds by its name. Rejected: a relationship for each match, of which one
table would write millions. A package of a distribution is looked up in the tables of its own release only: by CPE
every version that a distribution has repaired would count as affected.
"""
