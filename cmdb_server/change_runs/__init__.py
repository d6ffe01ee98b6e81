"""Changes while they are carried out: what is expected of them, what is read again afterwards, what they came to.

| file | what it holds |
| --- | --- |
| silencing.py | which signals follow from a change as planned; pure |
| comparing.py | what was foretold against what signals told, and whether it left the plan; pure |
| rereading.py | `Rereads`: the machines that were worked on are read again, and what could not be asked |
| following.py | `ChangeRuns`: marks signals, has machines read again and compares, as a job asks it to |

A signal follows from a change as planned where it is of a CI that the assessment took down or degraded when the change
began, begins while it is carried out, and not later than ten minutes after the time that was promised for its end
(2026-11). Rejected: silencing all that relationships reach, since a redundant member that fails too is just what
somebody must hear of; silencing until a change is finished, since a change that nobody finishes would hide everything.
"""
