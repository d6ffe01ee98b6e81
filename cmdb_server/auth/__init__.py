"""Who is asking and what they may do.

| file | what it holds |
| --- | --- |
| identity.py | Identity: who, with which permissions |
| credentials.py | making and hashing secrets, the cache of verified ones |
| accounts.py | people: first administrator, log-in, sessions, passwords, preferences |
| users.py | the list of people who may log in |
| tokens.py | API tokens of programs |
| agents.py | enrolment tokens and the agents they let in |

Secrets of 256 random bits are stored as BLAKE2b digests, passwords as Argon2id.
"""
