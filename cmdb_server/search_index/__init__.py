"""Lists, facets, search and the numbers of the dashboard: an index derived from the graph, one per server.

The graph engines sort without an index, so what people page through lies here. It holds nothing of its own: it is
built from the graph at start, told of every committed change and may be thrown away at any time.

| file | what it holds |
| --- | --- |
| index.py | `SearchIndex`: everything others call, for one who sees all or less |
| live.py | the one lock, building, keeping up to date |
| seeing.py | the contents as somebody sees them who may not see all |
| past.py | the contents as they were at a time: a copy of those of now in which what changed since is put back |
| reading.py | what is read from the graph, in packed columns |
| entries.py | pure: what of a CI is shown, filtered, sorted and searched, derived from `graph_schema` |
| locations.py | on which site a CI stands |
| tables.py | the sqlite tables: rows, sort keys, search terms, trigrams |
| bitmaps.py | one bit per CI and value: facets and filters are AND, OR and population count |
| distinct.py | each value of a column once |
| listing.py, searching.py, dashboard.py, installed.py, hosting.py, running.py, table_rows.py | the questions |
| answers.py | what they answer, with the names of the API |

An attribute takes part by its declaration: `column=True` shows it in lists, `facet=True` filters, `searchable=True`
finds. Bitmaps instead of GROUP BY (2026-03): counts of 20 facets over 50,000 CIs take milliseconds, not a quarter of
a second; sqlite keeps what it is good at, ordered keys and trigrams.
"""
