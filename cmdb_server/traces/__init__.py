"""Calls between programs, out of OpenTelemetry traces and service graphs, as claims of data sources of their own.

| file | what it holds |
| --- | --- |
| spans.py | `Span`: what a span tells of the two programs at the ends of a call |
| otlp.py | `spans_in`: the spans of a request of an exporter, JSON or protobuf |
| window.py | `Window`: the two sides of a call, which come in several requests, put together |
| calls.py | `Call`: who calls whom, and how it is kept |
| joining.py | which CIs the two programs are, and why not: a pure decision over what is known |
| looking.py | what is known of machines, programs and listeners that the calls may mean |
| writing.py | the claims that follow |
| service_graphs.py | calls out of `traces_service_graph_request_total` |
| fetching.py | what an address with that metric answers |
| scraping.py | asks servers for that metric |
| traces.py | `Traces`: takes spans in, keeps calls, answers what was joined and what was not |

Spans are dropped, calls are kept: one node for each two programs, with how often and when they were seen. What follows
from them is a pure function of the calls and of the CIs that are known, decided anew when either changes; in whatever
order spans come, and how often, the same calls follow.
"""
