"""Who is asking and what they may do.

| file | what it holds |
| --- | --- |
| identity.py | Identity: who, with which permissions |
| credentials.py | making and hashing secrets, the cache of verified ones |
| accounts.py | people with a password here: first administrator, log-in, preferences |
| sessions.py, throttle.py | open log-ins; how fast somebody may guess |
| oidc.py, single_sign_on.py, foreign_accounts.py | an OpenID provider, how it is set up, the people it vouches for |
| users.py | the list of people who may log in |
| rights.py, roles.py | who has which roles; roles and teams as administrators keep them |
| audit.py | the log of all that |
| tokens.py | API tokens of programs |
| agents.py | enrolment tokens and the agents they let in |

Secrets of 256 random bits are stored as BLAKE2b digests, passwords as Argon2id.
"""
