"""From a report to the graph: validate, identify, reconcile, retire, apply.

| file | what it decides |
| --- | --- |
| compression.py | whether a body may be unpacked |
| validation.py, section_check.py, claim_check.py | what of a report is usable; the rest is parked with its reason |
| keys.py | which identifiers a CI or a target has |
| identification.py | which observations are of the same CI |
| retirement.py | which facts of a section are absent |
| reconciliation.py | what a CI is, given all that is said of it |
| connections.py | which program answers at an address |
| pipeline.py, section.py, stored.py, writing.py | reading candidates, one locked transaction per section, writing |

Everything in the first block is a pure function over values; only the last line sees the database.
"""
