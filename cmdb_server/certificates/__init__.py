"""Certificates: how long each holds, and what fails on the day when it does not any more.

| file | what it does |
| --- | --- |
| expiry.py | how far away an expiry is, and when it is worth a word: pure |
| answers.py | what is answered |
| listing.py | the certificates in use, the first to expire first, with the services that fail by it |
| telling.py | events of certificates, and of the services behind them, as the day comes nearer |

Decided 2026-11: events are told at 30, 14, 7, 1 and 0 days, and of services only that a certificate which they need
expires: whoever sees a service may not see the certificate. Rejected: a number of days as an attribute, which would
change every certificate every day.
"""
