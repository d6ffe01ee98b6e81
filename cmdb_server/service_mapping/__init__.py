"""Services: what each consists of, decided from its definition and the dependencies that are known.

| file | what it decides |
| --- | --- |
| definition.py | what somebody said of a service: entry points, a query, CIs by hand |
| entries.py | what a text names as an entry point: URL, host and port, name |
| following.py | the members: what is named, and what that needs, up to where services end |

Everything above is a pure function over values; the files below see the database.

| file | what it does |
| --- | --- |
| estate.py | the dependency view of now as following.py sees it |
| resolving.py | from entry points to the CIs that answer there |
| records.py | the definitions, kept and changed |
| writing.py | the members as claims of a data source of its own, by the way of every report |
| world.py | all services at one moment |
| showing.py, answers.py | services and members as they are answered |
| maps.py | `ServiceMaps`: definitions, previews, and when members are decided anew |

Decided 2026-11: members are claims of the service's own source (CONSISTS_OF, without failure), and the service depends
only on where it is entered. Rejected: a service that depends on each of its members, which would be down with one of
two redundant ones.
"""
