"""What is wrong with an installation and what to do: works without a server, and asks it when it runs.

| file | what it holds |
| --- | --- |
| check.py | what a check is and what it finds |
| checks/ | ONE FILE per thing that is looked at, found by being there |
| diagnosis.py | runs all checks |
"""
