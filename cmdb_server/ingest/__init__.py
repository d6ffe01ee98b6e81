"""From a report to the graph: validate, identify, reconcile, retire, apply.

| file | what it decides |
| --- | --- |
| compression.py | whether a body may be unpacked |
| validation.py, section_check.py, claim_check.py | what of a report is usable; the rest is parked with its reason |
| link_evidence.py | what a device's tables show of others, kept as it is for the topology |
| keys.py, units.py | which identifiers a CI or a target has; what one source says of one CI |
| identification.py | which sources speak of the same device |
| retirement.py | which facts of a section are absent |
| reconciliation.py, changes.py | what a CI is, given all that is said of it; what differs from what is stored |
| connections.py | which program answers at an address |
| freshness.py | how silent a source is, and what its word is worth then |
| section_order.py | which section of a report comes first |

Everything above is a pure function over values; the files below see the database.

| file | what it does |
| --- | --- |
| pipeline.py, section.py | the way of a report; a few sections in each locked transaction |
| source_record.py, stored.py | what is kept of a source and of its facts |
| placement.py, devices.py, moving.py | find the CI of each observation; let others follow when it is another one |
| targets.py, settle.py, writing.py, relinking.py | find where claims lead; bring CIs in line; tell those who wait |
| watching.py | who waits for what, and at which port |
| named_values.py | what is there only as long as somebody names it |
| ageing.py, marking.py | find silent sources; let what they said become stale, gone and fresh again |
| parking.py, waiting.py | what could not be stored |
"""
