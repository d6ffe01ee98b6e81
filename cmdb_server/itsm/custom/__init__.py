"""Fields of records that an installation declares itself: data, validated and used as those of the product are.

| file | what it holds |
| --- | --- |
| field.py | `CustomField`, what is wrong with one, and a record type with them; pure |
| keeping.py | `CustomFields`: reads and saves them; `LiveTypes`: the record types with those in force |

Decided 2026-11: a field is never removed, only retired: what records say in it stays and is still shown. It is needed
for states, never for opening: signals, mail and other programs open records, and know nothing of it; where a program
moves one by itself, it is not asked for either. Rejected: fields of their own kind beside the declared ones, which each
form, list, export and message would have to know as well.
"""
