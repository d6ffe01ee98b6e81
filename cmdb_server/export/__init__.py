"""The whole graph as NDJSON: one JSON object a line, CIs first; current facts only, or those of a time.

| file | what it holds |
| --- | --- |
| ndjson.py | the export with uids and times, streamed |
| canonical.py | the export that is the same bytes exactly when two graphs hold the same facts |
| current.py | which stored CIs and relationships are current facts, read in windows |
| past.py | the same facts as they were at a time |
"""
