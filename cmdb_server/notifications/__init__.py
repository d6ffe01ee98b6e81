"""Who is told what of records, when and how: mail to people, signed webhooks to programs.

What happens to a record waits, written with it, in its own timeline entry; a job makes notices of it and another sends
them. Nothing is lost, whenever a server ends. A notice goes out at least once: it is sent again only where a server
ended after the other side took it and before that was noted, and then under the same Message-ID or webhook-id.

| file | what it holds |
| --- | --- |
| kinds.py | ONE ENTRY per kind of notice: what it is of, who hears of it, how soon unless they say otherwise |
| happening.py | something that happened to a record, whoever noted it |
| audience.py | who hears of it: pure |
| preferences.py, timing.py | what a person wishes, and when a notice is due by that: pure |
| people.py | accounts with what they may and what they wish |
| watching.py | who watches a record |
| outbox.py | from what happened to notices, in one transaction |
| clock_notices.py | clocks that are at risk or missed |
| notices.py | notices in the graph: waiting, sent, given up |
| composing.py, telling.py | a mail: pure; what of a record somebody is told |
| mailing.py | SMTP |
| webhooks.py, cloud_events.py | subscriptions of programs; the body: pure |
| addresses.py, posting.py | where requests may go; HTTP |
| sending.py | sends what is due |
"""
