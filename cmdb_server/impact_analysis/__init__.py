"""What breaks if this breaks, asked of the graph: reads the dependency view, asks `impact`, answers for people.

| file | what it holds |
| --- | --- |
| analysis.py | `ImpactAnalysis`: every question, the only door for API and command line |
| answers.py, whatif_answers.py | the answers as plain values, with the names of the API |
| actions.py, action_table.py | what people do to CIs and how that enters the question, by a table that is edited |
| changes.py, whatif.py | what is to be taken as different, and the snapshot with it |
| turning_points.py | on which single relationships and groups a result hangs, and what would help |
| asking.py, comparing.py | what a question is asked of; with changes beside without |
| question.py | from uids or names and actions to CIs; refusals |
| past.py | the dependency view of a time: that of now with what changed since put back |
| columns.py, loading.py, snapshot.py, current.py | the dependency view: read, immutable, kept fresh |
| changing.py, patched_lists.py | a snapshot with few rows replaced, which shares all others with the one before |
| seeing.py | a snapshot as somebody sees it who may not see all: other labels, the same graph |
| picture.py, causes.py, listing.py | the impact picture, its twin in the other direction, the complete list |
| evidence.py, services.py, explanation.py | what a relationship rests on, services with their path, paths in words |
| evaluation.py, busiest.py | the Impact JSON, the most depended-on programs |
"""
