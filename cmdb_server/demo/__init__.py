"""The demonstration estate: a company that does not exist, as reports that go through ingest like everybody's.

| file | what it holds |
| --- | --- |
| estate.py | `generate(seed, observed_at)`: all reports, part by part |
| parts/ | ONE FILE per part of the estate, found by being there: a module with a `Part` |
| geography.py, hardware.py, desks.py, workload.py | the plan that parts share: places, boxes, desks, machines |
| applications.py, traffic.py | the applications with their tiers; what talks to what |
| programs.py, packages.py | what runs and what is installed |
| machine.py, wiring.py | reports of a computer; addresses, cables and power feeds of any box |
| chance.py | values that depend on the seed and a name only, never on the order of generation |
| loading.py | sends the reports, with progress |
| assets.py | what the company owns, seen by discovery or not |
| monitoring.py | what monitoring says of it |
| licences.py | what the company bought to use software |

To add a part, write `parts/<name>.py` with `part = Part("<name>", reports)`. It may read the plan, not other parts;
what it says of their CIs it says by `Target`. Addresses come from 198.18.0.0/15 (RFC 2544, never routed), hardware
addresses have the locally administered bit, names end in `.example` (RFC 2606): nothing here clashes with a real CI.
"""
