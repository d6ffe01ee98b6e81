"""Records: incidents and what follows them, on the same graph as the CIs that they are about.

| file | what it holds |
| --- | --- |
| declare.py | the vocabulary of a record type: fields, states, transitions, and who may |
| records/ | ONE FILE per record type |
| record.py | `Record` and its timeline's `Entry`, and how they lie in the graph |
| workflow.py | pure decisions: what somebody may set, and where a transition leads |
| priority.py | impact and urgency to priority, and the impact that follows from services |
| keeping.py | reads and writes of records and entries in a transaction |
| rows.py | fields that hold a list of rows |
| keys.py | values that no two records have: asset tags |
| currencies.py, categories.py | ISO 4217; kinds of things that are owned |
| spelling.py | what people write as it is kept: CIs by uid, times in UTC; people, teams and records that there are |
| following.py | the impact that follows from the CIs that a record is about |
| changes/ | what a change board looks at: assessment, rules, votes |
| files/ | files at records, kept in the graph |
| templates/ | what records begin with, and changes that were approved once |
| meetings/ | meetings of the board of changes and their minutes |
| custom/ | fields that an installation declares itself |
| rotas/ | who of a team is on call |
| tasks/ | what has to be done for a record |
| origin.py | what a new record has from its template |
| desk.py | `Desk`: open, change, move, say, connect with CIs |
| index.py | `RecordIndex`: rows and words of records in memory, disposable |
| queue.py | `RecordQueue`: lists and full text, which catch up with the graph first |

A record names CIs by uid (`affects`) and hangs on them (`AFFECTS`); one that was merged away leads to where it went, so
a merge moves nothing and an unmerge neither (2026-11). Values are texts, as people say them: a type gains a field
without a migration.
"""
