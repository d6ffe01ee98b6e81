"""Mail in: what people write to an IMAP mailbox becomes a comment on the record that it is about, or an incident.

| file | what it holds |
| --- | --- |
| heading.py | what the head of a mail says, from bytes that nobody vouches for; pure |
| content.py | its words and its attachments; pure |
| markup.py | HTML as plain text; pure |
| quoting.py | what somebody wrote, without what they answer to; pure |
| deciding.py | why a mail is refused; pure |
| mailbox.py | IMAP: the only file that speaks to the mail server |
| arrivals.py | what came in, in the graph: taken as which record, or refused and why |
| taking.py | `MailIn`: takes what waits, mail by mail |
| answering.py | the mail that tells who opened an incident by mail its number; pure |

Decided 2026-11: a mail is known by its Message-ID and sender, and is noted in the transaction that writes its comment
or incident: whatever ends when, it is taken once. What is refused is moved to a folder, not answered: an answer to who
is unknown would reach whomever a forger named. The head alone is fetched of what is refused by it, so that only mails
of people with an account are taken apart. Rejected: a server for SMTP of our own, which would face the internet.
"""
