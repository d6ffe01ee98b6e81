"""REST under /api/v1, the same for pages, programs and agents.

| file | what it holds |
| --- | --- |
| dependencies.py | who asks, what a route needs, CSRF |
| problems.py | every error as application/problem+json (RFC 9457) |
| remedies.py | what to do about a value that a request may not have |
| pages.py | the built front end and its headers |
| resources/ | ONE FILE per resource: a module with a `router`, found by being there |

A resource's routes name what they need: `@router.get("/things", dependencies=[requires(READ)])`. A test walks all
routes and fails on one that does not.
"""
