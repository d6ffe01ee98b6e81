"""Signals: what monitoring says of CIs, matched to them by identity, counted once, resolved, kept for a while.

| file | what it holds |
| --- | --- |
| signal.py | `Signal` as it is stored; severities |
| offers.py | `Offer`: what a sender says once, within limits; `Sender` |
| subjects.py | `Subject`: what a sender names, out of labels such as `instance` and `host` |
| alertmanager.py, mapping.py | offers out of an Alertmanager webhook, and out of any JSON by a mapping that is data |
| deciding.py | what becomes of a signal by an offer: counted, damped, resolved; pure |
| looking.py, matching.py | what subjects may mean, read in a fixed number of statements; which CI it is, pure |
| taking.py | a batch of offers in one transaction |
| signals.py | `Signals`: take, list, match again, time out, forget: the door for API and jobs |
| mappings.py, bindings.py | mappings by name; which CI a person says is meant |
| health.py | how well a CI is by its open signals |
| traps.py | which notifications of devices open and resolve signals |
| checks/ | ONE FILE per check of what is known anyway, found by being there; checking.py runs them |

Decided 2026-11: a signal is one node from its start to its end, so what was open at a time is one range. What returns
within ten minutes after its end is the same signal and counts a flap; from the third on it ends only after ten quiet
minutes. A signal that fits no CI, or several, is kept with the reason and tried again. Rejected: health as an attribute
of CIs, which would make an event of every alert.
"""
