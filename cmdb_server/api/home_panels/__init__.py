"""What waits for somebody, one file for each panel of their home.

A panel is a `Panel` of `api/home.py`; who may not act on what it tells, or has nothing in it, is not shown it.
"""
