"""What was bought to use software, and whether it covers what is installed.

| file | what it holds |
| --- | --- |
| entitlement.py | `Entitlement`: what was bought, checked field by field, and the right that it is on a day; pure |
| keeping.py | `Entitlements`: kept in the graph with sealed keys |
| documents.py | `EntitlementDocuments`: proofs and terms, kept as files at records are |
| sheet.py | entitlements from a table, row by row; pure |
| estate.py | the machines and software that a position is computed of, from the index |
| component.py | the rights and products that one product's position depends on; pure |
| positions.py | `Licences`: the position of products on a date |

Entitlements are nodes of their own, no records (2026-11): nothing is worked on, nobody moves them through states, and
what counts for a position is numbers and dates, which records keep as texts. Their licence keys are sealed as
credentials are, never given out with anything else, and each look at one is in the audit log.
"""
