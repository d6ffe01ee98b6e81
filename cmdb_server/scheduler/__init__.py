"""Work that comes round again: APScheduler runs each job of `jobs/` in its interval.

| file | what it holds |
| --- | --- |
| scheduler.py | `Scheduler`: starts, stops, isolates failures |
| job.py | what a job is |
| lease.py | which of several servers runs it |
| jobs/ | ONE FILE per job, found by being there |
"""
