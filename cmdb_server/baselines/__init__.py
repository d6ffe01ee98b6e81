"""Named baselines: how the CIs of a question were at an instant, and what has drifted from that since.

| file | what it holds |
| --- | --- |
| baselines.py | `Baselines`: make, list, remove; the drift inbox and the decisions in it |
| drift.py | pure: what has drifted, given what changed and what people decided |
| records.py | baselines and decisions as they are stored |

A baseline is a question and an instant: the graph as it was then answers the rest, so nothing is copied (2026-11).
Retention never joins events across the instant of a baseline.
"""
