"""Reconciliation rules edited by people: checked, tried on one CI, dry-run over all, saved and applied in pieces.

| file | what it does |
| --- | --- |
| checking.py | which rules can be saved |
| dry_run.py | what rules would change: on one CI, and on all that is stored |
| editing.py | read, save and apply the rules; judge again what has become too old |
| explaining.py | why an attribute has its value: every claim and the rule that decided |
| explaining_class.py | why a CI is of its class, which ranks decide and no rules |

Rules decide values only: which CIs there are is decided by identification, from what was said and not from what rules
make of it, so no rule merges or splits CIs. A dry run takes the very decisions that applying takes.
"""
