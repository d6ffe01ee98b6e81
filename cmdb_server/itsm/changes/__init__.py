"""What a change board looks at: what a change does, what speaks against it, and who has to say yes.

| file | what it holds |
| --- | --- |
| plan.py | `Plan`: what a change does, when, with what actions; out of a record or a draft |
| rules.py | `ChangeRules`: freezes, maintenance windows and the policy of approvals, as an administrator has them |
| windows.py | when freezes and maintenance windows hold, over daylight-saving changes; pure |
| kept.py | what follows of plans, kept until the facts behind it change |
| assessing.py | `Assessor`: blast radius, collisions, unknowns, risk and free times of a plan |
| risk.py | the risk score: every factor with its points in words; pure |
| slots.py | when else it could be done; pure |
| facts.py | what speaks against a plan as facts that can become worse, and whose yes it therefore needs; pure |
| quorum.py | whether enough different people say yes; pure |
| groups.py | groups of people who approve, as data of the policy; pure |
| voting.py | votes, what they come to, and when they lapse; pure |
| progress.py | steps as they are carried out, with times and who did them; pure |
| running.py | `Runs`: what was foretold of a change when it began, kept in the transaction of its transitions |
| approving.py | `Approvals`: votes and their lapse under the record's lock |

An approval is bound to the facts at which the votes began. Facts that became worse (a service in a worse state, another
collision, a freeze, a higher risk) or another plan let all votes lapse, with the difference; what is better or equal
keeps them (2026-11). Rejected: binding it to a digest alone, since then every discovery would undo every approval.
"""
