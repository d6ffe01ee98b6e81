"""What people say of CIs: each edit is an observation of the source `manual:<who>`, on the one way of every report.

| file | what it does |
| --- | --- |
| checking.py | which values and relationships the declared schema allows; refusals name field, value and remedy |
| already_there.py | whether a CI to create is there already |
| looking.py | what edits read under lock: a CI with what lies in it, its events |
| conflicts.py | what changed since somebody looked, beside what they want (three-way comparison) |
| editing.py | create, change, retire, restore, relate; each in one locked transaction |
| relationships.py | one relationship: which is meant, how it is now, what people say of it |
| parts.py | what lies within a CI and is retired with it |
| listing.py | the edits of a CI |

An edit points at its CI by uid, so it follows the CI when that is merged, and comes back when it is unmerged. Of two
edits of one attribute the later counts; one that is released, has expired or was withdrawn does not.
"""
