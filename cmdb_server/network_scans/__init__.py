"""Network scans: what is scanned when, by which collector, and what came of every address.

| file | what it holds |
| --- | --- |
| spec.py | what a scan touches and how hard; checks of what somebody wants |
| schedule.py | when a scan is due, and when nothing may be scanned |
| definitions.py | scans under a name, with a schedule |
| cutting.py | the addresses of a scan, cut into jobs |
| runs.py | starting, following and cancelling runs |
| dispatch.py | jobs for collectors, and what they answer |
| preview.py, orders.py | what a scan would touch; what "scan now" means |
| network_scopes.py | parts of the estate in which an address means one machine |
| wire_credentials.py | credentials as a collector gets them |
| judging.py | what the attempts at an address come to |
| collectors.py | who scans, and whether it is there |
| traps.py, trap_events.py, trap_receivers.py, rereading.py | traps become events and scans; what was not believed |
| failures.py, why_not.py, coverage.py | what is missing, why, and what to do |
"""
