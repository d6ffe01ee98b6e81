"""The one filter language: lists, exports, baselines, service membership and policies store its text.

    server and location = "Oslo" and not os_name contains debian
    runs_on (server and site = "Oslo")             what runs on a server in Oslo
    computer and incoming runs_on (database)       computers on which a database runs
    last_seen_at older than 7 days and source = snmp
    class is not computer and owned_by missing and "payroll"

| file | what it holds |
| --- | --- |
| query.py | `parse(text, registry) -> Query`, `to_text(query)`: what others call |
| conditions.py | the conditions as plain values |
| grammar.py | the grammar |
| parsing.py | text to conditions, with the place of every word |
| fields.py | what can be asked about, derived from `graph_schema`, and the operators of each kind |
| literals.py | what a written value means: numbers with units, times, durations, normalised texts |
| checking.py | every field, class, type and value against the declarations |
| holding.py | whether a condition holds for one CI that is at hand |
| spelling.py | conditions to text |
| errors.py | what is wrong, where, and what was probably meant |

A difference (`!=`, `not in`) holds only where there is a value; `not a = b` also holds where there is none. Texts
compare without regard to case, `<` and `>` by the numbers in them (9 < 10). Lark instead of a parser of our own
(2026-11): error positions and what was expected come for nothing.
"""
