"""Who is who, as people see and decide it: the inbox of duplicate cases, the quarantine, the identity card of a CI.

| file | what it holds |
| --- | --- |
| answers.py | what the questions answer |
| lifetimes.py | which values several live machines claim at the same time (pure) |
| inbox.py | the open duplicate cases |
| decided.py | the decisions of persons, and which merges are proposed for an unmerge |
| comparing.py | two devices side by side, and the candidates of one |
| deferring.py | cases that are not to be asked for a while |
| quarantine.py | the values that identify nobody |
| card.py | by what one CI is identified, and who else it may be |
| redacting.py | the answers for who may not see every CI (pure) |
| permitted.py | the same for who may not see or change every CI: told and decided as far as the grants reach |
| signing.py | who decides and why, and the refusal of a decision |
| rehearsing.py | what other declarations would merge, split or take for another class |
| deciding.py | merge, part, unmerge, undo and pin: each a kept decision from which everything is computed anew |

Cases and contested values are found by `ingest` (identification.py, contested.py, cases.py) with every report that
changes an identifier. Whether a contested value is quarantined depends on when its claimants were last heard of, so it
is worked out when somebody looks; which records are one CI never depends on that. (2026-11; rejected: a job that
writes it down, which would be late by as much as its interval.)
"""
