"""An estate that does all it can to be mistaken: which of its records are of one machine is known, so it can be judged.

| file | what it holds |
| --- | --- |
| machines.py | what a machine is, and how machines are made, cloned and rebuilt |
| world.py | sixty days of renames, NIC swaps, docks, reimages, new mainboards, moved and cloned machines |
| reports.py | what agents, scans, hypervisors and asset lists say of a machine |
| judging.py | pairwise precision and recall against the truth, and how many misses are asked about (pure) |
"""
